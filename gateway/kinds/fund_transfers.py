"""The kind of record of money between funds. Pure."""

from __future__ import annotations

from typing import Final

from gateway.kinds.described import ON_BEHALF, SEALED, TEXT, or_null
from gateway.kinds.kind import Kind
from services.funds.events import fund_transfers as between

TAGS: Final = {"fund-transfers": "Money between funds (资金间调拨): asked for by one, confirmed by another"}
_ENDS: Final = ("confirmed", "withdrawn", "rejected")

KINDS: Final = (
    Kind(
        name="fund_transfer",
        path="fund-transfers",
        fact=between.FundTransferRequested,
        listing="Transfers between funds",
        one="One transfer between funds",
        filters=("fund", "donor", "donation", "status", "from", "to"),
        columns={"fund": "source", "target": "target"},
        parent="donation",
        parent_said="Id of the donation that went to the wrong fund",
        statuses=("requested", "made", "withdrawn", "rejected"),
        later={
            **dict.fromkeys((f"{how}_by" for how in _ENDS), or_null(TEXT)),
            **dict.fromkeys((f"{how}_at" for how in _ENDS), TEXT),
            "confirmed_position": TEXT,
            **dict.fromkeys(("confirmed_on_behalf", "rejected_on_behalf"), ON_BEHALF),
            "decision_reason": SEALED,
        },
        whole=False,
        renamed={"source": "from", "target": "to"},
    ),
)

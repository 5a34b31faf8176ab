"""The kind of record that funds and projects have in common: reversals (红字冲销). Pure."""

from __future__ import annotations

from typing import Final

from gateway.kinds.described import MONEY, SEALED, TEXT, or_null, words
from gateway.kinds.kind import Kind
from services.funds import events as funds
from services.projects import events as projects

TAGS: Final = {"reversals": "Reversals of donations, receipts, transfers, outlays and payments"}
KINDS: Final = (
    Kind(
        name="reversal",
        path="reversals",
        fact=funds.ReversalRequested,
        also=(projects.PaymentReversalRequested,),
        listing="Reversals",
        one="One reversal",
        filters=("fund", "kind", "target", "status"),
        aliases=("target",),
        parent="target",
        parent_said="Id of what would be reversed",
        statuses=("requested", "confirmed", "withdrawn", "rejected"),
        later={
            "amount": MONEY,
            "currency": TEXT,
            "fund": or_null(TEXT),
            **dict.fromkeys(("payment", "spending"), TEXT),
            **dict.fromkeys(("confirmed_by", "confirmed_at", "confirmed_position"), TEXT),
            **dict.fromkeys(("withdrawn_by", "withdrawn_at", "rejected_by", "rejected_at"), TEXT),
            "decision_reason": SEALED,
        },
        special={"kind": words("donation", "receipt", "transfer", "outlay", "payment")},
        summed=("amount",),
        whole=False,
    ),
)

"""Kinds of records: handovers between treasurers. Pure."""

from __future__ import annotations

from typing import Final

from gateway.kinds.described import INSTANT, MONEY, ON_PAPER, PARTY, TEXT, listed, or_null, words
from gateway.kinds.described import made as an
from gateway.kinds.kind import Kind
from services.members.events import handovers

TAGS: Final = {"handovers": "Handovers between treasurers (交接)"}
KINDS: Final = (
    Kind(
        name="handover",
        path="handovers",
        fact=handovers.HandoverOpened,
        listing="Handovers between treasurers",
        one="One handover, with balances, counts and differences, open advances and signatures",
        filters=("status",),
        statuses=("open", "completed"),
        renamed={"giver": "from", "taker": "to"},
        parties=("giver", "taker", "supervisor"),
        special={
            "counts": listed(
                an(
                    {
                        "account": TEXT,
                        "currency": TEXT,
                        "balance": MONEY,
                        "counted": or_null(MONEY),
                        "difference": or_null(MONEY),
                    }
                )
            ),
            "advances": listed(an({"spending": TEXT, "currency": TEXT, "left": MONEY})),
        },
        sums_within=("difference",),
        always={
            "signatures": listed(
                an(
                    {"person": PARTY, "side": words("giver", "taker", "supervisor"), "at": INSTANT},
                    optional=ON_PAPER,
                )
            ),
            "completed_at": or_null(INSTANT),
        },
    ),
)

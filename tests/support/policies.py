"""The policy of the domain's defaults, in the terms of whichever service: `terms(room)`."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

BEGINNING: Final = date(2026, 1, 1)
YUAN: Final = 100


def terms(room: Any, effective_from: date = BEGINNING, **other: Any) -> Any:
    """`room`: the module of events that has `Terms`, `Tier` and so on.

    Under 5,000 yuan the chair and one of the standing board; under 50,000 two of the standing board; above a
    resolution and a notice of 7 days.
    """
    usual: dict[str, Any] = {
        "effective_from": effective_from,
        "currency": "CNY",
        "fiscal_year_starts": 1,
        "tiers": (
            room.Tier(
                5_000 * YUAN,
                (room.Approvals("chair", 1), room.Approvals("standing_board", 1)),
                resolution=False,
                notice=False,
            ),
            room.Tier(50_000 * YUAN, (room.Approvals("standing_board", 2),), resolution=False, notice=False),
            room.Tier(None, (), resolution=True, notice=True),
        ),
        "allocation_resolution_from": 50_000 * YUAN,
        "quorum": room.Ratio(2, 3),
        "majority": room.Majority(1, 2, strict=True),
        "minimum_present": 5,
        "escalates_to": "residents_assembly",
        "notice_days": 7,
        "split_window_days": 30,
        "advance_days": 30,
        "attachments_required": True,
        "paper_outside_allowed": True,
        "invoice_required": False,
        "reminder_days": 3,
    }
    return room.Terms(**{**usual, **other})

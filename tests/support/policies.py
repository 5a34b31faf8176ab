"""The policy of the domain's defaults."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from policy.terms import Approvals, Majority, Ratio, Terms, Tier

BEGINNING: Final = date(2026, 1, 1)
YUAN: Final = 100


def terms(effective_from: date = BEGINNING, **other: Any) -> Terms:
    """`other` instead of what is usual.

    Under 5,000 yuan the chair and one of the standing board; under 50,000 two of the standing board; above a
    resolution and a notice of 7 days.
    """
    usual: dict[str, Any] = {
        "effective_from": effective_from,
        "currency": "CNY",
        "fiscal_year_starts": 1,
        "tiers": (
            Tier(
                5_000 * YUAN,
                (Approvals("chair", 1), Approvals("standing_board", 1)),
                resolution=False,
                notice=False,
            ),
            Tier(50_000 * YUAN, (Approvals("standing_board", 2),), resolution=False, notice=False),
            Tier(None, (), resolution=True, notice=True),
        ),
        "allocation_resolution_from": 50_000 * YUAN,
        "quorum": Ratio(2, 3),
        "majority": Majority(1, 2, strict=True),
        "minimum_present": 5,
        "escalates_to": "residents_assembly",
        "notice_days": 7,
        "project_notice": True,
        "split_window_days": 30,
        "advance_days": 30,
        "attachments_required": True,
        "paper_outside_allowed": True,
        "invoice_required": False,
        "reminder_days": 3,
    }
    return Terms(**{**usual, **other})

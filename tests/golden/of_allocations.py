"""An example of each fact of allocations that await approvals, with its subject."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from golden.parts import ALLOCATION, CNY, FUND, NOTE, PROJECT, an

from policy.terms import Approvals
from services.funds.events import allocations

REQUEST = an("alr")
NEEDED = (Approvals("chair", 1), Approvals("standing_board", 2))
LACKING = (Approvals("standing_board", 2),)

EXAMPLES: Final[tuple[tuple[Any, str], ...]] = (
    (
        allocations.AllocationRequested(
            *(REQUEST, FUND, PROJECT, CNY, "长椅", date(2026, 3, 1), ("chair",), NEEDED, LACKING)
        ),
        REQUEST,
    ),
    (allocations.AllocationApproved(REQUEST, ("chair", "standing_board"), (), ALLOCATION), REQUEST),
    (allocations.AllocationRejected(REQUEST, PROJECT, "standing_board", NOTE), REQUEST),
    (allocations.AllocationWithdrawn(REQUEST, PROJECT, NOTE), REQUEST),
)

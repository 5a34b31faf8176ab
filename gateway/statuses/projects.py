"""Of the projects service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

STATUS: Final[Mapping[str, int]] = {
    "projects.code_taken": 409,
    "projects.resolution_not_adopted": 409,
    "projects.project_closed": 409,
    "projects.insufficient": 409,
    "projects.wrong_state": 409,
    "projects.exceeds_approved": 409,
    "projects.fund_frozen": 409,
    "projects.unpaid_spending": 409,
    "projects.reversal_pending": 409,
    "projects.already_reversed": 409,
    "projects.reversal_settled": 409,
    "projects.same_person": 403,
    "projects.not_requester": 403,
    "projects.fund_needed": 422,
    "projects.other_currency": 409,
    "projects.other_holder": 409,
}

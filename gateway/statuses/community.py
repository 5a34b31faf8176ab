"""Of the projects service: opinions and issues, posts and claims, activities, grants and support."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

STATUS: Final[Mapping[str, int]] = {
    "projects.issue_wrong_state": 409,
    "projects.issue_full": 409,
    "projects.opinion_joined": 409,
    "projects.opinion_elsewhere": 409,
    "projects.already_called_back": 409,
    "projects.not_apart": 403,
    "projects.not_your_opinion": 403,
    "projects.not_assigned": 403,
    "projects.post_full": 409,
    "projects.post_closed": 409,
    "projects.already_claimed": 409,
    "projects.claim_ended": 409,
    "projects.not_your_unit": 403,
    "projects.activity_elsewhere": 409,
    "projects.already_withdrawn": 409,
    "projects.grant_closed": 409,
    "projects.tranche_wrong_state": 409,
    "projects.other_spending": 409,
    "projects.spending_taken": 409,
    "projects.unspent_owed": 409,
    "projects.exceeds_owed": 409,
    "projects.return_taken": 409,
}

"""Whose approvals an allocation needs where a policy is in force. Pure.

What a project was given of late without a resolution counts together, of whichever funds it came, and so does
what is still asked for: a sum that is split needs what it needs in one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kernel.documents import View
from kernel.domain import Given
from kernel.money import Money
from policy.approving import tier_of
from policy.terms import Approvals, Approver, Terms
from services.funds.domain.allocations.documents import AllocationRequest, Allotted
from services.funds.events import ProjectId
from services.funds.events.allocations import AllocationRequestId


@dataclass(frozen=True, slots=True)
class Asked:
    """So much for a project. `days`: by which it is told what it is near; `request`: as which it waits."""

    project: ProjectId
    amount: Money
    days: frozenset[date]
    request: AllocationRequestId | None = None


def waiting(request: AllocationRequest, today: date) -> Asked:
    """What a request asks for on a later day."""
    fact = request.fact
    days = frozenset({fact.asked_on, request.occurred_on, today})
    return Asked(fact.project, fact.amount, days, fact.allocation_request)


def needed(view: View, terms: Terms, asked: Asked) -> tuple[Approvals, ...] | None:
    """The approvals that `terms` want for it; None: they want a resolution."""
    # Sums of the policy are in its currency: what cannot be compared with them, the council decides.
    if asked.amount.currency != terms.currency:
        return None
    allotted = view.get(Allotted, asked.project) or Allotted()
    near = allotted.near(asked.days, terms.split_window_days, terms.currency, but=asked.request)
    together = asked.amount.minor + near
    tier = tier_of(terms, together)
    if together >= terms.allocation_resolution_from or tier.resolution:
        return None
    return tier.approvals


def held(given: Given) -> tuple[Approver, ...]:
    """In which roles whoever's act it is may approve: it counts for whichever of them is lacking."""
    whose = given.actor.principal or given.actor
    return _of(whose.mandates)


def _of(mandates: Iterable[str]) -> tuple[Approver, ...]:
    held = frozenset(mandates)
    roles: tuple[Approver, ...] = ("chair", "standing_board")
    return tuple(role for role in roles if role in held)

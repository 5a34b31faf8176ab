"""What becomes of an allocation that awaits approvals: loaded by its subject, the request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.funds.events.allocations import AllocationRequested
from services.funds.events.decisions import Approvals, Approver

State = Literal["requested", "made", "withdrawn", "rejected"]


@dataclass(frozen=True, slots=True)
class AllocationRequest:
    """`approved`: who, and as what. `recorders`: who wrote approvals down for others."""

    fact: AllocationRequested
    occurred_on: date
    approved: tuple[tuple[str, Approver], ...]
    recorders: frozenset[str]
    state: State = "requested"

    @property
    def approvers(self) -> frozenset[str]:
        """Whose approvals they are."""
        return frozenset(person for person, _ in self.approved)

    @property
    def lacking(self) -> tuple[Approvals, ...]:
        """What is still needed."""
        given = [role for _, role in self.approved]
        return lacking(self.fact.needed, given)


def lacking(needed: tuple[Approvals, ...], given: list[Approver]) -> tuple[Approvals, ...]:
    """What of `needed` the approvals `given` leave open."""
    left = ((one.role, one.count - given.count(one.role)) for one in needed)
    return tuple(Approvals(role, count) for role, count in left if count > 0)

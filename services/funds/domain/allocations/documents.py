"""What becomes of an allocation that awaits approvals: loaded by its subject, the request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from policy.approving import lacking
from policy.terms import Approvals, Approver
from services.funds.events.allocations import AllocationRequested

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
        return lacking(self.fact.needed, [[role] for _, role in self.approved])

"""What becomes of an allocation that awaits approvals, and what a project was given without a resolution."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from policy.terms import Approver
from services.funds.events import AllocationId
from services.funds.events.allocations import AllocationRequested, AllocationRequestId

State = Literal["requested", "made", "withdrawn", "rejected"]


@dataclass(frozen=True, slots=True)
class AllocationRequest:
    """Loaded by its subject.

    `approved`: who, and in which roles it may count. `recorders`: who wrote approvals down for others.
    """

    fact: AllocationRequested
    occurred_on: date
    approved: tuple[tuple[str, tuple[Approver, ...]], ...]
    recorders: frozenset[str]
    state: State = "requested"

    @property
    def approvers(self) -> frozenset[str]:
        """Whose approvals they are."""
        return frozenset(person for person, _ in self.approved)


@dataclass(frozen=True, slots=True)
class Counted:
    """Minor units, as a policy counts them: by the day on which it was asked, and by the accounting date."""

    minor: int
    currency: str
    asked_on: date
    occurred_on: date

    @property
    def last(self) -> date:
        """The later of its days."""
        return max(self.asked_on, self.occurred_on)

    def is_near(self, days: Iterable[date], window: int) -> bool:
        """Whether it is within so many days of any of `days`, by the day of record or by the accounts."""
        return any(
            abs((one - day).days) <= window for one in (self.asked_on, self.occurred_on) for day in days
        )


@dataclass(frozen=True, slots=True)
class Allotted:
    """Resident, by project: what it was given without a resolution under a policy, and may still be.

    Of all funds: that a sum is split between them makes no other sum of it.
    """

    made: Mapping[AllocationId, Counted] = field(default_factory=dict)
    waiting: Mapping[AllocationRequestId, Counted] = field(default_factory=dict)

    def near(
        self, days: Iterable[date], window: int, currency: str, *, but: AllocationRequestId | None = None
    ) -> int:
        """Minor units of all that is near these days, without the request `but` itself."""
        around = frozenset(days)
        others = [one for request, one in self.waiting.items() if request != but]
        return sum(
            one.minor
            for one in (*self.made.values(), *others)
            if one.currency == currency and one.is_near(around, window)
        )

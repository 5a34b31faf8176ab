"""Money that projects hold arrives, and goes back. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kernel.money import Money
from kernel.sealed import Sealed
from services.projects.events.decisions import ResolutionId
from services.projects.events.ids import AllocationId, FundId, Part, ProjectId


@dataclass(frozen=True, slots=True)
class AllocationNoted:
    """The project holds so much of the fund's money. Subject: the allocation.

    `resolution`: under which it was decided, if under any.
    """

    TYPE: ClassVar = "projects.allocation_noted.v1"
    allocation: AllocationId
    fund: FundId
    project: ProjectId
    amount: Money
    parts: tuple[Part, ...]
    resolution: ResolutionId | None = None


@dataclass(frozen=True, slots=True)
class AllocationReturned:
    """Given back to the fund, unspent and unreserved. Subject: the allocation.

    `by_itself`: the project was unknown or closed when the allocation arrived, or is being closed.
    """

    TYPE: ClassVar = "projects.allocation_returned.v1"
    allocation: AllocationId
    fund: FundId
    project: ProjectId
    amount: Money
    parts: tuple[Part, ...]
    reason: Sealed | None
    by_itself: bool


Fact = AllocationNoted | AllocationReturned

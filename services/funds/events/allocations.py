"""Money is committed to projects: at once, or when enough people have approved. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NewType

from kernel.money import Money
from kernel.sealed import Sealed
from policy.terms import Approvals, Approver
from services.funds.events.decisions import ResolutionId
from services.funds.events.ids import AllocationId, FundId, Part, ProjectId

AllocationRequestId = NewType("AllocationRequestId", str)


@dataclass(frozen=True, slots=True)
class AllocationMade:
    """So much is committed to the project: no entry. `parts` sum to `amount`. Subject: the allocation.

    `resolution`: under which it was decided; `allocation_request`: which was approved.
    """

    TYPE: ClassVar = "funds.allocation_made.v1"
    allocation: AllocationId
    fund: FundId
    project: ProjectId
    amount: Money
    parts: tuple[Part, ...]
    purpose: str | None
    resolution: ResolutionId | None = None
    allocation_request: AllocationRequestId | None = None


@dataclass(frozen=True, slots=True)
class AllocationRequested:
    """The chair agrees, and others must: `needed` is all that the policy asks for. Subject: the request."""

    TYPE: ClassVar = "funds.allocation_requested.v1"
    allocation_request: AllocationRequestId
    fund: FundId
    project: ProjectId
    amount: Money
    purpose: str | None
    needed: tuple[Approvals, ...]


@dataclass(frozen=True, slots=True)
class AllocationApproved:
    """One more agrees, as `role`; with the last of them `allocation` is made. Subject: the request."""

    TYPE: ClassVar = "funds.allocation_approved.v1"
    allocation_request: AllocationRequestId
    role: Approver
    allocation: AllocationId | None


@dataclass(frozen=True, slots=True)
class AllocationRejected:
    """One of those who might approve does not agree: nothing is committed. Subject: the request."""

    TYPE: ClassVar = "funds.allocation_rejected.v1"
    allocation_request: AllocationRequestId
    role: Approver
    reason: Sealed


@dataclass(frozen=True, slots=True)
class AllocationWithdrawn:
    """The chair asks for it no more. Subject: the request."""

    TYPE: ClassVar = "funds.allocation_withdrawn.v1"
    allocation_request: AllocationRequestId
    reason: Sealed


Fact = AllocationMade | AllocationRequested | AllocationApproved | AllocationRejected | AllocationWithdrawn

"""Money is committed to projects: at once, or when enough people have approved. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
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

    `resolution`: under which it was decided; `allocation_request`: which was approved. `asked_on`: the day in
    Shanghai by which a policy counts it, of the request where there is one; None: no policy held.
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
    asked_on: date | None = None


@dataclass(frozen=True, slots=True)
class AllocationRequested:
    """The chair agrees, and others must. Subject: the request.

    `asked_on`: the day in Shanghai. `roles`: for whichever of them is lacking it counts as an approval;
    `needed`: all that the policy asks for on that day, `lacking`: what of it is not there yet.
    """

    TYPE: ClassVar = "funds.allocation_requested.v1"
    allocation_request: AllocationRequestId
    fund: FundId
    project: ProjectId
    amount: Money
    purpose: str | None
    asked_on: date
    roles: tuple[Approver, ...]
    needed: tuple[Approvals, ...]
    lacking: tuple[Approvals, ...]


@dataclass(frozen=True, slots=True)
class AllocationApproved:
    """One more agrees, in `roles`; with the last of them `allocation` is made. Subject: the request.

    `lacking`: what the policy of the day still asks for.
    """

    TYPE: ClassVar = "funds.allocation_approved.v1"
    allocation_request: AllocationRequestId
    roles: tuple[Approver, ...]
    lacking: tuple[Approvals, ...]
    allocation: AllocationId | None


@dataclass(frozen=True, slots=True)
class AllocationRejected:
    """One of those who might approve does not agree: nothing is committed. Subject: the request."""

    TYPE: ClassVar = "funds.allocation_rejected.v1"
    allocation_request: AllocationRequestId
    project: ProjectId
    role: Approver
    reason: Sealed


@dataclass(frozen=True, slots=True)
class AllocationWithdrawn:
    """The chair asks for it no more. Subject: the request."""

    TYPE: ClassVar = "funds.allocation_withdrawn.v1"
    allocation_request: AllocationRequestId
    project: ProjectId
    reason: Sealed


Fact = AllocationMade | AllocationRequested | AllocationApproved | AllocationRejected | AllocationWithdrawn

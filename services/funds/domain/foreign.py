"""What we read of other services' facts: their types, and the fields that we need; no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kernel.money import Money
from services.funds.events import AccountId, AllocationId, FundId, Part, PartyId, PaymentId, ProjectId


@dataclass(frozen=True, slots=True)
class ProjectProposed:
    TYPE: ClassVar = "projects.project_proposed.v1"
    project: ProjectId
    code: str
    category: str | None
    needs_approval: bool = False


@dataclass(frozen=True, slots=True)
class ProjectApproved:
    TYPE: ClassVar = "projects.project_approved.v1"
    project: ProjectId


@dataclass(frozen=True, slots=True)
class ProjectCancelled:
    TYPE: ClassVar = "projects.project_cancelled.v1"
    project: ProjectId


@dataclass(frozen=True, slots=True)
class ProjectClosed:
    TYPE: ClassVar = "projects.project_closed.v1"
    project: ProjectId


@dataclass(frozen=True, slots=True)
class AllocationReturned:
    TYPE: ClassVar = "projects.allocation_returned.v1"
    allocation: AllocationId
    fund: FundId
    project: ProjectId
    amount: Money
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class SpendingPaid:
    TYPE: ClassVar = "projects.spending_paid.v1"
    payment: PaymentId
    project: ProjectId
    fund: FundId
    account: AccountId
    amount: Money
    kind: str = "payment"


@dataclass(frozen=True, slots=True)
class PaymentReversed:
    TYPE: ClassVar = "projects.payment_reversed.v1"
    payment: PaymentId
    project: ProjectId
    fund: FundId
    account: AccountId
    amount: Money
    kind: str = "payment"


@dataclass(frozen=True, slots=True)
class AdvanceSettled:
    TYPE: ClassVar = "projects.advance_settled.v1"
    settlement: PaymentId
    project: ProjectId
    fund: FundId
    account: AccountId
    amount: Money


@dataclass(frozen=True, slots=True)
class PersonHidden:
    TYPE: ClassVar = "members.person_hidden.v1"
    person: PartyId


@dataclass(frozen=True, slots=True)
class PersonErased:
    TYPE: ClassVar = "members.person_erased.v1"
    person: PartyId


OfMembers = PersonHidden | PersonErased
OfProjects = (
    ProjectProposed
    | ProjectApproved
    | ProjectCancelled
    | ProjectClosed
    | AllocationReturned
    | SpendingPaid
    | PaymentReversed
    | AdvanceSettled
)

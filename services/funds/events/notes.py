"""What other services' facts leave here. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kernel.money import Money
from services.funds.events.ids import AccountId, AllocationId, FundId, Part, PartyId, PaymentId, ProjectId


@dataclass(frozen=True, slots=True)
class AllocationReturnNoted:
    """The projects service gave it back: available again. Subject: the allocation."""

    TYPE: ClassVar = "funds.allocation_return_noted.v1"
    allocation: AllocationId
    fund: FundId
    project: ProjectId
    amount: Money
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class PaymentNoted:
    """Projects spent it out of `fund`'s commitment; negative: reversed a payment. Subject: the payment.

    An advance is spent when it is settled: then the subject is the settlement.
    """

    TYPE: ClassVar = "funds.payment_noted.v1"
    payment: PaymentId
    fund: FundId
    project: ProjectId
    account: AccountId
    amount: Money


@dataclass(frozen=True, slots=True)
class ProjectNoted:
    """What allocations and restrictions need to know of a project. Subject: the project.

    `approved`: money may be committed to it; where no policy held at its proposal, it needs no approval.
    """

    TYPE: ClassVar = "funds.project_noted.v1"
    project: ProjectId
    code: str
    category: str | None
    open: bool
    approved: bool = True


@dataclass(frozen=True, slots=True)
class PersonErasureNoted:
    """From here on nothing new names the person; `erased`: what we sealed of them is gone. Subject: they."""

    TYPE: ClassVar = "funds.person_erasure_noted.v1"
    person: PartyId
    erased: bool


Fact = AllocationReturnNoted | PaymentNoted | ProjectNoted | PersonErasureNoted

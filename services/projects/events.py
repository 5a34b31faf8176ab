"""What the projects service records: projects, the money that they hold, spending and its payment. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal, NewType

from kernel.money import Money
from kernel.sealed import Sealed

ProjectId = NewType("ProjectId", str)
SpendingId = NewType("SpendingId", str)
PaymentId = NewType("PaymentId", str)
ReversalId = NewType("ReversalId", str)
FundId = NewType("FundId", str)
AccountId = NewType("AccountId", str)
AllocationId = NewType("AllocationId", str)
PartyId = NewType("PartyId", str)


@dataclass(frozen=True, slots=True)
class Restriction:
    """As the funds service gave it: one project (its id) or a category."""

    kind: Literal["project", "category"]
    value: str


@dataclass(frozen=True, slots=True)
class Part:
    """So much (minor units) of an allocation under one restriction; None: unrestricted."""

    restriction: Restriction | None
    minor: int


@dataclass(frozen=True, slots=True)
class Share:
    """So much (minor units) of a payment out of one allocation, under one restriction."""

    allocation: AllocationId
    restriction: Restriction | None
    minor: int


@dataclass(frozen=True, slots=True)
class ProjectProposed:
    """Subject: the project."""

    TYPE: ClassVar = "projects.project_proposed.v1"
    project: ProjectId
    code: str
    name: str
    purpose: str
    category: str | None


@dataclass(frozen=True, slots=True)
class ProjectClosed:
    """Nothing more is spent; what was left went back before, in the same batch. Subject: the project."""

    TYPE: ClassVar = "projects.project_closed.v1"
    project: ProjectId


@dataclass(frozen=True, slots=True)
class AccountNoted:
    """A money account of the funds service, to pay from. Subject: the account."""

    TYPE: ClassVar = "projects.account_noted.v1"
    account: AccountId
    code: str
    currency: str
    legal_holder: str


@dataclass(frozen=True, slots=True)
class FundNoted:
    """A fund of the funds service. Subject: the fund."""

    TYPE: ClassVar = "projects.fund_noted.v1"
    fund: FundId
    code: str
    currency: str
    legal_holder: str


@dataclass(frozen=True, slots=True)
class FundFrozenNoted:
    """The fund is over-committed (`frozen`) or covered again: payments stop, or go on. Subject: the fund."""

    TYPE: ClassVar = "projects.fund_frozen_noted.v1"
    fund: FundId
    frozen: bool


@dataclass(frozen=True, slots=True)
class AllocationNoted:
    """The project holds so much of the fund's money. Subject: the allocation."""

    TYPE: ClassVar = "projects.allocation_noted.v1"
    allocation: AllocationId
    fund: FundId
    project: ProjectId
    amount: Money
    parts: tuple[Part, ...]


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


@dataclass(frozen=True, slots=True)
class SpendingRequested:
    """Someone asks to pay `payee`. `attachments` are SHA-256 (hex) of the papers. Subject: the spending."""

    TYPE: ClassVar = "projects.spending_requested.v1"
    spending: SpendingId
    project: ProjectId
    fund: FundId
    payee: PartyId
    amount: Money
    purpose: str
    attachments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SpendingApproved:
    """From now on the sum is reserved, and owed to `payee`. Subject: the spending."""

    TYPE: ClassVar = "projects.spending_approved.v1"
    spending: SpendingId
    project: ProjectId
    fund: FundId
    payee: PartyId
    amount: Money


@dataclass(frozen=True, slots=True)
class SpendingRejected:
    """Subject: the spending."""

    TYPE: ClassVar = "projects.spending_rejected.v1"
    spending: SpendingId
    project: ProjectId
    fund: FundId
    reason: Sealed | None


@dataclass(frozen=True, slots=True)
class SpendingCancelled:
    """Nothing more of it is paid. `released`: what was reserved till now. Subject: the spending."""

    TYPE: ClassVar = "projects.spending_cancelled.v1"
    spending: SpendingId
    project: ProjectId
    fund: FundId
    released: Money
    reason: Sealed


@dataclass(frozen=True, slots=True)
class SpendingPaid:
    """A payment, whole or in part; `shares` sum to `amount`. Subject: the spending.

    It may be dated before the approval (`approved_on`), which alone reserved what it takes.
    """

    TYPE: ClassVar = "projects.spending_paid.v1"
    payment: PaymentId
    spending: SpendingId
    project: ProjectId
    fund: FundId
    account: AccountId
    payee: PartyId
    amount: Money
    shares: tuple[Share, ...]
    purpose: str
    reference: str | None
    approved_on: date | None = None


@dataclass(frozen=True, slots=True)
class PaymentReversalRequested:
    """Awaits the second person. Subject: the spending."""

    TYPE: ClassVar = "projects.payment_reversal_requested.v1"
    reversal: ReversalId
    payment: PaymentId
    spending: SpendingId
    reason: Sealed


@dataclass(frozen=True, slots=True)
class PaymentReversalWithdrawn:
    """A treasurer takes the request back: the payment stands. Subject: the spending."""

    TYPE: ClassVar = "projects.payment_reversal_withdrawn.v1"
    reversal: ReversalId
    payment: PaymentId
    spending: SpendingId
    reason: Sealed


@dataclass(frozen=True, slots=True)
class PaymentReversalRejected:
    """The chair does not agree: the payment stands. Subject: the spending."""

    TYPE: ClassVar = "projects.payment_reversal_rejected.v1"
    reversal: ReversalId
    payment: PaymentId
    spending: SpendingId
    reason: Sealed


@dataclass(frozen=True, slots=True)
class PaymentReversed:
    """The money is back (or never left). Subject: the spending.

    `original_on`: the accounting date of the payment, whose regime posts the reversal. `still_owed`: reserved
    again under the spending; where that was cancelled it is not, and the money is the project's.
    """

    TYPE: ClassVar = "projects.payment_reversed.v1"
    reversal: ReversalId
    payment: PaymentId
    spending: SpendingId
    project: ProjectId
    fund: FundId
    account: AccountId
    payee: PartyId
    amount: Money
    shares: tuple[Share, ...]
    original_on: date
    still_owed: bool


@dataclass(frozen=True, slots=True)
class PersonErasureNoted:
    """From here on nothing new names the person; `erased`: what we sealed of them is gone. Subject: they."""

    TYPE: ClassVar = "projects.person_erasure_noted.v1"
    person: PartyId
    erased: bool


Fact = (
    ProjectProposed
    | ProjectClosed
    | AccountNoted
    | FundNoted
    | FundFrozenNoted
    | AllocationNoted
    | AllocationReturned
    | SpendingRequested
    | SpendingApproved
    | SpendingRejected
    | SpendingCancelled
    | SpendingPaid
    | PaymentReversalRequested
    | PaymentReversalWithdrawn
    | PaymentReversalRejected
    | PaymentReversed
    | PersonErasureNoted
)

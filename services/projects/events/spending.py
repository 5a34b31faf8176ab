"""Spending: asked for, approved, rejected, cancelled, paid. Pure.

Who has the `invoice` that a spending names, `invoices` tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kernel.money import Money
from kernel.sealed import Sealed
from policy.terms import Approvals
from services.projects.events.decisions import ResolutionId
from services.projects.events.ids import (
    AccountId,
    FundId,
    Invoice,
    PartyId,
    PaymentId,
    ProjectId,
    Retention,
    Share,
    SpendingId,
    SpendingKind,
)


@dataclass(frozen=True, slots=True)
class SpendingRequested:
    """Someone asks to pay `payee`. `attachments` are SHA-256 (hex) of the papers. Subject: the spending.

    `seller`: who wrote the invoice. `retention`: what is kept back of `amount`, and until when.
    `asked_on`: the day on which it was written down; by the accounts it may be of an earlier one. Tiers
    count by both, also what was asked for when no policy held. `payee_name`: the payee's, as names are
    compared (and erased with them): who was named twice is counted once.
    """

    TYPE: ClassVar = "projects.spending_requested.v1"
    spending: SpendingId
    project: ProjectId
    fund: FundId
    payee: PartyId
    amount: Money
    purpose: str
    attachments: tuple[str, ...]
    asked_on: date
    kind: SpendingKind = "payment"
    category: str | None = None
    invoice: Invoice | None = None
    seller: Sealed | None = None
    retention: Retention | None = None
    payee_name: Sealed | None = None


@dataclass(frozen=True, slots=True)
class SpendingPapersAdded:
    """More papers of it, or the invoice that was not there yet. Subject: the spending."""

    TYPE: ClassVar = "projects.spending_papers_added.v1"
    spending: SpendingId
    project: ProjectId
    fund: FundId
    attachments: tuple[str, ...]
    invoice: Invoice | None
    seller: Sealed | None


@dataclass(frozen=True, slots=True)
class SpendingApprovalGiven:
    """One of those whom the policy asks agrees. Subject: the spending.

    `roles`: those of theirs that the policy asks for. `resolution`: the one that they name, if any.
    `lacking`: whose approvals the tier asks for beside.
    """

    TYPE: ClassVar = "projects.spending_approval_given.v1"
    spending: SpendingId
    project: ProjectId
    fund: FundId
    by: PartyId
    roles: tuple[str, ...]
    resolution: ResolutionId | None
    lacking: tuple[Approvals, ...]


@dataclass(frozen=True, slots=True)
class SpendingApproved:
    """From now on the sum is reserved, and owed to `payee`. Subject: the spending.

    `resolution`: under which it was; `noticed`: nothing is paid before its public notice is over. `needed`:
    the approvals that were asked for, each of another human.
    """

    TYPE: ClassVar = "projects.spending_approved.v1"
    spending: SpendingId
    project: ProjectId
    fund: FundId
    payee: PartyId
    amount: Money
    resolution: ResolutionId | None = None
    noticed: bool = False
    needed: tuple[Approvals, ...] = ()


@dataclass(frozen=True, slots=True)
class SpendingRejected:
    """`uncounted`: what no tier counts any more. Subject: the spending."""

    TYPE: ClassVar = "projects.spending_rejected.v1"
    spending: SpendingId
    project: ProjectId
    fund: FundId
    reason: Sealed | None
    uncounted: Money | None = None


@dataclass(frozen=True, slots=True)
class SpendingCancelled:
    """Nothing more of it is paid. `released`: what was reserved till now. Subject: the spending.

    `uncounted`: what no tier counts any more; what was paid, it counts. `resolution`: the one under which
    `released` may be spent again.
    """

    TYPE: ClassVar = "projects.spending_cancelled.v1"
    spending: SpendingId
    project: ProjectId
    fund: FundId
    released: Money
    reason: Sealed
    uncounted: Money | None = None
    resolution: ResolutionId | None = None


@dataclass(frozen=True, slots=True)
class SpendingPaid:
    """A payment, whole or in part; `shares` sum to `amount`. Subject: the spending.

    Of an advance (`kind`) it is no cost yet: what it was spent on is told when it is settled.

    It is of no earlier day than the approval (`approved_on`), which reserved what it takes.
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
    kind: SpendingKind = "payment"
    invoice: Invoice | None = None


Fact = (
    SpendingRequested
    | SpendingPapersAdded
    | SpendingApprovalGiven
    | SpendingApproved
    | SpendingRejected
    | SpendingCancelled
    | SpendingPaid
)

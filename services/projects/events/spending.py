"""Spending: asked for, approved, rejected, cancelled, paid. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kernel.money import Money
from kernel.sealed import Sealed
from services.projects.events.ids import AccountId, FundId, PartyId, PaymentId, ProjectId, Share, SpendingId


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


Fact = SpendingRequested | SpendingApproved | SpendingRejected | SpendingCancelled | SpendingPaid

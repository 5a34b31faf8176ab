"""What later decisions need to know, and no more. Pure.

AccountNoted and FundNoted are documents of their own, found by code as well as by id.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from kernel.money import Money
from services.projects.domain.pools import Pool
from services.projects.events import (
    AccountId,
    FundId,
    PartyId,
    PaymentId,
    ProjectId,
    ReversalId,
    Share,
    SpendingId,
)

State = Literal["requested", "approved", "rejected", "partly_paid", "paid", "cancelled"]
ReversalState = Literal["requested", "confirmed", "withdrawn", "rejected"]


@dataclass(frozen=True, slots=True)
class Project:
    """By id."""

    code: str
    category: str | None
    open: bool


@dataclass(frozen=True, slots=True)
class ProjectCode:
    """By code: whose it is."""

    project: ProjectId


@dataclass(frozen=True, slots=True)
class ProjectFunds:
    """By project, also one that is not known here: the funds whose money it was ever given."""

    funds: tuple[FundId, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectFund:
    """By `in_project`: one fund's money in one project."""

    allocated: Money
    returned: Money
    reserved: Money
    """Approved and not paid."""
    spent: Money
    since: date | None = None
    """The earliest accounting date of its allocations: before it the project had none of this money."""
    pools: tuple[Pool, ...] = ()

    @property
    def remaining(self) -> Money:
        """What may still be approved, or returned."""
        return self.allocated - self.returned - self.reserved - self.spent


@dataclass(frozen=True, slots=True)
class FundFreeze:
    """By fund: whether payments out of it wait. A fund that was never over-committed has none."""

    frozen: bool


@dataclass(frozen=True, slots=True)
class Allocation:
    """By id, loaded when it is asked for; what is left of it stands in `ProjectFund.pools`."""

    fund: FundId
    project: ProjectId
    amount: Money
    returned: Money


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment of a spending, on its accounting date.

    `reversal`: asked for, and neither withdrawn nor rejected; `reversed`: confirmed too.
    """

    payment: PaymentId
    account: AccountId
    amount: Money
    shares: tuple[Share, ...]
    paid_on: date
    reversal: ReversalId | None = None
    reversed: bool = False


@dataclass(frozen=True, slots=True)
class Spending:
    """By id, loaded when it is asked for."""

    project: ProjectId
    fund: FundId
    payee: PartyId
    amount: Money
    purpose: str
    requester: str
    state: State = "requested"
    approver: str | None = None
    approved_on: date | None = None
    payments: tuple[Payment, ...] = ()

    @property
    def paid(self) -> Money:
        """What was paid and not reversed."""
        kept = sum(one.amount.minor for one in self.payments if not one.reversed)
        return Money(kept, self.amount.currency)

    @property
    def unpaid(self) -> Money:
        return self.amount - self.paid

    def payment(self, payment: PaymentId) -> Payment | None:
        return next((one for one in self.payments if one.payment == payment), None)

    def with_payments(self, payments: tuple[Payment, ...]) -> Spending:
        """In the state that `payments` put it in."""
        after = replace(self, payments=payments)
        if self.state == "cancelled":
            return after
        if not after.unpaid:
            return replace(after, state="paid")
        return replace(after, state="partly_paid" if after.paid else "approved")


@dataclass(frozen=True, slots=True)
class PendingReversal:
    """By reversal: the payment that it would reverse, and whether it still may."""

    spending: SpendingId
    payment: PaymentId
    requester: str
    state: ReversalState = "requested"


def in_project(project: ProjectId, fund: FundId) -> str:
    """The key of a `ProjectFund`."""
    return f"{project}|{fund}"

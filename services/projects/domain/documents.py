"""What later decisions need to know, and no more. Pure.

AccountNoted and FundNoted are documents of their own, found by code as well as by id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal

from kernel.money import Money
from kernel.sealed import Sealed
from policy.terms import Approvals
from services.projects.domain import pools
from services.projects.domain.pools import Pool
from services.projects.events import (
    AccountId,
    AllocationId,
    FundId,
    Invoice,
    MemberId,
    PartyId,
    PaymentId,
    ProjectId,
    Retention,
    ReversalId,
    Share,
    SpendingId,
    SpendingKind,
)
from services.projects.events.decisions import ResolutionId

State = Literal["requested", "approved", "rejected", "partly_paid", "paid", "cancelled"]
ProjectState = Literal["open", "proposed", "approved", "accepted", "closed", "cancelled"]
"""Without a policy on the day of its proposal a project is `open` at once, and never proposed or approved."""
ReversalState = Literal["requested", "confirmed", "withdrawn", "rejected"]


@dataclass(frozen=True, slots=True)
class Side:
    """A member unit, and who answers for it, if one is named."""

    member: MemberId
    person: PartyId | None


@dataclass(frozen=True, slots=True)
class Project:
    """By id. `proposed_on`: the day whose policy it lives under, where it needs approval.

    `needs_notice`: it is not approved before a notice about it is over.
    `askers`: who asked for its spending, or wrote that down: they do not accept it.
    """

    code: str
    category: str | None
    open: bool
    state: ProjectState = "open"
    proposed_on: date | None = None
    lead: Side | None = None
    supervisor: Side | None = None
    askers: frozenset[str] = frozenset()
    needs_notice: bool = False


@dataclass(frozen=True, slots=True)
class Proposals:
    """One, under `PROPOSALS`: the projects that wait for approval, each with its adopted resolution, if any.

    What else they wait for, time brings, or an answer.
    """

    waiting: Mapping[ProjectId, ResolutionId | None] = field(default_factory=dict)


PROPOSALS: Final = "proposals"


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
    advanced: Money
    """Paid out as advances that are not settled yet."""
    since: date | None = None
    """The earliest accounting date of its allocations: before it the project had none of this money."""
    pools: tuple[Pool, ...] = ()
    under: Mapping[AllocationId, ResolutionId] = field(default_factory=dict)
    """The resolutions of those allocations that were decided under one."""

    def decided_by(self) -> frozenset[str]:
        """The allocations whose money is here, and their resolutions."""
        here = {pool.allocation for pool in self.pools}
        return frozenset({*here, *(self.under[one] for one in here & self.under.keys())})

    @property
    def remaining(self) -> Money:
        """What may still be approved, or returned."""
        return self.allocated - self.returned - self.reserved - self.spent - self.advanced


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
class Approval:
    """One person's yes to a spending. `hands`: whoever had a hand in it, also by writing it down."""

    by: str
    hands: frozenset[str]
    on: date
    roles: tuple[str, ...] = ()
    resolution: ResolutionId | None = None


@dataclass(frozen=True, slots=True)
class Spending:
    """By id, loaded when it is asked for."""

    project: ProjectId
    fund: FundId
    payee: PartyId
    amount: Money
    purpose: str
    requester: str
    asked_on: date
    occurred_on: date
    state: State = "requested"
    approver: str | None = None
    approved_on: date | None = None
    payments: tuple[Payment, ...] = ()
    kind: SpendingKind = "payment"
    attachments: tuple[str, ...] = ()
    invoice: Invoice | None = None
    retention: Retention | None = None
    approvals: tuple[Approval, ...] = ()
    resolution: ResolutionId | None = None
    noticed: bool = False
    needed: tuple[Approvals, ...] = ()
    out: tuple[Pool, ...] = ()
    """Of an advance: what is paid and not settled, in the pools that it came from."""
    payee_name: Sealed | None = None
    topped_up: int = 0
    """Of an advance: paid beside it when it was settled, in minor units."""

    @property
    def approvers(self) -> frozenset[str]:
        """Everybody who had a hand in an approval."""
        return frozenset[str]().union(*(one.hands for one in self.approvals))

    @property
    def outstanding(self) -> Money:
        """Of an advance: paid and not settled."""
        return Money(pools.left(self.out), self.amount.currency)

    def all_out(self, payment: Payment) -> bool:
        """Of an advance: whether nothing of that payment is settled yet."""
        return all(one.minor >= 0 for one in pools.less(self.out, payment.shares))

    def retained(self, on: date) -> Money:
        """What is not to be paid on that day yet, though it is owed."""
        kept = self.retention
        minor = kept.minor if kept is not None and on < kept.until else 0
        return Money(min(minor, self.unpaid.minor), self.amount.currency)

    @property
    def paid(self) -> Money:
        """What was paid and not reversed."""
        kept = sum(one.amount.minor for one in self.payments if not one.reversed)
        return Money(kept, self.amount.currency)

    @property
    def unpaid(self) -> Money:
        return self.amount - self.paid - Money(self.topped_up, self.amount.currency)

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


@dataclass(frozen=True, slots=True)
class Asked:
    """So much (minor units) of a request, neither rejected nor cancelled, and the days by which it counts.

    `asked_on`: when it was written down. `name`: the payee's, sealed as names are compared.
    """

    spending: SpendingId
    payee: PartyId
    name: Sealed | None
    asked_on: date
    occurred_on: date
    currency: str
    minor: int


@dataclass(frozen=True, slots=True)
class Requests:
    """By project: what tiers count together, the oldest first; none older than any policy's window."""

    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True, slots=True)
class Advance:
    """What is not settled of one advance, in minor units, and since when it is out."""

    spending: SpendingId
    payee: PartyId
    since: date
    minor: int


@dataclass(frozen=True, slots=True)
class Advances:
    """One, under `ADVANCES`: those that are not settled, of whatever payee and project."""

    out: tuple[Advance, ...] = ()


ADVANCES: Final = "advances"


@dataclass(frozen=True, slots=True)
class Alias:
    """By person: whose second registration they are."""

    of: PartyId


@dataclass(frozen=True, slots=True)
class Aliases:
    """By person: their other registrations."""

    people: tuple[PartyId, ...] = ()


def in_project(project: ProjectId, fund: FundId) -> str:
    """The key of a `ProjectFund`."""
    return f"{project}|{fund}"

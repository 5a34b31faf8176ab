"""How documents follow from facts: `keys` says which ones a fact changes, `evolve` says how. Pure.

Nothing is checked here: what stands in the log was right when it was written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final, assert_never, cast

from kernel.domain import Told
from kernel.gone import Gone, evolve_gone
from kernel.money import Money
from services.projects.domain import pools
from services.projects.domain.documents import (
    Allocation,
    FundFreeze,
    Payment,
    PendingReversal,
    Project,
    ProjectCode,
    ProjectFund,
    ProjectFunds,
    Spending,
    in_project,
)
from services.projects.events import (
    AccountNoted,
    AllocationNoted,
    AllocationReturned,
    Fact,
    FundFrozenNoted,
    FundNoted,
    PaymentId,
    PaymentReversalRejected,
    PaymentReversalRequested,
    PaymentReversalWithdrawn,
    PaymentReversed,
    PersonErasureNoted,
    ProjectClosed,
    ProjectProposed,
    Share,
    SpendingApproved,
    SpendingCancelled,
    SpendingPaid,
    SpendingRejected,
    SpendingRequested,
)


def keys(fact: Fact) -> Sequence[tuple[type, str]]:  # noqa: C901, PLR0911, PLR0912 - one case per fact
    """The (kind, id) of every document that `fact` changes."""
    match fact:
        case ProjectProposed():
            return [(Project, fact.project), (ProjectCode, fact.code)]
        case ProjectClosed():
            return [(Project, fact.project)]
        case AccountNoted():
            return [(AccountNoted, fact.account), (AccountNoted, fact.code)]
        case FundNoted():
            return [(FundNoted, fact.fund), (FundNoted, fact.code)]
        case FundFrozenNoted():
            return [(FundFreeze, fact.fund)]
        case AllocationNoted():
            return [
                (Allocation, fact.allocation),
                (ProjectFunds, fact.project),
                (ProjectFund, in_project(fact.project, fact.fund)),
            ]
        case AllocationReturned():
            return [(Allocation, fact.allocation), (ProjectFund, in_project(fact.project, fact.fund))]
        case SpendingRequested() | SpendingRejected():
            return [(Spending, fact.spending)]
        case SpendingApproved() | SpendingCancelled() | SpendingPaid():
            return [(Spending, fact.spending), (ProjectFund, in_project(fact.project, fact.fund))]
        case PaymentReversalRequested() | PaymentReversalWithdrawn() | PaymentReversalRejected():
            return [(Spending, fact.spending), (PendingReversal, fact.reversal)]
        case PaymentReversed():
            return [
                (Spending, fact.spending),
                (PendingReversal, fact.reversal),
                (ProjectFund, in_project(fact.project, fact.fund)),
            ]
        case PersonErasureNoted():
            return [(Gone, fact.person)]
        case _:
            assert_never(fact)


def evolve(kind: type, document: Any, told: Told) -> object:
    """The document of `kind` after what was told."""
    return EVOLVE[kind](document, told)


def _itself(_: object, told: Told) -> object:
    """The fact is the document."""
    return told.fact


def _project(before: Project, told: Told) -> Project:
    fact: ProjectProposed | ProjectClosed = told.fact
    match fact:
        case ProjectProposed():
            return Project(fact.code, fact.category, open=True)
        case ProjectClosed():
            return replace(before, open=False)
        case _:
            assert_never(fact)


def _project_code(_: ProjectCode | None, told: Told) -> ProjectCode:
    fact: ProjectProposed = told.fact
    return ProjectCode(fact.project)


def _project_funds(before: ProjectFunds | None, told: Told) -> ProjectFunds:
    fact: AllocationNoted = told.fact
    funds = before.funds if before else ()
    return ProjectFunds(funds if fact.fund in funds else (*funds, fact.fund))


OfMoney = (
    AllocationNoted
    | AllocationReturned
    | SpendingApproved
    | SpendingCancelled
    | SpendingPaid
    | PaymentReversed
)


def _project_fund(before: ProjectFund | None, told: Told) -> ProjectFund:
    fact: OfMoney = told.fact
    currency = (fact.released if isinstance(fact, SpendingCancelled) else fact.amount).currency
    nothing = Money(0, currency)
    held = before or ProjectFund(nothing, nothing, nothing, nothing)
    match fact:
        case AllocationNoted():
            arrived = pools.of(fact.allocation, fact.parts)
            return replace(
                held,
                allocated=held.allocated + fact.amount,
                since=min((day for day in (held.since, told.occurred_on) if day), default=None),
                pools=(*held.pools, *arrived),
            )
        case AllocationReturned():
            shares = [Share(fact.allocation, part.restriction, part.minor) for part in fact.parts]
            left = pools.less(held.pools, shares)
            return replace(held, returned=held.returned + fact.amount, pools=left)
        case SpendingApproved():
            return replace(held, reserved=held.reserved + fact.amount)
        case SpendingCancelled():
            return replace(held, reserved=held.reserved - fact.released)
        case SpendingPaid():
            return replace(
                held,
                reserved=held.reserved - fact.amount,
                spent=held.spent + fact.amount,
                pools=pools.less(held.pools, fact.shares),
            )
        case PaymentReversed():
            return replace(
                held,
                reserved=held.reserved + fact.amount if fact.still_owed else held.reserved,
                spent=held.spent - fact.amount,
                pools=pools.more(held.pools, fact.shares),
            )
        case _:
            assert_never(fact)


def _fund_freeze(_: FundFreeze | None, told: Told) -> FundFreeze:
    fact: FundFrozenNoted = told.fact
    return FundFreeze(fact.frozen)


def _allocation(before: Allocation, told: Told) -> Allocation:
    fact: AllocationNoted | AllocationReturned = told.fact
    match fact:
        case AllocationNoted():
            return Allocation(fact.fund, fact.project, fact.amount, Money(0, fact.amount.currency))
        case AllocationReturned():
            return replace(before, returned=before.returned + fact.amount)
        case _:
            assert_never(fact)


def _spending(before: Spending, told: Told) -> Spending:  # noqa: PLR0911 - one case per fact
    fact: (
        SpendingRequested
        | SpendingApproved
        | SpendingRejected
        | SpendingCancelled
        | SpendingPaid
        | PaymentReversalRequested
        | PaymentReversalWithdrawn
        | PaymentReversalRejected
        | PaymentReversed
    ) = told.fact
    match fact:
        case SpendingRequested():
            requester = told.actor["person"]
            return Spending(fact.project, fact.fund, fact.payee, fact.amount, fact.purpose, requester)
        case SpendingApproved():
            return replace(
                before, state="approved", approver=told.actor["person"], approved_on=told.occurred_on
            )
        case SpendingRejected():
            return replace(before, state="rejected")
        case SpendingCancelled():
            return replace(before, state="cancelled")
        case SpendingPaid():
            payment = Payment(fact.payment, fact.account, fact.amount, fact.shares, _day(told))
            return before.with_payments((*before.payments, payment))
        case PaymentReversalRequested():
            return _changed(before, fact.payment, reversal=fact.reversal)
        case PaymentReversalWithdrawn() | PaymentReversalRejected():
            return _changed(before, fact.payment, reversal=None)
        case PaymentReversed():
            return _changed(before, fact.payment, reversed=True)
        case _:
            assert_never(fact)


def _changed(before: Spending, payment: PaymentId, **changes: Any) -> Spending:
    """One of the payments changed, and the spending in the state that this puts it in."""
    return before.with_payments(
        tuple(replace(one, **changes) if one.payment == payment else one for one in before.payments)
    )


def _day(told: Told) -> date:
    """The accounting date: no payment is said without one."""
    return cast("date", told.occurred_on)


def _pending_reversal(before: PendingReversal, told: Told) -> PendingReversal:
    fact: PaymentReversalRequested | PaymentReversalWithdrawn | PaymentReversalRejected | PaymentReversed = (
        told.fact
    )
    match fact:
        case PaymentReversalRequested():
            return PendingReversal(fact.spending, fact.payment, told.actor["person"])
        case PaymentReversed():
            return replace(before, state="confirmed")
        case PaymentReversalWithdrawn():
            return replace(before, state="withdrawn")
        case PaymentReversalRejected():
            return replace(before, state="rejected")
        case _:
            assert_never(fact)


EVOLVE: Final[Mapping[type, Callable[[Any, Told], object]]] = {
    AccountNoted: _itself,
    Allocation: _allocation,
    FundFreeze: _fund_freeze,
    FundNoted: _itself,
    PendingReversal: _pending_reversal,
    Gone: evolve_gone,
    Project: _project,
    ProjectCode: _project_code,
    ProjectFund: _project_fund,
    ProjectFunds: _project_funds,
    Spending: _spending,
}

"""What becomes of the money that a project holds: it arrives, is reserved and spent, and goes back. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, assert_never

from kernel.domain import Evolve, Keys, Told
from kernel.money import Money
from services.projects.domain import pools
from services.projects.domain.documents import Allocation, ProjectFund, ProjectFunds, in_project
from services.projects.events import (
    AdvanceSettled,
    AllocationNoted,
    AllocationReturned,
    PaymentReversed,
    Share,
    SpendingApproved,
    SpendingCancelled,
    SpendingPaid,
)
from services.projects.events.allocations import Fact


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    match fact:
        case AllocationNoted():
            return [
                (Allocation, fact.allocation),
                (ProjectFunds, fact.project),
                (ProjectFund, in_project(fact.project, fact.fund)),
            ]
        case AllocationReturned():
            return [(Allocation, fact.allocation), (ProjectFund, in_project(fact.project, fact.fund))]
        case _:
            assert_never(fact)


def _allocation(before: Allocation, told: Told) -> Allocation:
    fact: AllocationNoted | AllocationReturned = told.fact
    match fact:
        case AllocationNoted():
            return Allocation(fact.fund, fact.project, fact.amount, Money(0, fact.amount.currency))
        case AllocationReturned():
            return replace(before, returned=before.returned + fact.amount)
        case _:
            assert_never(fact)


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
    | AdvanceSettled
)


def _project_fund(before: ProjectFund | None, told: Told) -> ProjectFund:  # noqa: PLR0911 - one case per fact
    fact: OfMoney = told.fact
    currency = (fact.released if isinstance(fact, SpendingCancelled) else fact.amount).currency
    nothing = Money(0, currency)
    held = before or ProjectFund(nothing, nothing, nothing, nothing, nothing)
    match fact:
        case AllocationNoted():
            arrived = pools.of(fact.allocation, fact.parts)
            return replace(
                held,
                allocated=held.allocated + fact.amount,
                since=min((day for day in (held.since, told.occurred_on) if day), default=None),
                pools=(*held.pools, *arrived),
                under={**held.under, fact.allocation: fact.resolution} if fact.resolution else held.under,
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
                _gone_out(held, fact, fact.amount),
                reserved=held.reserved - fact.amount,
                pools=pools.less(held.pools, fact.shares),
            )
        case PaymentReversed():
            return replace(
                _gone_out(held, fact, -fact.amount),
                reserved=held.reserved + fact.amount if fact.still_owed else held.reserved,
                pools=pools.more(held.pools, fact.shares),
            )
        case AdvanceSettled():
            return replace(
                held,
                reserved=held.reserved - fact.topped_up,
                spent=held.spent + fact.amount,
                advanced=held.advanced - (fact.amount - fact.topped_up) - fact.returned,
                pools=pools.more(pools.less(held.pools, fact.extra), fact.back),
            )
        case _:
            assert_never(fact)


def _gone_out(held: ProjectFund, fact: SpendingPaid | PaymentReversed, amount: Money) -> ProjectFund:
    """What left the account is spent, or an advance that is still to be settled."""
    if fact.kind == "advance":
        return replace(held, advanced=held.advanced + amount)
    return replace(held, spent=held.spent + amount)


EVOLVE: Final[Mapping[type, Evolve]] = {
    Allocation: _allocation,
    ProjectFunds: _project_funds,
    ProjectFund: _project_fund,
}

"""Allocations go back to their fund: what is neither spent nor reserved, and nothing else. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.money import Money
from services.projects.domain import lookup, pools
from services.projects.domain.allocations.commands import ReturnAllocation
from services.projects.domain.allocations.returns import returned
from services.projects.domain.documents import Allocation, ProjectFund, in_project
from services.projects.errors import Insufficient, NotNoted


def give_back(view: View, command: ReturnAllocation, given: Given) -> Sequence[Saying]:
    """Raises: NotNoted, OtherCurrency, Insufficient."""
    allocation = view.get(Allocation, command.allocation)
    held = allocation and view.get(ProjectFund, in_project(allocation.project, allocation.fund))
    if not (allocation and held):
        raise NotNoted("allocation", command.allocation, field="allocation")
    lookup.same_currency(command.amount, allocation.amount.currency)
    drawn_on = pools.to_return(held.pools, command.allocation)
    most = min(held.remaining, Money(pools.left(drawn_on), command.amount.currency))
    if command.amount > most:
        raise Insufficient(*lookup.as_args(most), field="amount")
    back = returned(
        command.allocation,
        fund=allocation.fund,
        project=allocation.project,
        amount=command.amount,
        shares=pools.draw(drawn_on, command.amount.minor),
        on=given.today,
        reason=command.reason,
        by_itself=False,
    )
    return [back]

"""So much of a fund is committed to a project."""

from __future__ import annotations

from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.money import Money
from services.funds.domain.allocations.commands import Allocate
from services.funds.domain.documents import Fund, Project
from services.funds.domain.figures import balanced
from services.funds.domain.lookup import find_fund, find_project, require_currency, require_date
from services.funds.errors import Insufficient, OverCommitted, ProjectIsClosed, ProjectNotApproved
from services.funds.events import AllocationId, AllocationMade, Part, Restriction


def allocate(view: View, command: Allocate, given: Given) -> list[Saying]:
    """Raises: NotFound, ProjectUnknown, ProjectIsClosed, ProjectNotApproved, CurrencyDiffers, OverCommitted,
    Insufficient.
    """
    fund = find_fund(view, command.fund)
    project = find_project(view, command.project)
    occurred_on = require_date(command.occurred_on, given)
    require_currency(command.amount, fund.currency)
    if not project.open:
        raise ProjectIsClosed(project.code, field="project")
    if not project.approved:
        raise ProjectNotApproved(project.code, field="project")
    if fund.lacks:
        raise OverCommitted(Money(fund.lacks, fund.currency))
    fact = AllocationMade(
        allocation=AllocationId(given.new_id("all")),
        fund=fund.fund,
        project=project.project,
        amount=command.amount,
        parts=draw(fund, project, command.amount),
        purpose=command.purpose,
    )
    return balanced(view, fact, occurred_on)


def draw(fund: Fund, project: Project, amount: Money) -> tuple[Part, ...]:
    """Where `amount` for `project` comes from: money for it, then for its category, then unrestricted.

    Money restricted to something else is never drawn on. Raises: Insufficient.
    """
    order: list[Restriction | None] = [Restriction("project", project.project)]
    if project.category is not None:
        order.append(Restriction("category", project.category))
    order.append(None)
    rooms = fund.room(*order)
    if amount.minor > sum(rooms):
        raise Insufficient(Money(sum(rooms), fund.currency))
    parts, left = [], amount.minor
    for restriction, room in zip(order, rooms, strict=True):
        if drawn := min(left, room):
            parts.append(Part(restriction, drawn))
            left -= drawn
    return tuple(parts)

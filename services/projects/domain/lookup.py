"""From the code or the id that a command names to the document, or the refusal that says what is missing."""

from __future__ import annotations

from datetime import date
from typing import Final

from kernel.documents import View
from kernel.domain import Given
from kernel.errors import InvalidInput, NotFound
from kernel.ids import folded
from kernel.money import Money, format_minor
from services.projects.domain.documents import (
    Alias,
    Aliases,
    Project,
    ProjectCode,
    ProjectFund,
    ProjectFunds,
    Spending,
    in_project,
)
from services.projects.errors import BeforeAllocation, NotNoted, OtherCurrency, ProjectIsClosed, WrongState
from services.projects.events import AccountNoted, FundId, FundNoted, PartyId, ProjectId, SpendingId

EARLIEST: Final = date(2000, 1, 1)
"""As in funds: an older date is a slip of the pen."""


def open_project(view: View, ref: str) -> ProjectId:
    """Raises: NotFound, ProjectIsClosed."""
    by_code = view.get(ProjectCode, folded(ref))
    project = by_code.project if by_code else ProjectId(ref)
    found = view.get(Project, project)
    if found is None:
        raise NotFound("project", ref, field="project")
    if not found.open:
        raise ProjectIsClosed(project)
    return project


def project(view: View, project: ProjectId) -> Project:
    """One that was found. Raises: NotFound."""
    found = view.get(Project, project)
    if found is None:
        raise NotFound("project", project, field="project")
    return found


def project_of(view: View, ref: str) -> ProjectId:
    """Of a code or an id, whatever became of the project. Raises: NotFound."""
    by_code = view.get(ProjectCode, folded(ref))
    found = by_code.project if by_code else ProjectId(ref)
    if view.get(Project, found) is None:
        raise NotFound("project", ref, field="project")
    return found


def is_done(view: View, project: ProjectId) -> bool:
    """Whether what `project` was for is done: accepted, or closed; not what was cancelled."""
    found = view.get(Project, project)
    return found is not None and found.state in ("accepted", "closed")


def is_open(view: View, project: ProjectId) -> bool:
    """Whether `project` is known and not closed."""
    found = view.get(Project, project)
    return found is not None and found.open


def fund(view: View, ref: str) -> FundNoted:
    """Raises: NotNoted."""
    found = view.get(FundNoted, folded(ref))
    if found is None:
        raise NotNoted("fund", ref, field="fund")
    return found


def account(view: View, ref: str) -> AccountNoted:
    """Raises: NotNoted."""
    found = view.get(AccountNoted, folded(ref))
    if found is None:
        raise NotNoted("account", ref, field="account")
    return found


def spending(view: View, ref: SpendingId) -> Spending:
    """Raises: NotFound."""
    found = view.get(Spending, ref)
    if found is None:
        raise NotFound("spending", ref, field="spending")
    return found


def requested(view: View, ref: SpendingId) -> Spending:
    """One that is neither approved nor rejected yet. Raises: NotFound, WrongState."""
    found = spending(view, ref)
    if found.state != "requested":
        raise WrongState(found.state)
    return found


def held(view: View, project: ProjectId, fund: FundNoted) -> ProjectFund:
    """What `project` has of `fund`; nothing, if it was never given any."""
    nothing = Money(0, fund.currency)
    found = view.get(ProjectFund, in_project(project, fund.fund))
    return found or ProjectFund(nothing, nothing, nothing, nothing, nothing)


def funds_of(view: View, project: ProjectId) -> list[tuple[FundId, ProjectFund]]:
    """What `project` has of every fund that it was ever given money of, in order of arrival."""
    known = view.get(ProjectFunds, project) or ProjectFunds()
    found = ((fund, view.get(ProjectFund, in_project(project, fund))) for fund in known.funds)
    return [(fund, one) for fund, one in found if one is not None]


def registrations(view: View, party: PartyId) -> frozenset[str]:
    """All that are known to be of one human, `party` among them."""
    alias = view.get(Alias, party)
    whose = party if alias is None else alias.of
    others = view.get(Aliases, whose) or Aliases()
    return frozenset({party, whose, *others.people})


def same_currency(amount: Money, currency: str, field: str = "amount") -> None:
    """Raises: OtherCurrency."""
    if amount.currency != currency:
        raise OtherCurrency(currency, field=field)


def occurred(on: date | None, given: Given) -> date:
    """The accounting date, today where none is given.

    Raises: InvalidInput for a day to come, or one before any books.
    """
    if on is not None and on > given.today:
        raise InvalidInput({"occurred_on": ["date.future"]})
    if on is not None and on < EARLIEST:
        raise InvalidInput({"occurred_on": ["date.too_early"]})
    return on or given.today


def since_allocated(held: ProjectFund, on: date) -> None:
    """Nothing is asked for or paid before the project had money of the fund. Raises: BeforeAllocation."""
    if held.since is not None and on < held.since:
        raise BeforeAllocation


def as_args(money: Money) -> tuple[str, str]:
    """The decimal and the currency, as a refusal tells them."""
    return format_minor(money.minor, money.currency), money.currency

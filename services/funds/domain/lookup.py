"""From the code or the id that a command names to the document, and what holds wherever money passes."""

from __future__ import annotations

from datetime import date
from typing import Final

from kernel.documents import View
from kernel.domain import Given
from kernel.errors import InvalidInput, NotFound
from kernel.money import Money
from services.funds.domain.documents import Account, Code, Donation, Fund, Placement, Project, code_key
from services.funds.errors import CurrencyDiffers, OtherHolder, OtherRestriction, ProjectUnknown
from services.funds.events import FundId, Historical, Restriction

EARLIEST: Final = date(2000, 1, 1)
"""No council keeps books of an earlier day: what bears such a date is mistyped."""


def find_fund(view: View, ref: str, field: str = "fund") -> Fund:
    """Raises: NotFound."""
    code = view.get(Code, code_key("fund", ref))
    fund = view.get(Fund, code.id if code else ref)
    if fund is None:
        raise NotFound("fund", ref, field=field)
    return fund


def find_account(view: View, ref: str, field: str = "account") -> Account:
    """Raises: NotFound."""
    code = view.get(Code, code_key("account", ref))
    account = view.get(Account, code.id if code else ref)
    if account is None:
        raise NotFound("account", ref, field=field)
    return account


def find_project(view: View, ref: str, field: str = "project") -> Project:
    """Raises: ProjectUnknown."""
    code = view.get(Code, code_key("project", ref))
    project = view.get(Project, code.id if code else ref)
    if project is None:
        raise ProjectUnknown(ref, field)
    return project


def find_restriction(view: View, restriction: Restriction | None) -> Restriction | None:
    """`restriction` with its project by id. Raises: ProjectUnknown."""
    if restriction is None or restriction.kind == "category":
        return restriction
    return Restriction("project", find_project(view, restriction.value, "restriction.value").project)


def restricted_in(view: View, fund: Fund, restriction: Restriction | None) -> Restriction | None:
    """How money for `fund` is restricted when `restriction` is asked for: the fund's own holds for all of it.

    Raises: ProjectUnknown, OtherRestriction.
    """
    asked = find_restriction(view, restriction)
    if fund.restriction is None:
        return asked
    if asked not in (None, fund.restriction):
        raise OtherRestriction(fund.code, field="restriction")
    return fund.restriction


def place(view: View, fund_ref: str, account_ref: str, amount: Money) -> tuple[Fund, Account]:
    """The fund and the account that money passes: of one holder, and both of the currency of `amount`.

    Raises: NotFound, OtherHolder, CurrencyDiffers.
    """
    fund, account = find_fund(view, fund_ref), find_account(view, account_ref)
    require_currency(amount, fund.currency)
    if account.currency != fund.currency:
        raise CurrencyDiffers(account.currency, fund.currency, field="account")
    require_holder(account.legal_holder, fund.legal_holder, "account")
    return fund, account


def places_of(view: View, donation: Donation) -> dict[tuple[FundId, Restriction | None], int]:
    """In which fund, and under which restriction, how much of the donation is left, in minor units."""
    places = {(donation.fact.fund, donation.fact.restriction): donation.left}
    moved = view.get(Placement, donation.fact.donation) or Placement()
    for place, minor in moved.moved.items():
        places[place] = places.get(place, 0) + minor
    return {place: max(0, minor) for place, minor in places.items()}


def require_currency(amount: Money, currency: str, field: str = "amount") -> None:
    """Raises: CurrencyDiffers."""
    if amount.currency != currency:
        raise CurrencyDiffers(amount.currency, currency, field=field)


def require_holder(holder: str, expected: str, field: str) -> None:
    """Raises: OtherHolder."""
    if holder != expected:
        raise OtherHolder(holder, expected, field=field)


def require_date(occurred_on: date, given: Given, historical: Historical | None = None) -> date:
    """`occurred_on`, if it may be an accounting date: of historical money out a day that is over.

    Money in needs no second person, so its mark gives no rights, and a list of gifts may be of today.

    Raises: InvalidInput.
    """
    if historical is not None and occurred_on >= given.today:
        raise InvalidInput({"occurred_on": ["date.not_past"]})
    if occurred_on > given.today:
        raise InvalidInput({"occurred_on": ["date.future"]})
    if occurred_on < EARLIEST:
        raise InvalidInput({"occurred_on": ["date.too_early"]})
    return occurred_on


def require_order(first: date, then: date, field: str) -> None:
    """Whether `then` may follow from what was on `first`; one day is enough. Raises: InvalidInput."""
    if then < first:
        raise InvalidInput({field: ["date.order"]})

"""A chart of accounts and its posting templates: versioned data, read from an already loaded mapping. Pure.

A treasurer corrects an account or a template in the data; nothing in here knows a code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, cast, get_args

from gateway.ledger.errors import ChartError

AccountType = Literal["asset", "liability", "net_assets", "income", "expense"]
Side = Literal["debit", "credit"]
Split = Literal["restriction", "agency"]

PLACES: Final = ("money", "agency", "target", "net_assets", "goods")
"""What a template may say in place of a code.

The money account, its agency sub-account, a transfer's target; the net assets by the money's restriction; the
stock of goods.
"""
RESTRICTED: Final = ("restricted", "unrestricted")
SUMS: Final = ("amount", "fee", "into", "returned", "topped_up")
"""What a template may post: the sum, its fee; of a settlement, what came back or was paid beside it."""
"""What a template may post: the sum, its fee; of a settlement, what came back or was paid beside it."""


@dataclass(frozen=True, slots=True)
class Account:
    """One account of the chart, with the codes of those of its sub-accounts that it has."""

    code: str
    name_zh: str
    name: str
    type: AccountType
    balance: Side
    restricted: str | None = None
    unrestricted: str | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """So much (`sum`) to the debit of one account and to the credit of another: always the same sum."""

    debit: str
    credit: str
    sum: str = "amount"


@dataclass(frozen=True, slots=True)
class Template:
    """How one kind of fact is posted, and by which rule (`basis`; "[D]": our own).

    `prior_year`: the template in its place where it gives back what an earlier year took in.
    """

    key: str
    summary_zh: str
    summary: str
    basis: str
    steps: tuple[Step, ...]
    prior_year: str | None = None


@dataclass(frozen=True, slots=True)
class PriorYear:
    """What a reversal over the end of a year corrects, by which rule (`basis`), and how the journal says so.

    Accounts of the types in `closed` were closed into the net assets: these are corrected in their place.
    """

    basis: str
    closed: tuple[AccountType, ...]
    summary_zh: str
    summary: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One regime: from `starts_on` to `ends_on` by the accounting date, both days included.

    `net_assets`: `restricted` and `unrestricted` -> the code, where an adjustment of earlier years goes.
    `prior_year`: None where a reversal posts to the same accounts in any year. `goods`: where the value of
    goods in store stands; "" where nothing is posted of them.
    """

    version: int
    key: str
    regulation: str
    note: str
    starts_on: date | None
    ends_on: date | None
    accounts: Mapping[str, Account]
    money_accounts: Mapping[str, str]
    net_assets: Mapping[str, str]
    templates: Mapping[str, Template]
    prior_year: PriorYear | None = None
    goods: str = ""

    def covers(self, day: date) -> bool:
        """Whether what happened on `day` is accounted for by this regime."""
        return (self.starts_on is None or self.starts_on <= day) and (
            self.ends_on is None or day <= self.ends_on
        )


def parse(loaded: Mapping[str, Any]) -> Chart:
    """The chart in a loaded YAML document. Raises: ChartError."""
    accounts: dict[str, Account] = {}
    for index, row in enumerate(_rows(loaded, "accounts")):
        for account in _accounts(row, f"accounts.{index}"):
            if accounts.setdefault(account.code, account) is not account:
                raise ChartError(f"accounts.{index}", f"{account.code} stands there twice")
    version = loaded.get("version")
    if not isinstance(version, int) or version < 1:
        raise ChartError("version", "is no number from 1 on")
    chart = Chart(
        version=version,
        key=_text(loaded, "key", ""),
        regulation=_text(loaded, "regulation", ""),
        note=str(loaded.get("note", "")),
        starts_on=_day(loaded, "from"),
        ends_on=_day(loaded, "to"),
        accounts=accounts,
        money_accounts={str(kind): str(code) for kind, code in loaded.get("money_accounts", {}).items()},
        net_assets={str(kind): str(code) for kind, code in loaded.get("net_assets", {}).items()},
        templates={
            key: _template(key, row, f"templates.{key}") for key, row in loaded.get("templates", {}).items()
        },
        prior_year=_prior_year(loaded["prior_year"]) if "prior_year" in loaded else None,
        goods=_text(loaded, "goods", "") if "goods" in loaded else "",
    )
    _check(chart)
    return chart


def _rows(loaded: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    rows = loaded.get(key)
    if not isinstance(rows, list) or not rows:
        raise ChartError(key, "is no list of rows")
    return cast("list[Mapping[str, Any]]", rows)


def _text(row: Mapping[str, Any], key: str, path: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value:
        raise ChartError(f"{path}.{key}".lstrip("."), "is no text (codes want quotes)")
    return value


def _day(loaded: Mapping[str, Any], key: str) -> date | None:
    value = loaded.get(key)
    if value is not None and not isinstance(value, date):
        raise ChartError(key, "is no date")
    return value


def _choice(row: Mapping[str, Any], key: str, path: str, among: tuple[str, ...]) -> str:
    value = _text(row, key, path)
    if value not in among:
        raise ChartError(f"{path}.{key}", f"is none of {', '.join(among)}")
    return value


def _accounts(row: Mapping[str, Any], path: str) -> list[Account]:
    """The account of a row, and the sub-accounts that stand under it."""
    kind = cast("AccountType", _choice(row, "type", path, get_args(AccountType)))
    side = cast("Side", _choice(row, "balance", path, get_args(Side)))
    code, names = _text(row, "code", path), (_text(row, "name_zh", path), _text(row, "name", path))
    below: dict[str, str] = {}
    accounts = []
    for key, sub in row.get("sub_accounts", {}).items():
        if key not in ("restricted", "unrestricted", "agency"):
            raise ChartError(f"{path}.sub_accounts.{key}", "is no kind of sub-account")
        below[key] = _text(sub, "code", f"{path}.{key}")
        if not below[key].startswith(code + "."):
            raise ChartError(f"{path}.{key}", f"does not begin with {code}.")
        own = (_text(sub, "name_zh", f"{path}.{key}"), _text(sub, "name", f"{path}.{key}"))
        accounts.append(Account(below[key], f"{names[0]}-{own[0]}", f"{names[1]}: {own[1]}", kind, side))
    if ("restricted" in below) != ("unrestricted" in below):
        raise ChartError(f"{path}.sub_accounts", "has one of restricted and unrestricted alone")
    return [Account(code, *names, kind, side, **below), *accounts]


def _template(key: str, row: Mapping[str, Any], path: str) -> Template:
    steps = []
    for index, step in enumerate(_rows(row, "steps")):
        where = f"{path}.steps.{index}"
        part = _choice(step, "sum", where, SUMS) if "sum" in step else "amount"
        steps.append(Step(_text(step, "debit", where), _text(step, "credit", where), part))
    return Template(
        key,
        _text(row, "summary_zh", path),
        _text(row, "summary", path),
        _text(row, "basis", path),
        tuple(steps),
        _text(row, "prior_year", path) if "prior_year" in row else None,
    )


def _prior_year(row: Any) -> PriorYear:
    if not isinstance(row, Mapping):
        raise ChartError("prior_year", "is no mapping")
    types, closed = get_args(AccountType), row.get("closed")
    if not isinstance(closed, list) or not closed or not set(closed) <= set(types):
        raise ChartError("prior_year.closed", f"is no list of {', '.join(types)}")
    basis, summary_zh, summary = (_text(row, key, "prior_year") for key in ("basis", "summary_zh", "summary"))
    return PriorYear(basis, tuple(closed), summary_zh, summary)


def _check(chart: Chart) -> None:
    """Every account that is posted to stands in the chart."""
    for kind, code in chart.money_accounts.items():
        if code not in chart.accounts:
            raise ChartError(f"money_accounts.{kind}", f"{code} is not in the chart")
    if chart.goods and chart.goods not in chart.accounts:
        raise ChartError("goods", f"{chart.goods} is not in the chart")
    for kind, code in chart.net_assets.items():
        if kind not in RESTRICTED:
            raise ChartError(f"net_assets.{kind}", f"is none of {', '.join(RESTRICTED)}")
        if code not in chart.accounts:
            raise ChartError(f"net_assets.{kind}", f"{code} is not in the chart")
    if chart.prior_year is not None and set(chart.net_assets) != set(RESTRICTED):
        raise ChartError("prior_year", "needs net_assets, restricted and unrestricted")
    for template in chart.templates.values():
        _check_template(template, chart)


def _check_template(template: Template, chart: Chart) -> None:
    path = f"templates.{template.key}"
    if template.prior_year is not None and template.prior_year not in chart.templates:
        raise ChartError(path, f"{template.prior_year} is no template")
    for step in template.steps:
        for code in (step.debit, step.credit):
            if code not in PLACES and code not in chart.accounts:
                raise ChartError(path, f"{code} is not in the chart")
            if code == "net_assets" and set(chart.net_assets) != set(RESTRICTED):
                raise ChartError(path, "needs net_assets, restricted and unrestricted")
            if code == "goods" and not chart.goods:
                raise ChartError(path, "needs goods, the account of what is in store")

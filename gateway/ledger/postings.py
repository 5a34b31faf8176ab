"""A voucher and the chart of its day make an entry. Pure.

A reversal (红字冲销) stands on its own day and posts by the chart of the day of what it reverses, in the
version of the rules that posted that: to the accounts of that entry, whatever regime or version has come
since, so that both together leave nothing on any of them. Where that day is of an earlier year, what was
closed at its end is corrected in the net assets (docs/adr/0015): no income or expense of this year changes.

Every step of a template posts one sum to the debit of one account and to the credit of another, so an entry
balances by construction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from gateway.ledger.chart import PLACES, Account, Chart, PriorYear, Step, Template
from gateway.ledger.entries import Entry, Line, merged
from gateway.ledger.errors import Unpostable
from gateway.ledger.registry import HeldFund, MoneyAccount, Registry
from gateway.ledger.rules import Rules
from gateway.ledger.vouchers import Fact, Sum, Voucher, voucher

_ONE_OF_EACH: Final = 2


def post(fact: Fact, on: date, registry: Registry, rules: Rules) -> Entry | None:
    """The entry of `fact` on its accounting date; None for a fact that posts nothing.

    `rules`: of a reversal those by which the entry was made that it reverses.
    Raises: Unpostable when rules or registry lack something, or money would cross books or currencies.
    """
    paper = voucher(fact)
    if paper is None:
        return None
    account = registry.account(paper.account) if paper.account else registry.fund(paper.fund)
    _require_one_book(paper, account, registry)
    chart = rules.chart_on(paper.reverses or on)
    template = _template(paper, on, chart)
    late = chart.prior_year if paper.reverses and _earlier(paper.reverses, on) else None
    marks = _marks(fact, late)
    return Entry(
        book=account.legal_holder,
        currency=paper.currency,
        occurred_on=on,
        chart=chart.key,
        template=template.key,
        summary_zh=template.summary_zh + "".join(f"（{zh}）" for zh, _ in marks),
        summary=template.summary + "".join(f" ({en})" for _, en in marks),
        purpose=paper.purpose,
        lines=_Posting(paper, chart, registry, late).lines(template),
    )


def _marks(fact: Fact, late: PriorYear | None) -> list[tuple[str, str]]:
    """What the summary adds, in both languages: a journal is read without the records."""
    marks = []
    if getattr(fact, "historical", None) is not None:
        marks.append(("历史", "historical"))  # came with no one's approval here
    if late is not None:
        marks.append((late.summary_zh, late.summary))
    return marks


def _earlier(day: date, on: date) -> bool:
    """A fiscal year is a calendar year (会计法): the income of one before was closed into the net assets."""
    return day.year < on.year


def _template(paper: Voucher, on: date, chart: Chart) -> Template:
    """Raises: Unpostable."""
    template = chart.templates.get(paper.template)
    if template is None:
        raise Unpostable("ledger.no_template", paper.template)
    if template.prior_year and paper.gives_back_of and _earlier(paper.gives_back_of, on):
        return chart.templates[template.prior_year]
    return template


def _require_one_book(paper: Voucher, account: MoneyAccount | HeldFund, registry: Registry) -> None:
    """Each legal holder is its own book: an entry never crosses two, nor two currencies."""
    holders, currencies = {account.legal_holder}, {account.currency, paper.currency}
    if paper.target:
        target = registry.account(paper.target)
        holders.add(target.legal_holder)
        currencies.add(target.currency)
    for named in (paper.fund, *(part.fund for part in paper.sums)):
        if named:
            fund = registry.fund(named)
            holders.add(fund.legal_holder)
            currencies.add(fund.currency)
    if len(holders) > 1:
        raise Unpostable("ledger.two_holders", account.id)
    if len(currencies) > 1:
        raise Unpostable("ledger.two_currencies", account.id)


@dataclass(frozen=True, slots=True)
class _Posting:
    """A voucher on the way into lines."""

    paper: Voucher
    chart: Chart
    registry: Registry
    late: PriorYear | None

    def lines(self, template: Template) -> tuple[Line, ...]:
        made = [
            line
            for step in template.steps
            for part in self.paper.sums
            if part.name == step.sum and part.minor
            for line in self._pair(step, part)
        ]
        if not made:
            raise Unpostable("ledger.nothing_to_post", template.key)
        # A debit and a credit have nothing to merge, and most entries are one of each.
        return tuple(made) if len(made) == _ONE_OF_EACH else merged(made)

    def _pair(self, step: Step, part: Sum) -> tuple[Line, Line]:
        """The same sum to a debit and to a credit."""
        paper = self.paper
        minor = part.minor if paper.reverses is None else -part.minor
        # A plain transfer concerns no fund; its fee does.
        fund = "" if paper.target and part.name == "amount" else part.fund or paper.fund
        tied = part.restriction or self.registry.fund(fund).restriction if fund else ""
        debit, into = self._resolved(step.debit, restricted=bool(tied))
        credit, out_of = self._resolved(step.credit, restricted=bool(tied))
        return (
            Line(debit, minor, 0, fund, paper.project, paper.party, into, tied),
            Line(credit, 0, minor, fund, paper.project, paper.party, out_of, tied),
        )

    def _resolved(self, place: str, *, restricted: bool) -> tuple[str, str]:
        """The code that a template's place stands for, with the money account where it is one."""
        if place == "net_assets" or self._closed(place):
            return self.chart.net_assets["restricted" if restricted else "unrestricted"], ""
        if place == "goods":
            return self.chart.goods, ""
        if place not in PLACES:
            return _sub_account(self.chart.accounts[place], restricted=restricted), ""
        held = self.registry.account(self.paper.target if place == "target" else self.paper.account)
        code = self.chart.money_accounts.get(held.kind)
        if code is None:
            raise Unpostable("ledger.no_account_for_kind", held.kind)
        agency = self.chart.accounts[code].agency
        return agency if place == "agency" and agency else code, held.id

    def _closed(self, place: str) -> bool:
        """Whether the account was closed at the end of the year that is corrected."""
        return (
            self.late is not None
            and place not in PLACES
            and self.chart.accounts[place].type in self.late.closed
        )


def _sub_account(account: Account, *, restricted: bool) -> str:
    if account.restricted is None or account.unrestricted is None:
        return account.code
    return account.restricted if restricted else account.unrestricted

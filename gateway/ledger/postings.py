"""A voucher and the chart of its day make an entry. Pure.

A reversal (红字冲销) stands on its own day and posts by the chart of the day of what it reverses, in the
version of the rules that posted that: to the accounts of that entry, whatever regime or version has come
since, so that both together leave nothing on any of them.

Every step of a template posts one sum to the debit of one account and to the credit of another, so an entry
balances by construction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from gateway.ledger.chart import PLACES, Account, Chart, Step, Template
from gateway.ledger.entries import Entry, Line, merged
from gateway.ledger.errors import Unpostable
from gateway.ledger.registry import MoneyAccount, Registry
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
    account = registry.account(paper.account)
    _require_one_book(paper, account, registry)
    chart = rules.chart_on(paper.reverses or on)
    template = _template(paper, on, chart)
    # A journal that is read without the records must still say what came with no one's approval here.
    before = getattr(fact, "historical", None) is not None
    return Entry(
        book=account.legal_holder,
        currency=paper.currency,
        occurred_on=on,
        chart=chart.key,
        template=template.key,
        summary_zh=f"{template.summary_zh}（历史）" if before else template.summary_zh,
        summary=f"{template.summary} (historical)" if before else template.summary,
        purpose=paper.purpose,
        lines=_Posting(paper, chart, registry).lines(template),
    )


def _template(paper: Voucher, on: date, chart: Chart) -> Template:
    """Raises: Unpostable."""
    template = chart.templates.get(paper.template)
    if template is None:
        raise Unpostable("ledger.no_template", paper.template)
    # A fiscal year is a calendar year (会计法): the income of one before was closed into the net assets.
    if template.prior_year and paper.gives_back_of and paper.gives_back_of.year < on.year:
        return chart.templates[template.prior_year]
    return template


def _require_one_book(paper: Voucher, account: MoneyAccount, registry: Registry) -> None:
    """Each legal holder is its own book: an entry never crosses two, nor two currencies."""
    holders, currencies = {account.legal_holder}, {account.currency, paper.currency}
    if paper.target:
        target = registry.account(paper.target)
        holders.add(target.legal_holder)
        currencies.add(target.currency)
    if paper.fund:
        fund = registry.fund(paper.fund)
        holders.add(fund.legal_holder)
        currencies.add(fund.currency)
    if len(holders) > 1:
        raise Unpostable("ledger.two_holders", paper.account)
    if len(currencies) > 1:
        raise Unpostable("ledger.two_currencies", paper.account)


@dataclass(frozen=True, slots=True)
class _Posting:
    """A voucher on the way into lines."""

    paper: Voucher
    chart: Chart
    registry: Registry

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
        fund = "" if paper.target and part.name == "amount" else paper.fund
        tied = part.restriction or self.registry.fund(fund).restriction if fund else ""
        debit, into = self._resolved(step.debit, restricted=bool(tied))
        credit, out_of = self._resolved(step.credit, restricted=bool(tied))
        return (
            Line(debit, minor, 0, fund, paper.project, paper.party, into, tied),
            Line(credit, 0, minor, fund, paper.project, paper.party, out_of, tied),
        )

    def _resolved(self, place: str, *, restricted: bool) -> tuple[str, str]:
        """The code that a template's place stands for, with the money account where it is one."""
        if place == "net_assets":
            return self.chart.net_assets["restricted" if restricted else "unrestricted"], ""
        if place not in PLACES:
            return _sub_account(self.chart.accounts[place], restricted=restricted), ""
        held = self.registry.account(self.paper.target if place == "target" else self.paper.account)
        code = self.chart.money_accounts.get(held.kind)
        if code is None:
            raise Unpostable("ledger.no_account_for_kind", held.kind)
        agency = self.chart.accounts[code].agency
        return agency if place == "agency" and agency else code, held.id


def _sub_account(account: Account, *, restricted: bool) -> str:
    if account.restricted is None or account.unrestricted is None:
        return account.code
    return account.restricted if restricted else account.unrestricted

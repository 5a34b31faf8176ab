"""A voucher and the chart of its day make an entry. Pure.

Every step of a template posts one sum to the debit of one account and to the credit of another, so an entry
balances by construction.
"""

from __future__ import annotations

from datetime import date

from gateway.ledger.chart import Account, Chart, Step, Template
from gateway.ledger.entries import Entry, Line, merged
from gateway.ledger.errors import Unpostable
from gateway.ledger.registry import MoneyAccount, Registry
from gateway.ledger.rules import Rules
from gateway.ledger.vouchers import Fact, Sum, Voucher, voucher


def post(fact: Fact, on: date, registry: Registry, rules: Rules) -> Entry | None:
    """The entry of `fact` on its accounting date; None for a fact that posts nothing.

    Raises: Unpostable when the rules or the registry lack something, or money would cross books or currencies.
    """
    paper = voucher(fact)
    if paper is None:
        return None
    account = registry.account(paper.account)
    _require_one_book(paper, account, registry)
    chart = rules.chart_on(on)
    template = chart.templates.get(paper.template)
    if template is None:
        raise Unpostable("ledger.no_template", paper.template)
    return Entry(
        book=account.legal_holder,
        currency=paper.currency,
        occurred_on=on,
        chart=chart.key,
        template=template.key,
        summary_zh=template.summary_zh,
        summary=template.summary,
        purpose=paper.purpose,
        lines=_lines(paper, template, chart, registry),
    )


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


def _lines(paper: Voucher, template: Template, chart: Chart, registry: Registry) -> tuple[Line, ...]:
    of_fund = registry.fund(paper.fund).restriction if paper.fund else ""
    sign = -1 if paper.red else 1
    lines: list[Line] = []
    for step in template.steps:
        for part in paper.sums:
            if part.name == step.sum and part.minor:
                lines += _pair(step, part, paper, chart, registry, part.restriction or of_fund, sign)
    if not lines:
        raise Unpostable("ledger.nothing_to_post", template.key)
    return merged(lines)


def _pair(
    step: Step, part: Sum, paper: Voucher, chart: Chart, registry: Registry, restriction: str, sign: int
) -> tuple[Line, Line]:
    """The same sum to a debit and to a credit."""
    minor = sign * part.minor
    # A plain transfer concerns no fund; its fee does.
    fund = "" if paper.target and part.name == "amount" else paper.fund
    tied = restriction if fund else ""

    def line(place: str, debit: int, credit: int) -> Line:
        code, money = _resolved(place, paper, chart, registry, restricted=bool(tied))
        return Line(code, debit, credit, fund, paper.project, paper.party, money, tied)

    return line(step.debit, minor, 0), line(step.credit, 0, minor)


def _resolved(
    place: str, paper: Voucher, chart: Chart, registry: Registry, *, restricted: bool
) -> tuple[str, str]:
    """The code that a template's place stands for, with the money account where it is one."""
    if place in ("money", "agency", "target"):
        held = registry.account(paper.target if place == "target" else paper.account)
        code = chart.money_accounts.get(held.kind)
        if code is None:
            raise Unpostable("ledger.no_account_for_kind", held.kind)
        account = chart.accounts[code]
        return (account.agency or code) if place == "agency" else code, held.id
    return _sub_account(chart.accounts[place], restricted=restricted), ""


def _sub_account(account: Account, *, restricted: bool) -> str:
    if account.restricted is None or account.unrestricted is None:
        return account.code
    return account.restricted if restricted else account.unrestricted

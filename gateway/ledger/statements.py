"""Statements made of sums: the trial balance, and a fund's figures as its entries tell them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gateway.ledger.figures import FundFigures
from gateway.ledger.rules import Rules


@dataclass(frozen=True, slots=True)
class Balance:
    """One account's turnover. `balance` is debit less credit: a credit balance is negative."""

    account: str
    name_zh: str
    name: str
    debit: int
    credit: int

    @property
    def balance(self) -> int:
        """Debit less credit."""
        return self.debit - self.credit


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """The accounts of one book in one currency, by code."""

    rows: Sequence[Balance]

    @property
    def debit(self) -> int:
        """All debits."""
        return sum(row.debit for row in self.rows)

    @property
    def credit(self) -> int:
        """All credits: what the debits must equal."""
        return sum(row.credit for row in self.rows)


def trial_balance(sums: Iterable[tuple[str, int, int]], rules: Rules) -> TrialBalance:
    """Of (account, debit, credit) rows, one for each account that was ever posted to."""
    rows = []
    for code, debit, credit in sorted(sums):
        account = rules.account(code)
        names = (account.name_zh, account.name) if account else (code, code)
        rows.append(Balance(code, *names, debit, credit))
    return TrialBalance(rows)


def money_by_figures(figures: FundFigures, paid: int) -> int:
    """What a fund's figures say that it holds in money: `paid` is what projects paid out for it.

    Historical expenses are in `spent` beside what projects paid, so `paid` counts both, and advances too.
    """
    return figures.received + figures.other_in - figures.refunded - figures.other_out - paid

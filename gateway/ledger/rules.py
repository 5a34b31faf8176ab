"""The posting rules of one version: a chart for each regime, chosen by the accounting date. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from gateway.ledger.chart import Account, AccountType, Chart
from gateway.ledger.errors import ChartError, Unpostable


@dataclass(frozen=True, slots=True)
class Rules:
    """What one version of the posting rules says. Its number stands beside every event that it posted."""

    version: int
    charts: tuple[Chart, ...]

    def chart_on(self, day: date) -> Chart:
        """The regime that holds on `day`. Raises: Unpostable."""
        for chart in self.charts:
            if chart.covers(day):
                return chart
        raise Unpostable("ledger.no_chart", day.isoformat())

    def account(self, code: str) -> Account | None:
        """The account of that code, by the newest regime that has it."""
        for chart in reversed(self.charts):
            if code in chart.accounts:
                return chart.accounts[code]
        return None


@dataclass(frozen=True, slots=True)
class Library:
    """Every version of the rules that ever posted something; the highest one posts what is new."""

    versions: Mapping[int, Rules]

    @property
    def current(self) -> Rules:
        """The rules by which new events are posted."""
        return self.versions[max(self.versions)]

    @property
    def goods(self) -> frozenset[str]:
        """All accounts that goods in store may ever have been posted to."""
        return frozenset(
            chart.goods for rules in self.versions.values() for chart in rules.charts if chart.goods
        )

    def codes_of(self, kind: AccountType) -> frozenset[str]:
        """All accounts of that type that something may ever have been posted to."""
        return frozenset(
            account.code
            for rules in self.versions.values()
            for chart in rules.charts
            for account in chart.accounts.values()
            if account.type == kind
        )


def library(charts: Sequence[Chart]) -> Library:
    """Every version of the rules among `charts`. Raises: ChartError."""
    if not charts:
        raise ChartError("", "there is no chart at all")
    versions = sorted({chart.version for chart in charts})
    return Library({v: compose(v, [chart for chart in charts if chart.version == v]) for v in versions})


def compose(version: int, charts: Sequence[Chart]) -> Rules:
    """Rules of charts that follow each other without a gap or an overlap. Raises: ChartError."""
    ordered = tuple(sorted(charts, key=lambda chart: chart.starts_on or date.min))
    for before, after in pairwise(ordered):
        if before.ends_on is None or after.starts_on is None:
            raise ChartError(after.key, f"overlaps {before.key}")
        if (after.starts_on - before.ends_on).days != 1:
            raise ChartError(after.key, f"does not begin the day after {before.key} ends")
    return Rules(version, ordered)

"""What figures and entries say at one moment, summed up by the database: what `comparing` holds together.

No event is read for it: the tables of daily sums are small, however long the logs are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, func, select

from gateway.books.tables import balances, figures, records
from gateway.ledger.figures import FundFigures, Movement, fund_figures
from gateway.ledger.rules import Library


class Posted(NamedTuple):
    """What a fund's entries left on an account under a restriction: debit less credit, in minor units."""

    fund: str
    restriction: str
    account: str
    money_account: str
    minor: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Sums of figures and of entries, and the funds' own records."""

    moved: Sequence[Movement]
    posted: Sequence[Posted]
    funds: Sequence[Mapping[str, Any]]
    owed: frozenset[str]
    """The liabilities' codes: money of others that lies in a fund's accounts and is not the fund's."""
    stores: frozenset[str]
    """The codes under which goods in store stand."""

    def money(self) -> Iterator[Posted]:
        """What entries left of the fund's own money: what is owed is negative."""
        return (one for one in self.posted if one.money_account or one.account in self.owed)

    def currency(self, fund: str) -> str | None:
        """Of a fund; None where its opening is not known."""
        return next((one.get("currency") for one in self.funds if one["id"] == fund), None)

    def of_funds(self) -> dict[str, FundFigures]:
        """Fund -> its figures."""
        rows: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
        for one in self.moved:
            if one.subject_kind == "fund":
                rows[one.subject].append((one.restriction, one.measure, one.minor))
        return {fund: fund_figures(sums) for fund, sums in rows.items()}

    def of_projects(self) -> dict[tuple[str, str, str], list[tuple[str, int]]]:
        """(project, fund, currency) -> sums by measure."""
        rows: dict[tuple[str, str, str], list[tuple[str, int]]] = defaultdict(list)
        for one in self.moved:
            if one.subject_kind == "project":
                rows[one.subject, one.fund, one.currency].append((one.measure, one.minor))
        return rows

    def by_fund(self, subject_kind: str, measure: str) -> dict[str, int]:
        """Fund -> the sum of one measure of all projects, or of one check."""
        sums: dict[str, int] = defaultdict(int)
        for one in self.moved:
            if (one.subject_kind, one.measure) == (subject_kind, measure):
                sums[one.fund] += one.minor
        return sums


def standing(connection: Connection, council: str, library: Library) -> Standing:
    """All sums as they are."""
    of = (*(figures.c[name] for name in Movement._fields if name != "minor"),)
    moved = select(*of, func.sum(figures.c.minor)).where(figures.c.council == council).group_by(*of)
    keys = balances.c.fund, balances.c.restriction, balances.c.account, balances.c.money_account
    posted = (
        select(*keys, func.sum(balances.c.debit - balances.c.credit))
        .where(balances.c.council == council, balances.c.fund != "")
        .group_by(*keys)
    )
    held = select(records.c.body).where(records.c.council == council, records.c.record == "fund")
    return Standing(
        [Movement._make((*row[:-1], int(row[-1]))) for row in connection.execute(moved)],
        [Posted._make((*row[:-1], int(row[-1]))) for row in connection.execute(posted)],
        [orjson.loads(body) for body in connection.execute(held).scalars()],
        library.codes_of("liability"),
        library.goods,
    )

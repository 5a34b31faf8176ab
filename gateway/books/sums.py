"""Figures of funds and projects, now or as of a moment of either calendar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, func, select

from gateway.books.lists import find
from gateway.books.tables import figures, moves
from gateway.ledger import figures as measuring
from gateway.ledger.figures import Movement
from kernel.clock import instant_text
from kernel.db import Database
from kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Moment:
    """Up to when: by the accounting date, by when it was recorded, or both. None: now."""

    as_of: date | None = None
    recorded_as_of: datetime | None = None

    def days(self, table: Table) -> list[ColumnElement[bool]]:
        """Conditions on a table of daily sums.

        The day that `recorded_as_of` cuts is left out: what was recorded on it is added by `of_the_day`.
        """
        conditions: list[ColumnElement[bool]] = []
        if self.as_of is not None:
            conditions.append(table.c.occurred_on <= self.as_of.isoformat())
        if self.recorded_as_of is not None:
            conditions.append(table.c.recorded_on < recorded_day(self.recorded_as_of))
        return conditions

    def of_the_day(self, table: Table) -> list[ColumnElement[bool]]:
        """Conditions on a table of single movements: of the day that `recorded_as_of` cuts, up to it."""
        conditions: list[ColumnElement[bool]] = []
        if self.recorded_as_of is not None:
            conditions.append(table.c.recorded_at >= recorded_day(self.recorded_as_of))
            conditions.append(table.c.recorded_at <= instant_text(self.recorded_as_of))
        if self.as_of is not None:
            conditions.append(table.c.occurred_on <= self.as_of.isoformat())
        return conditions


def recorded_day(instant: datetime) -> str:
    """The UTC day under which sums of that instant stand."""
    return instant.astimezone(UTC).date().isoformat()


class Sums:
    """Reads the table of figures."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def fund_figures(
        self, council: str, ref: str, *, as_of: date | None = None, recorded_as_of: datetime | None = None
    ) -> dict[str, Any]:
        """A fund's figures in minor units. Raises: NotFound."""
        with self._database.read() as connection:
            fund = _found(connection, council, "fund", ref)
            rows = moved(connection, council, "fund", fund["id"], Moment(as_of, recorded_as_of))
        made = measuring.fund_figures((row.restriction, row.measure, row.minor) for row in rows)
        return {
            "currency": fund["currency"],
            **{measure: getattr(made, measure) for measure in measuring.FUND_MEASURES},
            "outstanding": made.outstanding,
            "available": made.available,
            "by_restriction": [
                {"restriction": restriction_of(key), "available": minor} for key, minor in made.by_restriction
            ],
        }

    def project_figures(
        self, council: str, ref: str, *, as_of: date | None = None, recorded_as_of: datetime | None = None
    ) -> dict[str, Any]:
        """What a project holds: of each fund, and per currency. Raises: NotFound."""
        with self._database.read() as connection:
            project = _found(connection, council, "project", ref)
            rows = moved(connection, council, "project", project["id"], Moment(as_of, recorded_as_of))
        by_fund: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
        by_currency: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for row in rows:
            by_fund[row.currency, row.fund].append((row.measure, row.minor))
            by_currency[row.currency].append((row.measure, row.minor))
        return {
            "totals": [{"currency": c, **_project(sums)} for c, sums in sorted(by_currency.items())],
            "by_fund": [
                {"fund": fund, "currency": currency, **_project(sums)}
                for (currency, fund), sums in sorted(by_fund.items())
            ],
        }


def _project(sums: Sequence[tuple[str, int]]) -> dict[str, int]:
    made = measuring.project_figures(sums)
    return {
        "allocated": made.allocated,
        "reserved": made.reserved,
        "advanced": made.advanced,
        "spent": made.spent,
        "remaining": made.remaining,
    }


def _found(connection: Connection, council: str, kind: str, ref: str) -> dict[str, Any]:
    record = find(connection, council, kind, ref)
    if record is None:
        raise NotFound(kind, ref)
    return record


def restriction_of(key: str) -> dict[str, str] | None:
    """The inverse of `restriction_key`."""
    kind, _, value = key.partition(":")
    return {"kind": kind, "value": value} if key else None


def moved(
    connection: Connection,
    council: str,
    subject_kind: measuring.Subject,
    subject: str,
    moment: Moment,
) -> Sequence[Movement]:
    """All that moved the subject's figures, summed up."""
    days = _summed(figures, council, subject_kind, subject, moment.days(figures))
    rows = list(connection.execute(days))
    if moment.recorded_as_of is not None:
        rows += connection.execute(_summed(moves, council, subject_kind, subject, moment.of_the_day(moves)))
    return [Movement._make((subject_kind, subject, *row[:-1], int(row[-1]))) for row in rows]


def _summed(
    table: Table,
    council: str,
    subject_kind: measuring.Subject,
    subject: str,
    conditions: Sequence[ColumnElement[bool]],
) -> Select[Any]:
    """(fund, restriction, measure, currency, minor) of one subject, by the columns that both tables have."""
    of = table.c
    keys = of.fund, of.restriction, of.measure, of.currency
    return (
        select(*keys, func.sum(of.minor))
        .where(of.council == council, of.subject_kind == subject_kind, of.subject == subject, *conditions)
        .group_by(*keys)
    )

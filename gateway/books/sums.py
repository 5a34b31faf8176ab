"""Figures of funds and projects, now or as of a moment of either calendar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Table, func, select

from gateway.books.facts import CODEC
from gateway.books.lists import find
from gateway.books.tables import copies, figures, ledger_order, records
from gateway.ledger import figures as measuring
from gateway.ledger.figures import Movement
from gateway.ledger.registry import HeldFund
from kernel.clock import accounting_date, instant_text, parse_instant
from kernel.codec import decode_envelope
from kernel.db import Database
from kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Moment:
    """Up to when: by the accounting date, by when it was recorded, or both. None: now."""

    as_of: date | None = None
    recorded_as_of: datetime | None = None

    def days(self, table: Table) -> list[ColumnElement[bool]]:
        """Conditions on a table of daily sums.

        The day that `recorded_as_of` cuts is left out: what was recorded on it is added event by event.
        """
        conditions: list[ColumnElement[bool]] = []
        if self.as_of is not None:
            conditions.append(table.c.occurred_on <= self.as_of.isoformat())
        if self.recorded_as_of is not None:
            conditions.append(table.c.recorded_on < recorded_day(self.recorded_as_of))
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
    query = (
        select(
            figures.c.subject_kind,
            figures.c.subject,
            figures.c.fund,
            figures.c.restriction,
            figures.c.measure,
            figures.c.currency,
            func.sum(figures.c.minor),
        )
        .where(figures.c.council == council)
        .where(figures.c.subject_kind == subject_kind, figures.c.subject == subject)
        .where(*moment.days(figures))
        .group_by(figures.c.fund, figures.c.restriction, figures.c.measure, figures.c.currency)
        .group_by(figures.c.subject_kind, figures.c.subject)
    )
    rows = [Movement(*row[:-1], int(row[-1])) for row in connection.execute(query)]
    if moment.recorded_as_of is not None:
        rows += [
            one
            for one in _of_the_day(connection, council, moment.as_of, moment.recorded_as_of)
            if (one.subject_kind, one.subject) == (subject_kind, subject)
        ]
    return rows


def _of_the_day(
    connection: Connection, council: str, as_of: date | None, recorded_as_of: datetime
) -> Iterator[Movement]:
    """Movements recorded on that UTC day up to the instant, from the events themselves.

    Sums stand by the day; only the day that the instant cuts is told anew.
    """
    query = (
        select(copies.c.body)
        .join(
            ledger_order,
            (ledger_order.c.council == copies.c.council)
            & (ledger_order.c.source == copies.c.source)
            & (ledger_order.c.source_position == copies.c.position),
        )
        .where(copies.c.council == council)
        .where(copies.c.recorded_at >= recorded_day(recorded_as_of))
        .where(copies.c.recorded_at <= instant_text(recorded_as_of))
        .order_by(ledger_order.c.position)
    )
    held = _held(connection, council)
    for body in connection.execute(query).scalars():
        envelope = decode_envelope(body)
        if not CODEC.knows(envelope.type):
            continue  # stands in `unpostable`
        told = CODEC.told(envelope)
        occurred_on = told.occurred_on or accounting_date(parse_instant(told.recorded_at))
        if as_of is None or occurred_on <= as_of:
            yield from measuring.movements(told.fact, held)


def _held(connection: Connection, council: str) -> dict[str, HeldFund]:
    """The funds, for the restriction that each holds for all its money."""
    query = select(records.c.body).where(records.c.council == council, records.c.record == "fund")
    held = {}
    for body in connection.execute(query).scalars():
        fund = orjson.loads(body)
        tied = fund["restriction"]
        key = f"{tied['kind']}:{tied['value']}" if tied else ""
        held[fund["id"]] = HeldFund(fund["id"], fund["currency"], fund["legal_holder"], key)
    return held

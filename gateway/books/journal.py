"""Journal entries with their lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, literal_column, or_, select

from gateway.books.lists import day, id_of
from gateway.books.pages import Page, page_of, place_of
from gateway.books.shown import header, line_of, same_entry, under
from gateway.books.tables import copies, entries, ledger_order, lines
from gateway.ledger.rules import Library, Rules
from kernel.db import Database
from kernel.errors import InvalidInput

_FEW: Final = {
    "project": lines.c.project,
    **dict.fromkeys(("party", "donor", "payee", "payer"), lines.c.party),
}
"""What few lines have: an index finds them."""


class Journal:
    """Reads entries and lines."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library

    @property
    def _rules(self) -> Rules:
        return self._library.current

    def entries(self, council: str, *, filters: Mapping[str, str], limit: int, after: str | None) -> Page:
        """Entries with their lines, in the ledger's order.

        Filters: book, currency, template, source, subject, position, from, to; and of lines: fund, project,
        party, account (a money account's id or code, or a code of the chart).
        Raises: InvalidInput.
        """
        place = place_of(after, 1)
        with self._database.read() as connection:
            query: Select[Any] = (
                select(entries)
                .where(entries.c.council == council)
                .where(*(_condition(connection, council, *one) for one in filters.items()))
                .order_by(entries.c.position)
                .limit(limit + 1)
            )
            if place is not None:
                query = query.where(entries.c.position > place[0])
            rows = connection.execute(query).all()
            of_entry = self._lines(connection, council, [row.position for row in rows[:limit]])
        return page_of(
            rows, limit, lambda row: _entry(row, of_entry[row.position]), lambda row: (row.position,)
        )

    def _lines(
        self, connection: Connection, council: str, positions: Sequence[int]
    ) -> Mapping[int, list[dict[str, Any]]]:
        found: dict[int, list[dict[str, Any]]] = defaultdict(list)
        query = (
            select(lines)
            .where(lines.c.council == council, lines.c.position.in_(positions))
            .order_by(lines.c.position, lines.c.line)
        )
        for row in connection.execute(query):
            found[row.position].append(line_of(row, self._rules))
        return found


def _condition(connection: Connection, council: str, name: str, value: str) -> ColumnElement[bool]:
    if name in _FEW:
        return entries.c.position.in_(_with(_FEW[name], council, id_of(connection, council, name, value)))
    match name:
        case "subject":
            return entries.c.position.in_(_told_of(council, value))
        case "book" | "currency" | "template" | "source":
            return entries.c[name] == value
        case "position" if value.isdecimal():
            return entries.c.position == int(value)
        case "from" | "to":
            bound = day(name, value)
            return entries.c.occurred_on >= bound if name == "from" else entries.c.occurred_on <= bound
        case "fund" | "account":
            found = id_of(connection, council, name, value)
            money = or_(lines.c.money_account == found, under(lines.c.account, value))
            # Many have it: met on the way through the entries.
            return _with_line(lines.c.fund == found if name == "fund" else money)
        case _:
            raise InvalidInput({name: ["filter.unknown"]})


def _with(column: ColumnElement[str], council: str, value: str) -> Select[Any]:
    """Entries of which some line has it."""
    # Said as the index says it: of lines that have one at all.
    given = column != literal_column("''")
    return select(lines.c.position).where(lines.c.council == council, column == value, given)


def _told_of(council: str, subject: str) -> Select[Any]:
    """Places in the order of what was told of a subject: the copies have an index of it."""
    ordered = and_(
        ledger_order.c.council == copies.c.council,
        ledger_order.c.source == copies.c.source,
        ledger_order.c.source_position == copies.c.position,
    )
    return (
        select(ledger_order.c.position)
        .join(copies, ordered)
        .where(copies.c.council == council, copies.c.subject == subject)
    )


def _with_line(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(same_entry(), condition)


def _entry(row: Any, of_entry: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        **header(row),
        "lines": of_entry,
        "debit": sum(line["debit"] for line in of_entry),
        "credit": sum(line["credit"] for line in of_entry),
    }

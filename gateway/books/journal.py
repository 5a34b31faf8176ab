"""Journal entries with their lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, exists, or_, select

from gateway.books.lists import day, id_of
from gateway.books.pages import Page, page_of, place_of
from gateway.books.shown import header, line_of, same_entry, under
from gateway.books.tables import entries, lines
from gateway.ledger.rules import Library, Rules
from kernel.db import Database
from kernel.errors import InvalidInput

_OF_LINE: Final = {
    "fund": lines.c.fund,
    "project": lines.c.project,
    **dict.fromkeys(("party", "donor", "payee", "payer"), lines.c.party),
}


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
    if name in _OF_LINE:
        return _with_line(_OF_LINE[name] == id_of(connection, council, name, value))
    match name:
        case "book" | "currency" | "template" | "source" | "subject":
            return entries.c[name] == value
        case "position" if value.isdecimal():
            return entries.c.position == int(value)
        case "from":
            return entries.c.occurred_on >= day(name, value)
        case "to":
            return entries.c.occurred_on <= day(name, value)
        case "account":
            money = lines.c.money_account == id_of(connection, council, "account", value)
            return _with_line(or_(money, under(lines.c.account, value)))
        case _:
            raise InvalidInput({name: ["filter.unknown"]})


def _with_line(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(same_entry(), condition)


def _entry(row: Any, of_entry: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        **header(row),
        "lines": of_entry,
        "debit": sum(line["debit"] for line in of_entry),
        "credit": sum(line["credit"] for line in of_entry),
    }

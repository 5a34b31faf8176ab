"""One account of the chart: its balances, and its lines with a running balance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from gateway.books.pages import Page, page_of, place_of
from gateway.books.shown import account_line, narrowed, same_entry, under
from gateway.books.sums import Moment
from gateway.books.tables import balances, entries, lines
from gateway.ledger.rules import Library, Rules
from kernel.db import Database


class Accounts:
    """Reads lines and balances by account."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library

    @property
    def _rules(self) -> Rules:
        return self._library.current

    def account(
        self,
        council: str,
        code: str,
        *,
        book: str | None = None,
        as_of: date | None = None,
        limit: int = 50,
        after: str | None = None,
    ) -> dict[str, Any] | None:
        """One account of the chart with its sub-accounts: balances, and lines with a running balance.

        The running balance is of the book and currency that the line is in. None for a code in no chart.
        """
        known = self._rules.account(code)
        if known is None:
            return None
        place = place_of(after, 2)
        with self._database.read() as connection:
            totals = _totals(connection, _of_account(balances, council, code, book, as_of))
            of_account = and_(
                lines.c.council == council, under(lines.c.account, code), *narrowed(book, as_of)
            )
            query = _lines_of(of_account)
            if place is not None:
                query = query.where(_behind(*place))
            rows = connection.execute(query.limit(limit + 1)).all()
            running = {} if not rows else _running_before(connection, of_account, rows[0])
        items = []
        for row in rows[:limit]:
            key = row.book, row.currency
            running[key] = running.get(key, 0) + row.debit - row.credit
            items.append({**account_line(row, self._rules), "running": running[key]})
        page = (
            page_of(rows, limit, lambda _: {}, lambda row: (row.position, row.line))
            if rows
            else Page([], None)
        )
        return {
            "account": code,
            "name": known.name,
            "name_zh": known.name_zh,
            "type": known.type,
            "balance_side": known.balance,
            "balances": totals,
            "items": items,
            "next": page.next,
        }

    def money_account(self, council: str, account_id: str, as_of: date | None = None) -> int:
        """What is in an own money account by its entries, in minor units of its currency."""
        held = func.coalesce(func.sum(balances.c.debit - balances.c.credit), 0)
        query = select(held).where(balances.c.council == council, balances.c.money_account == account_id)
        if as_of is not None:
            query = query.where(balances.c.occurred_on <= as_of.isoformat())
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())


def _of_account(
    table: Any, council: str, code: str, book: str | None, as_of: date | None
) -> list[ColumnElement[bool]]:
    conditions = [table.c.council == council, under(table.c.account, code), *Moment(as_of).days(table)]
    return [*conditions, table.c.book == book] if book is not None else conditions


def _totals(connection: Connection, conditions: Sequence[ColumnElement[bool]]) -> list[dict[str, Any]]:
    keys = (balances.c.book, balances.c.currency)
    query = (
        select(*keys, func.sum(balances.c.debit), func.sum(balances.c.credit))
        .where(*conditions)
        .group_by(*keys)
        .order_by(*keys)
    )
    return [
        {
            "book": book,
            "currency": currency,
            "debit": int(debit),
            "credit": int(credit),
            "balance": int(debit) - int(credit),
        }
        for book, currency, debit, credit in connection.execute(query)
    ]


def _lines_of(of_account: ColumnElement[bool]) -> Select[Any]:
    headers = [c for c in entries.c if c.name not in ("council", "position")]
    return (
        select(lines, *headers)
        .join(entries, same_entry())
        .where(of_account)
        .order_by(lines.c.position, lines.c.line)
    )


def _behind(position: int, line: int) -> ColumnElement[bool]:
    return or_(lines.c.position > position, and_(lines.c.position == position, lines.c.line > line))


def _running_before(
    connection: Connection, of_account: ColumnElement[bool], first: Any
) -> dict[tuple[str, str], int]:
    """The balance of each book and currency before the page's first line."""
    before = or_(
        lines.c.position < first.position, and_(lines.c.position == first.position, lines.c.line < first.line)
    )
    query = (
        select(entries.c.book, entries.c.currency, func.sum(lines.c.debit - lines.c.credit))
        .join(lines, same_entry())
        .where(of_account, before)
        .group_by(entries.c.book, entries.c.currency)
    )
    return {(of_book, currency): int(minor) for of_book, currency, minor in connection.execute(query)}

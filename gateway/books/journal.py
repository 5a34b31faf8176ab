"""The journal: entries, one ledger account, the trial balance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select

from gateway.books.lists import day, id_of
from gateway.books.pages import Page, page_of, place_of
from gateway.books.sums import as_of_days, recorded_day, restriction_of
from gateway.books.tables import balances, entries, lines, unpostable
from gateway.ledger.rules import Library, Rules
from gateway.ledger.statements import trial_balance
from kernel.clock import instant_text
from kernel.db import Database
from kernel.errors import InvalidInput

_OF_LINE: Final = {"fund": lines.c.fund, "project": lines.c.project, "party": lines.c.party}


class Journal:
    """Reads entries, lines and balances."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library

    @property
    def _rules(self) -> Rules:
        return self._library.current

    def entries(self, council: str, *, filters: Mapping[str, str], limit: int, after: str | None) -> Page:
        """Entries with their lines, in the ledger's order.

        Filters: book, currency, template, source, subject, position, from, to; and of lines: fund, project, party,
        account (a money account's id or code, or a code of the chart). Raises: InvalidInput.
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
            found[row.position].append(_line(row, self._rules))
        return found

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
            query = _lines_of_account(council, code, book, as_of)
            if place is not None:
                query = query.where(_behind(*place))
            rows = connection.execute(query.limit(limit + 1)).all()
            running: dict[tuple[str, str], int] = {}
            if rows:
                running = _running_before(connection, council, code, book, as_of, rows[0])
        items = []
        for row in rows[:limit]:
            key = row.book, row.currency
            running[key] = running.get(key, 0) + row.debit - row.credit
            items.append({**_account_line(row, self._rules), "running": running[key]})
        page = page_of(rows, limit, dict, lambda row: (row.position, row.line)) if rows else Page([], None)
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
        """What is in a money account by its entries, in minor units of its currency."""
        query = select(func.coalesce(func.sum(balances.c.debit - balances.c.credit), 0)).where(
            balances.c.council == council,
            balances.c.money_account == account_id,
            *as_of_days(balances, as_of, None),
        )
        with self._database.read() as connection:
            return int(connection.execute(query).scalar_one())

    def trial_balance(
        self,
        council: str,
        *,
        as_of: date | None = None,
        recorded_as_of: datetime | None = None,
        book: str | None = None,
        include_unposted: bool = True,
    ) -> dict[str, Any]:
        """Of each book and currency: {"as_of", "recorded_as_of", "includes_unposted", "unpostable", "balances": [...]}.

        `unpostable` counts events that stand in the order without an entry. No entry has a number yet, so without
        the unposted ones nothing is left.
        """
        with self._database.read() as connection:
            sums = _sums(connection, council, book, as_of, recorded_as_of) if include_unposted else []
            query = select(func.count()).select_from(unpostable).where(unpostable.c.council == council)
            waiting = connection.execute(query).scalar_one()
        by_book: dict[tuple[str, str], list[tuple[str, int, int]]] = defaultdict(list)
        for of_book, currency, account, debit, credit in sums:
            by_book[of_book, currency].append((account, debit, credit))
        return {
            "as_of": as_of.isoformat() if as_of else None,
            "recorded_as_of": instant_text(recorded_as_of) if recorded_as_of else None,
            "includes_unposted": include_unposted,
            "unpostable": waiting,
            "balances": [
                _balance(of_book, currency, rows, self._rules)
                for (of_book, currency), rows in sorted(by_book.items())
            ],
        }


def _balance(book: str, currency: str, sums: Sequence[tuple[str, int, int]], rules: Rules) -> dict[str, Any]:
    made = trial_balance(sums, rules)
    return {
        "book": book,
        "currency": currency,
        "rows": [
            {
                "account": row.account,
                "name": row.name,
                "name_zh": row.name_zh,
                "debit": row.debit,
                "credit": row.credit,
                "balance": row.balance,
            }
            for row in made.rows
        ],
        "debit": made.debit,
        "credit": made.credit,
    }


def _sums(
    connection: Connection,
    council: str,
    book: str | None,
    as_of: date | None,
    recorded_as_of: datetime | None,
) -> list[tuple[str, str, str, int, int]]:
    """(book, currency, account, debit, credit), each account once."""
    added: dict[tuple[str, str, str], tuple[int, int]] = {}
    keys = (balances.c.book, balances.c.currency, balances.c.account)
    query = (
        select(*keys, func.sum(balances.c.debit), func.sum(balances.c.credit))
        .where(balances.c.council == council, *as_of_days(balances, as_of, recorded_as_of))
        .group_by(*keys)
    )
    of_book = [] if book is None else [balances.c.book == book]
    found = list(connection.execute(query.where(*of_book)))
    if recorded_as_of is not None:
        found += connection.execute(_of_the_day(council, book, as_of, recorded_as_of))
    for one, currency, account, debit, credit in found:
        before = added.get((one, currency, account), (0, 0))
        added[one, currency, account] = before[0] + int(debit), before[1] + int(credit)
    return [(*key, *both) for key, both in added.items()]


def _of_the_day(council: str, book: str | None, as_of: date | None, recorded_as_of: datetime) -> Select[Any]:
    """What was recorded on the day of the instant, up to it."""
    keys = (entries.c.book, entries.c.currency, lines.c.account)
    query = (
        select(*keys, func.sum(lines.c.debit), func.sum(lines.c.credit))
        .join(entries, _same_entry())
        .where(entries.c.council == council)
        .where(entries.c.recorded_at >= recorded_day(recorded_as_of))
        .where(entries.c.recorded_at <= instant_text(recorded_as_of))
        .group_by(*keys)
    )
    return query.where(*_narrowed(book, as_of))


def _same_entry() -> ColumnElement[bool]:
    return and_(entries.c.council == lines.c.council, entries.c.position == lines.c.position)


def _narrowed(book: str | None, as_of: date | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if book is not None:
        conditions.append(entries.c.book == book)
    if as_of is not None:
        conditions.append(entries.c.occurred_on <= as_of.isoformat())
    return conditions


def _under(column: Any, code: str) -> ColumnElement[bool]:
    """The account itself or one of its sub-accounts."""
    return or_(column == code, column.startswith(code + ".", autoescape=True))


def _of_account(
    table: Any, council: str, code: str, book: str | None, as_of: date | None
) -> list[ColumnElement[bool]]:
    conditions = [table.c.council == council, _under(table.c.account, code), *as_of_days(table, as_of, None)]
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


def _lines_of_account(council: str, code: str, book: str | None, as_of: date | None) -> Select[Any]:
    headers = [c for c in entries.c if c.name not in ("council", "position")]
    return (
        select(lines, *headers)
        .join(entries, _same_entry())
        .where(lines.c.council == council, _under(lines.c.account, code), *_narrowed(book, as_of))
        .order_by(lines.c.position, lines.c.line)
    )


def _behind(position: int, line: int) -> ColumnElement[bool]:
    return or_(lines.c.position > position, and_(lines.c.position == position, lines.c.line > line))


def _running_before(
    connection: Connection, council: str, code: str, book: str | None, as_of: date | None, first: Any
) -> dict[tuple[str, str], int]:
    """The balance of each book and currency before the page's first line."""
    before = or_(
        lines.c.position < first.position, and_(lines.c.position == first.position, lines.c.line < first.line)
    )
    query = (
        select(entries.c.book, entries.c.currency, func.sum(lines.c.debit - lines.c.credit))
        .join(lines, _same_entry())
        .where(lines.c.council == council, _under(lines.c.account, code), before, *_narrowed(book, as_of))
        .group_by(entries.c.book, entries.c.currency)
    )
    return {(of_book, currency): int(minor) for of_book, currency, minor in connection.execute(query)}


def _condition(connection: Connection, council: str, name: str, value: str) -> ColumnElement[bool]:
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
            return _with_line(or_(money, _under(lines.c.account, value)))
        case "fund" | "project":
            return _with_line(_OF_LINE[name] == id_of(connection, council, name, value))
        case "party" | "donor" | "payee":
            return _with_line(lines.c.party == value)
        case _:
            raise InvalidInput({name: ["filter.unknown"]})


def _with_line(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(_same_entry(), condition)


def _entry(row: Any, of_entry: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        **_header(row),
        "lines": of_entry,
        "debit": sum(line["debit"] for line in of_entry),
        "credit": sum(line["credit"] for line in of_entry),
    }


def _header(row: Any) -> dict[str, Any]:
    return {
        "id": row.position,
        "book": row.book,
        "currency": row.currency,
        "occurred_on": row.occurred_on,
        "recorded_at": row.recorded_at,
        "position": f"{row.source}/{row.source_position}",
        "subject": row.subject,
        "rules": row.rules,
        "regime": row.chart,
        "template": row.template,
        "description": row.summary,
        "description_zh": row.summary_zh,
        "purpose": row.purpose or None,
        "number": None,  # given by the accountant's posting, when that comes
    }


def _line(row: Any, rules: Rules) -> dict[str, Any]:
    account = rules.account(row.account)
    return {
        "line": row.line,
        "account": row.account,
        "name": account.name if account else row.account,
        "name_zh": account.name_zh if account else row.account,
        "debit": row.debit,
        "credit": row.credit,
        "fund": row.fund or None,
        "project": row.project or None,
        "party": row.party or None,
        "money_account": row.money_account or None,
        "restriction": restriction_of(row.restriction),
    }


def _account_line(row: Any, rules: Rules) -> dict[str, Any]:
    return {**_header(row), **_line(row, rules)}

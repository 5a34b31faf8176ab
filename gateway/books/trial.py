"""The trial balance, now or as of a moment of either calendar."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from gateway.books.shown import narrowed, same_entry
from gateway.books.sums import Moment, recorded_day
from gateway.books.tables import balances, entries, lines, unpostable
from gateway.ledger.rules import Library, Rules
from gateway.ledger.statements import Balance, trial_balance
from kernel.clock import instant_text
from kernel.db import Database


class TrialBalances:
    """Reads the daily sums of accounts."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library

    @property
    def _rules(self) -> Rules:
        return self._library.current

    def trial_balance(
        self,
        council: str,
        *,
        as_of: date | None = None,
        recorded_as_of: datetime | None = None,
        book: str | None = None,
        include_unposted: bool = True,
    ) -> dict[str, Any]:
        """`rows` of every book and currency, `totals` of each, and whether unposted is in them.

        Where there is one book and currency alone, its `totals` stand at the top too.
        `unpostable` counts events that stand in the order without an entry. No entry has a number yet (the
        accountant's posting gives it), so without the unposted ones nothing is left.
        """
        moment = Moment(as_of, recorded_as_of)
        with self._database.read() as connection:
            sums = _sums(connection, council, book, moment) if include_unposted else []
            query = select(func.count()).select_from(unpostable).where(unpostable.c.council == council)
            waiting = connection.execute(query).scalar_one()
        by_book: dict[tuple[str, str], list[tuple[str, int, int]]] = defaultdict(list)
        for of_book, currency, account, debit, credit in sums:
            by_book[of_book, currency].append((account, debit, credit))
        rows: list[dict[str, Any]] = []
        totals = []
        for (of_book, currency), of_accounts in sorted(by_book.items()):
            made = trial_balance(of_accounts, self._rules)
            names = {"book": of_book, "currency": currency}
            rows += [{**names, **_row(row)} for row in made.rows]
            totals.append({**names, "debit": made.debit, "credit": made.credit})
        return {
            "as_of": as_of.isoformat() if as_of else None,
            "recorded_as_of": instant_text(recorded_as_of) if recorded_as_of else None,
            "includes_unposted": include_unposted,
            "unpostable": waiting,
            **(totals[0] if len(totals) == 1 else {}),
            "rows": rows,
            "totals": totals,
        }


def _row(row: Balance) -> dict[str, Any]:
    return {
        "account": row.account,
        "name": row.name,
        "name_zh": row.name_zh,
        "debit": row.debit,
        "credit": row.credit,
        "balance": row.balance,
    }


def _sums(
    connection: Connection, council: str, book: str | None, moment: Moment
) -> list[tuple[str, str, str, int, int]]:
    """(book, currency, account, debit, credit), each account once."""
    added: dict[tuple[str, str, str], tuple[int, int]] = {}
    keys = (balances.c.book, balances.c.currency, balances.c.account)
    query = (
        select(*keys, func.sum(balances.c.debit), func.sum(balances.c.credit))
        .where(balances.c.council == council, *moment.days(balances))
        .group_by(*keys)
    )
    of_book = [] if book is None else [balances.c.book == book]
    found = list(connection.execute(query.where(*of_book)))
    if moment.recorded_as_of is not None:
        found += connection.execute(_of_the_day(council, book, moment.as_of, moment.recorded_as_of))
    for one, currency, account, debit, credit in found:
        before = added.get((one, currency, account), (0, 0))
        added[one, currency, account] = before[0] + int(debit), before[1] + int(credit)
    return [(*key, *both) for key, both in added.items()]


def _of_the_day(council: str, book: str | None, as_of: date | None, recorded_as_of: datetime) -> Select[Any]:
    """What was recorded on the day of the instant, up to it."""
    keys = (entries.c.book, entries.c.currency, lines.c.account)
    query = (
        select(*keys, func.sum(lines.c.debit), func.sum(lines.c.credit))
        .join(entries, same_entry())
        .where(entries.c.council == council)
        .where(entries.c.recorded_at >= recorded_day(recorded_as_of))
        .where(entries.c.recorded_at <= instant_text(recorded_as_of))
        .group_by(*keys)
    )
    return query.where(*narrowed(book, as_of))

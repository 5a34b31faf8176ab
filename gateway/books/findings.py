"""What must always hold, checked by the running system: each finding names what does not.

{"code", "severity": error | warning | info, "subject", ...}: sums are minor units beside their `currency`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Protocol

from sqlalchemy import Connection, func, select

from gateway.books import comparing
from gateway.books.appender import is_ready
from gateway.books.copies import Copies
from gateway.books.sql import ledger_head
from gateway.books.tables import SOURCES, balances, copies, lines, unpostable
from kernel.bus import BusDown, CallTimedOut, RemoteFailure
from kernel.codec import decode_envelope
from kernel.db import Database

Finding = dict[str, Any]
LISTED_MAX: Final = 100
"""Findings of one kind that are listed one by one; the count says how many there are."""


class Heads(Protocol):
    """How a service is asked where its logs end."""

    def heads(self, source: str) -> Mapping[str, tuple[int, str]]:
        """council -> (position, root in hex). Raises: BusDown, CallTimedOut, RemoteFailure."""
        ...


def finding(code: str, severity: str, subject: str, **arguments: Any) -> Finding:
    """One thing that does not hold, or that somebody should know."""
    return {"code": code, "severity": severity, "subject": subject, **arguments}


class Findings:
    """Checks on request. `stalled(council)` tells of streams that stand: name -> why."""

    def __init__(
        self,
        database: Database,
        copies_kept: Copies,
        ask: Heads,
        stalled: Callable[[str], Mapping[str, str]],
    ) -> None:
        self._database = database
        self._copies = copies_kept
        self._ask = ask
        self._stalled = stalled

    def findings(self, council: str) -> list[Finding]:
        """Everything that is found now. Raises: StorageFault."""
        # Asked before the transaction: nothing waits for another service inside one.
        found = [*self._streams(council), *self._sources(council)]
        with self._database.read() as connection:
            for check in (
                _unbalanced_entries,
                _unbalanced_books,
                _unpostable,
                _waiting,
                comparing.over_committed,
                comparing.figures_against_entries,
                comparing.funds_against_projects,
                comparing.beyond_allocation,
            ):
                found += check(connection, council)
        return found

    def _streams(self, council: str) -> Iterator[Finding]:
        for stream, why in sorted(self._stalled(council).items()):
            yield finding("stream.stalled", "error", stream, why=why)

    def _sources(self, council: str) -> Iterator[Finding]:
        """Our copy of each log against the log itself, where both stand at one position."""
        ours = self._copies.heads(council)
        for source in SOURCES:
            try:
                heads = self._ask.heads(source)
            except (BusDown, CallTimedOut, RemoteFailure) as error:
                yield finding("source.unreachable", "warning", source, why=type(error).__name__)
                continue
            position, root = heads.get(council, (0, None))
            copy = ours.get(source)
            size = copy.size if copy else 0
            if position < size:
                yield finding("copy.ahead_of_source", "error", source, source_position=position, copied=size)
            elif copy is not None and position == size and root != copy.root().hex():
                yield finding("copy.root_differs", "error", source, copied=size)


def _unbalanced_entries(connection: Connection, council: str) -> Iterator[Finding]:
    debit, credit = func.sum(lines.c.debit), func.sum(lines.c.credit)
    query = (
        select(lines.c.position, debit, credit)
        .where(lines.c.council == council)
        .group_by(lines.c.position)
        .having(debit != credit)
        .limit(LISTED_MAX)
    )
    for position, debits, credits_ in connection.execute(query):
        yield finding(
            "ledger.entry_unbalanced", "error", str(position), debits=int(debits), credits=int(credits_)
        )


def _unbalanced_books(connection: Connection, council: str) -> Iterator[Finding]:
    debit, credit = func.sum(balances.c.debit), func.sum(balances.c.credit)
    query = (
        select(balances.c.book, balances.c.currency, debit, credit)
        .where(balances.c.council == council)
        .group_by(balances.c.book, balances.c.currency)
    )
    for book, currency, debits, credits_ in connection.execute(query):
        if debits != credits_:
            yield finding(
                "ledger.book_unbalanced",
                "error",
                book,
                currency=currency,
                debit=int(debits),
                credit=int(credits_),
            )


def _unpostable(connection: Connection, council: str) -> Iterator[Finding]:
    mine = unpostable.c.council == council
    query = select(unpostable).where(mine).order_by(unpostable.c.position).limit(LISTED_MAX)
    for row in connection.execute(query):
        yield finding(
            "ledger.unpostable",
            "warning",
            f"{row.source}/{row.source_position}",
            type=row.type,
            why=row.code,
            argument=row.argument,
        )
    count = connection.execute(select(func.count()).select_from(unpostable).where(mine)).scalar_one()
    if count > LISTED_MAX:
        yield finding("ledger.more_unpostable", "warning", "ledger", count=count)


def _waiting(connection: Connection, council: str) -> Iterator[Finding]:
    """Logs whose next event waits for a cause that is not in: passing, unless the cause never comes."""
    head = ledger_head(connection, council)
    taken = head.taken if head else {}
    for source in SOURCES:
        query = select(copies.c.body).where(
            copies.c.council == council,
            copies.c.source == source,
            copies.c.position == taken.get(source, 0) + 1,
        )
        body = connection.execute(query).scalar_one_or_none()
        if body is None:
            continue
        try:
            envelope = decode_envelope(body)
        except ValueError:  # msgspec's errors are
            yield finding("copy.unreadable", "error", f"{source}/{taken.get(source, 0) + 1}")
            continue
        if not is_ready(envelope, taken):
            cause = envelope.cause or {}
            yield finding(
                "ledger.cause_awaited",
                "info",
                f"{source}/{envelope.position}",
                cause=f"{cause.get('service')}/{cause.get('position')}",
            )

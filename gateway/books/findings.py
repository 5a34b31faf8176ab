"""What must always hold, checked by the running system: each finding names what does not.

debits equal credits, in every entry and in all    ledger.entry_unbalanced, book_unbalanced, balances_differ
a fund's figures are what its entries say          fund.figures_differ, restriction_differs
its goods in store are what its entries say       fund.goods_differ
a donation less what went back is in the accounts  donation.entries_differ
available is never negative by a decision          fund.over_committed; spent is within committed:
                                                   fund.spent_beyond_commitment
no money account holds less than nothing           account.below_zero: an entry is wrong, or is lacking
spent + advanced + reserved <= allocated           project.beyond_allocation
funds and projects say the same of each other      fund.notes_differ, allocations_differ
copies are the services' logs                      copy.root_differs, ahead_of_source, unreadable
the order has every event of every log once        ledger.order_differs, cause_awaited
what stands still, what could not be posted        stream.stalled, source.unreachable, ledger.unpostable

Not here: which project a donation was spent on. A fund allocates what it has under a restriction, not single
gifts; whose money went where comes with the donor's trail. And that replay equals the live state, byte by
byte, and every root from the first leaf on; that costs reading all there is, and `gongzhi fsck` does it.

{"code", "severity": error | warning | info, "subject", ...}: sums are minor units beside their `currency`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Protocol

from sqlalchemy import Connection, func, select

from gateway.books import comparing, gifts
from gateway.books.appender import is_ready
from gateway.books.copies import Copies
from gateway.books.sql import ledger_head
from gateway.books.standing import standing
from gateway.books.tables import SOURCES, balances, copies, ledger_order, lines, unpostable
from gateway.ledger.rules import Library
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
        library: Library,
    ) -> None:
        self._database = database
        self._copies = copies_kept
        self._ask = ask
        self._stalled = stalled
        self._library = library

    def findings(self, council: str) -> list[Finding]:
        """Everything that is found now. Raises: StorageFault."""
        # Asked before the transaction: nothing waits for another service inside one.
        found = [*self._streams(council), *self._sources(council)]
        # Of one moment: an appender at work between two sums would look like a disagreement.
        with self._database.read_at_one_moment() as connection:
            for check in (_entries, _books, _accounts, gifts.against_entries, _order, _unpostable, _waiting):
                found += check(connection, council)
            sums = standing(connection, council, self._library)
            for compare in (
                comparing.over_committed,
                comparing.spent_beyond_commitment,
                comparing.figures_against_entries,
                comparing.restrictions_against_entries,
                comparing.goods_against_entries,
                comparing.allocated_against_committed,
                comparing.beyond_allocation,
            ):
                found += compare(sums)
            found += comparing.funds_against_projects(connection, council, sums)
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


def _entries(connection: Connection, council: str) -> Iterator[Finding]:
    """Every entry is in balance, and all lines together are what the accounts' sums say."""
    debit, credit = func.sum(lines.c.debit).label("debit"), func.sum(lines.c.credit).label("credit")
    each = (
        select(lines.c.position, debit, credit).where(lines.c.council == council).group_by(lines.c.position)
    )
    of = each.subquery()
    # One pass over the lines, the longest of these tables; which entries are at fault is asked only then.
    unequal = func.count().filter(of.c.debit != of.c.credit)
    row = connection.execute(select(func.sum(of.c.debit), func.sum(of.c.credit), unequal)).one()
    by_lines, count = (int(row[0] or 0), int(row[1] or 0)), int(row[2])
    if count:
        for position, debits, credits_ in connection.execute(each.having(debit != credit).limit(LISTED_MAX)):
            yield finding(
                "ledger.entry_unbalanced", "error", str(position), debits=int(debits), credits=int(credits_)
            )
    if count > LISTED_MAX:
        yield finding("ledger.more_unbalanced", "error", "ledger", count=count)
    sums = select(func.sum(balances.c.debit), func.sum(balances.c.credit)).where(
        balances.c.council == council
    )
    by_accounts = tuple(int(one or 0) for one in connection.execute(sums).one())
    if by_lines != by_accounts:
        yield finding(
            "ledger.balances_differ",
            "error",
            "ledger",
            lines_debit=by_lines[0],
            lines_credit=by_lines[1],
            accounts_debit=by_accounts[0],
            accounts_credit=by_accounts[1],
        )


def _books(connection: Connection, council: str) -> Iterator[Finding]:
    debit, credit = func.sum(balances.c.debit), func.sum(balances.c.credit)
    query = (
        select(balances.c.book, balances.c.currency, debit, credit)
        .where(balances.c.council == council)
        .group_by(balances.c.book, balances.c.currency)
        .having(debit != credit)
    )
    for book, currency, debits, credits_ in connection.execute(query):
        yield finding(
            "ledger.book_unbalanced",
            "error",
            book,
            currency=currency,
            debit=int(debits),
            credit=int(credits_),
        )


def _accounts(connection: Connection, council: str) -> Iterator[Finding]:
    held = func.sum(balances.c.debit - balances.c.credit)
    query = (
        select(balances.c.money_account, balances.c.currency, held)
        .where(balances.c.council == council, balances.c.money_account != "")
        .group_by(balances.c.money_account, balances.c.currency)
        .having(held < 0)
    )
    for account, currency, minor in connection.execute(query):
        yield finding("account.below_zero", "warning", account, currency=currency, balance=int(minor))


def _order(connection: Connection, council: str) -> Iterator[Finding]:
    """The order has each log's events up to where it took them, each once (its key says once)."""
    head = ledger_head(connection, council)
    taken = dict(head.taken) if head else {}
    query = (
        select(ledger_order.c.source, func.count(), func.max(ledger_order.c.source_position))
        .where(ledger_order.c.council == council)
        .group_by(ledger_order.c.source)
    )
    held = {source: (count, last) for source, count, last in connection.execute(query)}
    for source in sorted({*taken, *held}):
        count, last = held.get(source, (0, 0))
        if not count == last == taken.get(source, 0):
            yield finding(
                "ledger.order_differs",
                "error",
                source,
                ordered=count,
                last=last,
                taken=taken.get(source, 0),
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

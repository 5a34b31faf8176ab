"""Recompute what can be: heads from bytes, copies against logs, the ledger's order and its tables.

May run beside the system: what is written meanwhile lies behind the heads that were read first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final, cast

from sqlalchemy import Connection, func, select

from cli.host.refill import CopiesOf
from cli.host.restore import DOMAINS
from gateway.books.charts import library
from gateway.books.rebuild import rebuild
from gateway.books.tables import DERIVED, SOURCES, copies, copy_heads, ledger_heads, ledger_order
from kernel.codec import Codec, decode_envelope
from kernel.db import Database
from kernel.log_tables import commands, events, heads, vault
from kernel.merkle import Range, leaf_hash
from kernel.sql_log import SqlLog

PAGE: Final = 1000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is not as it must be. `where` is `service/council` or a table of it."""

    code: str
    where: str
    what: str


def check_log(database: Database, service: str, told: Callable[[str], None]) -> Iterator[Fault]:
    """One service's logs: every byte, the head over them, and what stands beside them."""
    codec = Codec(DOMAINS[service].facts, DOMAINS[service].upcasters)
    for council, size, peaks, last in _ends(database):
        where = f"{service}/{council}"
        told(where)
        if last != size:
            yield Fault("log.head", where, f"the head says {size}, the last event is {last}")
        reached = Range()
        seals: set[str] = set()
        for row in _rows(database, council, size):
            envelope = decode_envelope(row.body)
            named = (envelope.service, envelope.council, envelope.position, envelope.subject, envelope.type)
            if named != (service, council, row.position, row.subject, row.type):
                yield Fault("log.envelope", where, f"{row.position} says {named}")
            if row.position != reached.size + 1:
                yield Fault("log.gap", where, f"{row.position} after {reached.size}")
            if not codec.knows(envelope.type):
                yield Fault("log.type", where, f"{row.position}: {envelope.type}")
            if envelope.encoded() != _bytes(row.body):
                yield Fault("log.not_canonical", where, str(row.position))
            seals |= {
                value["sealed"]
                for value in envelope.data.values()
                if isinstance(value, dict) and "sealed" in value
            }
            reached = reached.append(leaf_hash(_bytes(row.body)))
        if (reached.size, reached.packed()) != (size, peaks):
            yield Fault("log.head", where, f"the head at {size} is not that of the {reached.size} events")
        yield from _beside(database, council, where, size, seals)


def _ends(database: Database) -> list[tuple[str, int, bytes, int]]:
    """(council, position, peaks, position of the last event): one statement, so of one moment."""
    last = select(func.max(events.c.position)).where(events.c.council == heads.c.council).scalar_subquery()
    with database.read() as connection:
        rows = connection.execute(select(heads, last.label("last"))).all()
    return [(row.council, row.position, bytes(row.peaks), row.last or 0) for row in rows]


def _bytes(stored: Any) -> bytes:
    """What stands in a column of bytes; SQLite lets text stand there too."""
    return stored.encode() if isinstance(stored, str) else bytes(stored)


def _rows(database: Database, council: str, last: int) -> Iterator[Any]:
    after = 0
    while True:
        query = (
            select(events)
            .where(events.c.council == council, events.c.position > after, events.c.position <= last)
            .order_by(events.c.position)
            .limit(PAGE)
        )
        with database.read() as connection:
            rows = connection.execute(query).all()
        if not rows:
            return
        yield from rows
        after = rows[-1].position


def _beside(database: Database, council: str, where: str, last: int, seals: set[str]) -> Iterator[Fault]:
    """Remembered commands name events that are there; openings open seals that are there."""
    with database.read() as connection:
        query = select(commands.c.command_id).where(
            commands.c.council == council,
            (commands.c.last > last) | (commands.c.first < 1) | (commands.c.first > commands.c.last),
        )
        for command_id in connection.execute(query).scalars():
            yield Fault("commands.range", where, command_id)
        for digest in connection.execute(select(vault.c.sealed).where(vault.c.council == council)).scalars():
            if digest not in seals:
                yield Fault("vault.no_event", where, digest)
    opened = SqlLog(database).openings(council, seals)
    for digest, opening in opened.items():
        if not opening.holds():
            yield Fault("vault.other_text", where, digest)


def check_ledger(
    ledger: Database, logs: Mapping[str, Database], told: Callable[[str], None]
) -> Iterator[Fault]:
    """The copies against their own heads and the logs; the order, its root, causes before effects."""
    with ledger.read() as connection:
        kept = connection.execute(select(copy_heads)).all()
        councils = connection.execute(select(ledger_heads.c.council)).scalars().all()
    for row in kept:
        where = f"copy of {row.source}/{row.council}"
        told(where)
        mine = CopiesOf(ledger, row.council).range_of(row.source, row.position)
        if (mine.size, mine.packed()) != (row.position, bytes(row.peaks)):
            yield Fault("copy.head", where, f"at {row.position}")
        yield from _against_log(logs.get(row.source), row.council, where, mine)
        yield from _leaves(ledger, row.council, row.source, where)
    for council in councils:
        told(f"ledger of {council}")
        yield from _order(ledger, council)


def _against_log(database: Database | None, council: str, where: str, copied: Range) -> Iterator[Fault]:
    """A copy is a beginning of its log."""
    if database is None:
        return
    reached = Range()
    for row in _rows(database, council, copied.size):
        reached = reached.append(leaf_hash(_bytes(row.body)))
    if reached.size < copied.size:
        yield Fault("copy.ahead", where, f"the log ends at {reached.size}, the copy at {copied.size}")
    elif reached != copied:
        yield Fault("copy.differs", where, f"up to {copied.size}")


def _leaves(ledger: Database, council: str, source: str, where: str) -> Iterator[Fault]:
    after = 0
    while True:
        query = (
            select(copies.c.position, copies.c.body, copies.c.leaf)
            .where(copies.c.council == council, copies.c.source == source, copies.c.position > after)
            .order_by(copies.c.position)
            .limit(PAGE)
        )
        with ledger.read() as connection:
            rows = connection.execute(query).all()
        if not rows:
            return
        for row in rows:
            if leaf_hash(_bytes(row.body)) != row.leaf:
                yield Fault("copy.leaf", where, str(row.position))
        after = rows[-1].position


def _order(ledger: Database, council: str) -> Iterator[Fault]:
    """Every copied event at most once, in its log's order, behind its cause; the root over the leaves."""
    where = f"ledger of {council}"
    taken = dict.fromkeys(SOURCES, 0)
    reached = Range()
    with ledger.read() as connection:
        head = connection.execute(select(ledger_heads).where(ledger_heads.c.council == council)).one()
    for row in _ordered(ledger, council, head.position):
        if row.position != reached.size + 1 or row.source_position != taken[row.source] + 1:
            yield Fault("order.gap", where, f"{row.position}: {row.source}/{row.source_position}")
        if row.copied != row.leaf:
            yield Fault("order.leaf", where, str(row.position))
        cause = decode_envelope(row.body).cause if row.body is not None else None
        if cause is not None and taken[cause["service"]] < cause["position"]:
            yield Fault("order.cause", where, str(row.position))
        taken[row.source] = row.source_position
        reached = reached.append(row.leaf)
    if (reached.size, reached.packed()) != (head.position, bytes(head.peaks)):
        yield Fault("ledger.head", where, f"the head says {head.position}, the order {reached.size}")


def _ordered(ledger: Database, council: str, last: int) -> Iterator[Any]:
    """The order with what was copied, up to `last`: page by page, for a read keeps no cursor open."""
    after = 0
    while after < last:
        query = (
            select(ledger_order, copies.c.body, copies.c.leaf.label("copied"))
            .join(
                copies,
                (copies.c.council == ledger_order.c.council)
                & (copies.c.source == ledger_order.c.source)
                & (copies.c.position == ledger_order.c.source_position),
                isouter=True,
            )
            .where(ledger_order.c.council == council)
            .where(ledger_order.c.position > after, ledger_order.c.position <= last)
            .order_by(ledger_order.c.position)
            .limit(PAGE)
        )
        with ledger.read() as connection:
            rows = connection.execute(query).all()
        if not rows:
            return
        yield from rows
        after = rows[-1].position


class _Undo(Exception):  # noqa: N818 - no error: the way out of a transaction that is not to stay
    """Roll back."""


class _Within:
    """A database for `rebuild` whose write transaction is ours, and will be rolled back."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        yield self._connection


def check_tables(ledger: Database, told: Callable[[str], None]) -> Iterator[Fault]:
    """Derive every derived table again and compare; nothing is changed. The ledger waits meanwhile."""
    with suppress(_Undo), ledger.write() as connection:
        told("rebuild")
        before = _digests(connection)
        within = cast("Database", _Within(connection))
        for council in connection.execute(select(ledger_heads.c.council)).scalars().all():
            rebuild(within, library(), council)
        for name, after in _digests(connection).items():
            if after != before[name]:
                yield Fault("table.differs", name, f"{before[name][0]} rows, rebuilt {after[0]}")
        raise _Undo


def _digests(connection: Connection) -> dict[str, tuple[int, int]]:
    """Each derived table's count of rows, and a digest of them that their order does not change."""
    found = {}
    for table in DERIVED:
        count = digest = 0
        for row in connection.execute(select(table), execution_options={"yield_per": PAGE}):
            count += 1
            digest ^= int.from_bytes(leaf_hash(repr(tuple(row)).encode()), "big")
        found[table.name] = (count, digest)
    return found

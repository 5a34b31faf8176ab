"""Recompute what can be: heads from bytes, copies against logs, the ledger's order and its tables.

May run beside the system: what is written meanwhile lies behind the heads that were read first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final, cast

from sqlalchemy import Connection, func, select, text

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
    with database.read() as connection:
        councils = connection.execute(select(heads.c.council)).scalars().all()
    for council in councils:
        where = f"{service}/{council}"
        # Before the head: what is sealed later is behind it, and no opening of that is looked at.
        opened = _opened(database, council)
        size, peaks, last = _end(database, council)
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
        yield from _commands(database, council, where, size)
        for digest in sorted(opened - seals):
            yield Fault("vault.no_event", where, digest)
        yield from _texts(database, council, where, seals)


def _opened(database: Database, council: str) -> set[str]:
    """The seals that the vault opens."""
    with database.read() as connection:
        return {*connection.execute(select(vault.c.sealed).where(vault.c.council == council)).scalars()}


def _end(database: Database, council: str) -> tuple[int, bytes, int]:
    """(position, peaks, position of the last event): one statement, so of one moment."""
    last = select(func.max(events.c.position)).where(events.c.council == council).scalar_subquery()
    query = select(heads, last.label("last")).where(heads.c.council == council)
    with database.read() as connection:
        row = connection.execute(query).one()
    return row.position, bytes(row.peaks), row.last or 0


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


def _commands(database: Database, council: str, where: str, size: int) -> Iterator[Fault]:
    """Remembered commands name events that are there; those behind `size` may be newer than it."""
    first, last = commands.c.first, commands.c.last
    now = select(heads.c.position).where(heads.c.council == council).scalar_subquery()
    query = select(commands.c.command_id).where(
        commands.c.council == council,
        # What one command made came at once: no head was ever read between its first event and its last.
        (first < 1) | (first > last) | ((first <= size) & (last > size)) | (last > now),
    )
    with database.read() as connection:
        for command_id in connection.execute(query).scalars():
            yield Fault("commands.range", where, command_id)


def _texts(database: Database, council: str, where: str, seals: set[str]) -> Iterator[Fault]:
    """What the vault has for a seal is what was sealed."""
    log = SqlLog(database)
    told = log.openings(council, seals)
    secrets = {digest: log.secret(council, digest) for digest in seals - told.keys()}
    for digest, opening in {**told, **secrets}.items():
        if opening is not None and not opening.holds():
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
        if ledger.postgres:
            # Reading a large council takes its time; every wait for a lock stays bounded.
            connection.execute(text("SET LOCAL statement_timeout = 0"))
        # Whoever appends waits at the head row. In one order, or two who check would wait for each other.
        locked = select(ledger_heads.c.council).order_by(ledger_heads.c.council).with_for_update()
        councils = connection.execute(locked).scalars().all()
        before = _digests(connection, councils)
        within = cast("Database", _Within(connection))
        for council in councils:
            rebuild(within, library(), council)
        for name, after in _digests(connection, councils).items():
            if after != before[name]:
                yield Fault("table.differs", name, f"{before[name][0]} rows, rebuilt {after[0]}")
        raise _Undo


def _digests(connection: Connection, councils: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Each derived table's count of rows, and a digest of them that their order does not change.

    Of the councils that are held alone: another may be founded meanwhile.
    """
    found = {}
    for table in DERIVED:
        count = digest = 0
        query = select(table).where(table.c.council.in_(councils))
        for row in connection.execute(query, execution_options={"yield_per": PAGE}):
            count += 1
            digest ^= int.from_bytes(leaf_hash(repr(tuple(row)).encode()), "big")
        found[table.name] = (count, digest)
    return found

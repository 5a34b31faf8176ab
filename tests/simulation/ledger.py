"""The ledger of a simulated house: in memory for most histories, the real books on SQLite for some."""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import select

from gateway.books import Books, migrate
from gateway.books.appender import BATCH_MAX, Copied, in_order
from gateway.books.ask import AskByRpc
from gateway.books.copies import CopyRefused
from gateway.books.tables import SOURCES, copies, ledger_order
from kernel.bus import Bus
from kernel.clock import Seconds
from kernel.codec import decode_envelope
from kernel.db import Database
from kernel.follow import Follower, RpcSource
from kernel.merkle import Range, leaf_hash
from kernel.testing.faults import Faults, SimClock

Fault = Callable[[str], None]
Place = tuple[str, int]
"""An event: its service, and its position there."""


class Ledger(Protocol):
    """The ledger's process: it may die and be started again over the same store."""

    @property
    def followers(self) -> Mapping[str, Follower]:
        """By source."""
        ...

    def append(self, council: str) -> int:
        """Put what the copies have into the order, one batch."""
        ...

    def cursors(self) -> dict[str, dict[str, dict[str, Any]]]:
        """council -> source -> how far its log is copied: what guards ask for."""
        ...


class Store(Protocol):
    """The ledger's database."""

    def start(self, bus: Bus, clock: SimClock) -> Ledger:
        """A process over it."""
        ...

    def snapshot(self) -> Any:
        """This moment, for `restore`."""
        ...

    def restore(self, moment: Any) -> None:
        """Back to an older moment, as from a backup."""
        ...

    def copy(self, source: str) -> Sequence[bytes]:
        """The bytes that are kept of a log."""
        ...

    def order(self) -> Sequence[Place]:
        """The order, as it stands."""
        ...


class MemoryStore:
    """Copies and order as the books keep them, without SQL."""

    def __init__(self, council: str, faults: Faults) -> None:
        self.council = council
        self.fault = faults.at("gateway")
        self.copies: dict[str, list[Copied]] = {source: [] for source in SOURCES}
        self.bodies: dict[str, list[bytes]] = {source: [] for source in SOURCES}
        self.ranges: dict[str, Range] = dict.fromkeys(SOURCES, Range())
        self.taken: dict[str, int] = dict.fromkeys(SOURCES, 0)
        self.ordered: list[Copied] = []

    def start(self, bus: Bus, clock: SimClock) -> MemoryLedger:
        return MemoryLedger(self, bus, clock)

    def snapshot(self) -> Any:
        kept = {source: list(one) for source, one in self.copies.items()}
        bodies = {source: list(one) for source, one in self.bodies.items()}
        return kept, bodies, dict(self.ranges), dict(self.taken), list(self.ordered)

    def restore(self, moment: Any) -> None:
        kept, bodies, ranges, taken, ordered = moment
        self.copies = {source: list(one) for source, one in kept.items()}
        self.bodies = {source: list(one) for source, one in bodies.items()}
        self.ranges, self.taken, self.ordered = dict(ranges), dict(taken), list(ordered)

    def copy(self, source: str) -> Sequence[bytes]:
        return self.bodies[source]

    def order(self) -> Sequence[Place]:
        return [(one.envelope.service, one.envelope.position) for one in self.ordered]


class MemoryLedger:
    """The rules of `gateway.books` in memory: what is taken, refused, and put in order."""

    def __init__(self, store: MemoryStore, bus: Bus, clock: SimClock) -> None:
        self.store = store
        self.followers: Mapping[str, Follower] = {
            source: Follower(source, RpcSource(bus.call, source), _MemorySink(store, source), clock)
            for source in SOURCES
        }

    def append(self, council: str) -> int:  # noqa: ARG002 - there is one
        store = self.store
        store.fault("begin")
        taken = dict(store.taken)
        waiting = {source: deque(kept[taken[source] :]) for source, kept in store.copies.items()}
        chosen = list(in_order(waiting, taken, BATCH_MAX))
        store.fault("commit")
        store.taken = taken
        store.ordered += chosen
        store.fault("committed")
        return len(chosen)

    def cursors(self) -> dict[str, dict[str, dict[str, Any]]]:
        self.store.fault("cursors")
        return {self.store.council: {source: one.as_wire() for source, one in self.store.ranges.items()}}


class _MemorySink:
    def __init__(self, store: MemoryStore, source: str) -> None:
        self._store = store
        self._source = source

    def cursor(self, council: str) -> Range:  # noqa: ARG002 - there is one
        self._store.fault("cursor")
        return self._store.ranges[self._source]

    def take(
        self,
        council: str,
        after: int,
        bodies: Sequence[bytes],
        within_s: Seconds | None = None,  # noqa: ARG002 - at once
    ) -> None:
        store, source = self._store, self._source
        store.fault("begin")
        reached = store.ranges[source]
        if after > reached.size:
            raise CopyRefused(f"{source}: {after} does not follow {reached.size}")
        fresh = bodies[reached.size - after :]
        if list(bodies[: reached.size - after]) != store.bodies[source][after : after + len(bodies)]:
            raise CopyRefused(f"{source}: other bytes than ours from {after + 1} on")
        taken = [Copied(decode_envelope(body), leaf_hash(body)) for body in fresh]
        for position, one in enumerate(taken, reached.size + 1):
            envelope = one.envelope
            if (envelope.service, envelope.council, envelope.position) != (source, council, position):
                raise CopyRefused(f"{source} {position}: came as {envelope.service} {envelope.position}")
        store.fault("commit")
        store.copies[source] += taken
        store.bodies[source] += fresh
        store.ranges[source] = reached.extend(one.leaf for one in taken)
        store.fault("committed")


class BooksStore:
    """The real books, in a SQLite file of their own folder."""

    def __init__(self, council: str, folder: Path) -> None:
        self._council = council
        self._file = folder / "books.db"
        self._folder = folder
        self._moments = 0
        self._open()
        migrate(self.database)

    def _open(self) -> None:
        self.database = Database(f"sqlite:///{self._file}")

    def start(self, bus: Bus, clock: SimClock) -> Ledger:
        return Books(self.database, clock, AskByRpc(bus.call))

    def snapshot(self) -> Any:
        self.database.close()  # the last connection folds the write-ahead log into the file
        self._moments += 1
        return shutil.copy(self._file, self._folder / f"moment-{self._moments}.db")

    def restore(self, moment: Any) -> None:
        self.database.close()
        shutil.copy(moment, self._file)
        self._open()

    def copy(self, source: str) -> Sequence[bytes]:
        query = (
            select(copies.c.body)
            .where(copies.c.council == self._council, copies.c.source == source)
            .order_by(copies.c.position)
        )
        with self.database.read() as connection:
            return [bytes(body) for body in connection.execute(query).scalars()]

    def order(self) -> Sequence[Place]:
        query = select(ledger_order).where(ledger_order.c.council == self._council)
        with self.database.read() as connection:
            rows = connection.execute(query.order_by(ledger_order.c.position))
            return [(row.source, row.source_position) for row in rows]

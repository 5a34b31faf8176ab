"""A writer's thread and its bounded queue: what waits while a batch commits goes together in the next.

Nothing is written to a database that was not vouched for in this very run (docs/adr/0013): where an older one
was restored under us, at whatever moment, the ledger is asked again before the next commit.
"""

from __future__ import annotations

import threading
import traceback
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog

from kernel.clock import Clock
from kernel.db import DatabaseDown, StorageFault
from kernel.errors import (
    Broken,
    CouncilUnknown,
    DeadlinePassed,
    Halted,
    OutcomeUnknown,
    Overloaded,
    Unavailable,
)
from kernel.tickets import Due, Group, Noting, Ticket
from kernel.writer import Unvouched, Writer

_log = structlog.get_logger(__name__)
RETRY_S_MAX: Final = 1.0
DUE_S: Final = 5.0
"""How often it is asked what time alone has made true."""
REFRESH_S: Final = 1.0
"""How stale the state in memory may be of what another process wrote, while nothing is written here."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much may wait and how much goes together, counted in commands."""

    queue: int = 5_000
    batch: int = 500
    large: int = 50
    """A heavier ticket waits in a lane of its own, so that no single command waits behind many."""


class Lane:
    """Feeds one council's writer.

    `committed` hears of each commit that wrote events, and how many tickets went into it. `ready` is asked
    before the first commit, and again before the next one on a database that runs anew: None, or why not yet;
    it raises Halted where only somebody's hand can help. What may pass is asked again; a defect alone halts.
    """

    def __init__(
        self,
        writer: Writer,
        clock: Clock,
        committed: Callable[[int], None],
        ready: Callable[[Writer], str | None] = lambda _writer: None,
        limits: Limits | None = None,
    ) -> None:
        self.writer = writer
        self._clock = clock
        self._committed = committed
        self._ready = ready
        self._limits = limits or Limits()
        self._small: deque[Ticket] = deque()
        self._large: deque[Ticket] = deque()
        self._waiting = 0
        self._wake = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name=f"writer-{writer.council}", daemon=True)
        self.loaded = threading.Event()
        """Set once the state in memory is that of the log."""
        self.may_write = threading.Event()
        """Set while writing is allowed: the log is the one that we know, and no copy of it is ahead."""
        self.halted: str | None = None
        self.waiting_for: str | None = "not loaded yet"
        self._held: str | None = None
        self._tended: float | None = None
        self._in_hand: Sequence[Ticket] = ()
        self._tried = False
        """Of what is in hand: whether a COMMIT may have happened whose answer was lost."""

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self, timeout_s: float = 10) -> None:
        """Finish the batch in hand, fail what waits, end the thread."""
        with self._wake:
            self._stopping = True
            self._wake.notify_all()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        for ticket in self._drain():
            ticket.fail(Unavailable("stopping"))

    def is_allowed(self, within_s: float) -> bool:
        """Whether writing is allowed, at the latest after that time."""
        return self.may_write.wait(within_s)

    @property
    def stands_still(self) -> str | None:
        """Why nothing is written until somebody has seen to it, or None."""
        return self.halted or self._held

    def put(self, ticket: Ticket) -> None:
        """Queue a ticket. Raises: Overloaded, Halted, Unavailable (stopping)."""
        with self._wake:
            if (why := self.stands_still) is not None:
                raise Halted(why)
            if self._stopping:
                raise Unavailable("stopping")
            if self._waiting + ticket.weight > self._limits.queue and self._waiting:
                raise Overloaded(f"{self._waiting} commands wait")
            self._waiting += ticket.weight
            (self._large if ticket.weight > self._limits.large else self._small).append(ticket)
            self._wake.notify()

    def _gather(self) -> list[Ticket]:
        """What waits, up to a batch: small tickets first, then one large (each lane moves in every batch)."""
        with self._wake:
            if not (self._small or self._large or self._stopping):
                self._wake.wait(REFRESH_S)
            if self._stopping:
                return []
            batch: list[Ticket] = []
            weight = 0
            while self._small and weight < self._limits.batch:
                batch.append(self._small.popleft())
                weight += batch[-1].weight
            if self._large and weight < self._limits.batch:
                batch.append(self._large.popleft())
                weight += batch[-1].weight
            self._waiting -= weight
            return batch

    def _drain(self) -> list[Ticket]:
        with self._wake:
            left = [*self._small, *self._large]
            self._small.clear()
            self._large.clear()
            self._waiting = 0
            return left

    def _run(self) -> None:
        try:
            self._work()
        except Exception as fault:  # noqa: BLE001
            # An event that this release cannot read, or a defect: the thread ends, so everybody must hear.
            frames = traceback.format_tb(fault.__traceback__)
            _log.error("writer.died", council=self.writer.council, kind=type(fault).__name__, frames=frames)
            self._halt(type(fault).__name__)

    def _work(self) -> None:
        while not (self._stopping or self.halted):
            if not self.may_write.is_set():
                self._get_ready()
            elif batch := self._gather():
                self._commit(batch)
            else:
                self._refresh()
            self._tend()

    def _tend(self) -> None:
        """Now and then, say what time alone has made true; by the state in memory, it is mostly nothing."""
        if self.writer.domain.due is None or not self.may_write.is_set() or self._stopping:
            return
        now = self._clock.monotonic()
        if self._tended is not None and now < self._tended + DUE_S:
            return
        self._tended = now
        if self.writer.is_anything_due():
            self._commit([Due(deadline=self._clock.now() + timedelta(seconds=DUE_S))])

    def _refresh(self) -> None:
        """See what another process wrote, and whether the database runs anew, though nothing is written."""
        try:
            self.writer.load()
        except StorageFault:
            self.waiting_for = "database"
        except Halted as why:
            self._hold(str(why))
        except CouncilUnknown as error:
            self._hold(_away(error))
        else:
            self.waiting_for = None
            if not self.writer.is_vouched(self.writer.read_from):
                self._forbid()

    def _get_ready(self) -> None:
        """Load the state and wait until writing is allowed; tickets gather meanwhile."""
        pause = _Pause(self._clock)
        while not (self._stopping or self.halted or self._try_ready()):
            self._expire()
            pause.take()

    def _try_ready(self) -> bool:
        """Whether the state is loaded and writing allowed."""
        try:
            self.writer.load()
            self.loaded.set()
            read_from = self.writer.read_from
            self.waiting_for = self._ready(self.writer)
            self._held = None
        except Halted as why:
            self._hold(str(why))
        except StorageFault:
            self.waiting_for = "database"
        except CouncilUnknown as error:
            self._hold(_away(error))
        else:
            if self.waiting_for is None:
                # What was read before the question: nothing newer was vouched for.
                self.writer.vouched_for = read_from
                self.may_write.set()
                return True
        return False

    def _expire(self) -> None:
        """Fail what is past its deadline while nothing can be decided."""
        late: list[Ticket] = []
        with self._wake:
            for lane in (self._small, self._large):
                kept = [t for t in lane if not self._late(t, late)]
                lane.clear()
                lane.extend(kept)
            self._waiting = sum(t.weight for t in (*self._small, *self._large))
        for ticket in late:
            ticket.fail(DeadlinePassed("nothing could be written in time"))

    def _late(self, ticket: Ticket, late: list[Ticket]) -> bool:
        past = ticket.deadline is not None and self._clock.now() > ticket.deadline
        if past:
            late.append(ticket)
        return past

    def _commit(self, batch: Sequence[Ticket]) -> None:
        """Commit what was gathered."""
        self._in_hand, self._tried = batch, False
        self._write(batch)
        if any(isinstance(ticket, Noting) for ticket in batch):
            self._tended = None  # what was noted may be all that something waited for

    def _write(self, batch: Sequence[Ticket]) -> None:
        """Commit until it is done, refused for good, or everybody's deadline is past."""
        pause, before = _Pause(self._clock), self.writer.head.position
        while batch:
            try:
                self.writer.commit(batch)
            except (DatabaseDown, Unvouched) as error:
                self._tried = self._tried or self.writer.tried
                batch = self._again(batch, error)
                pause.take()
            except Halted as why:
                self._hold(str(why))
            except CouncilUnknown as error:
                # As long as somebody restores it under us there is no head; it comes back.
                self._hold(_away(error))
            except StorageFault as error:
                self._one_by_one(batch, error)
                return
            else:
                self.waiting_for = None
                self._say(batch)
                if self.writer.head.position > before:
                    self._committed(len(batch))
                return
            if self._held is not None:
                _fail(batch, self._over(self._held, Halted))
                return

    def _again(self, batch: Sequence[Ticket], error: DatabaseDown | Unvouched) -> list[Ticket]:
        """What of the batch is to be tried again."""
        if isinstance(error, Unvouched):
            # Nothing was written. The database was away, or is another one: as at our start, ask first.
            self._forbid()
            self._try_ready()
        else:
            # Whether COMMIT happened is unknown: the same batch again finds its own command ids.
            self.waiting_for = "database"
        return self._still_wanted(batch)

    def _over(self, why: str, untried: type[Unavailable]) -> Unavailable:
        """What is said of what is in hand and will not be tried again."""
        return (OutcomeUnknown if self._tried else untried)(why)

    def _say(self, batch: Sequence[Ticket]) -> None:
        ids = [item.command_id for one in batch if isinstance(one, Group) for item in one.items]
        if ids:
            head = self.writer.head
            _log.debug(
                "batch.committed", council=self.writer.council, position=head.position, command_ids=ids
            )

    def _still_wanted(self, batch: Sequence[Ticket]) -> list[Ticket]:
        late: list[Ticket] = []
        kept = [ticket for ticket in batch if not self._late(ticket, late)]
        for ticket in late:
            ticket.fail(self._over("the database did not answer in time", DeadlinePassed))
        if self._stopping:
            _fail(kept, self._over("stopping", Unavailable))
            return []
        return kept

    def _one_by_one(self, batch: Sequence[Ticket], error: StorageFault) -> None:
        """The insert failed: each ticket alone, so that one fault fails one ticket."""
        if len(batch) == 1:
            _log.error("insert.failed", council=self.writer.council, kind=str(error))
            batch[0].fail(Broken(str(error)))
            return
        before = self._tried
        for ticket in batch:
            self._tried = before
            self._write([ticket])

    def _forbid(self) -> None:
        """Nothing is written until it was asked for anew, not even where the same witness comes back."""
        self.may_write.clear()
        self.writer.vouched_for = ""

    def _hold(self, why: str) -> None:
        """Nobody waits for what a moment will not bring; it goes on by itself once it has been seen to."""
        if self._held != why:
            _log.error("writer.held", council=self.writer.council, why=why)
        self._forbid()
        self._held = self.waiting_for = why
        _fail(self._drain(), Halted(why))

    def _halt(self, why: str) -> None:
        _log.error("writer.halted", council=self.writer.council, why=why)
        self._forbid()
        self.halted = why
        self._tried = self._tried or self.writer.tried
        _fail(self._in_hand, self._over(why, Halted))
        _fail(self._drain(), Halted(why))


def _away(error: CouncilUnknown) -> str:
    return f"the log of {error} is not there: restore it"


def _fail(tickets: Sequence[Ticket], why: Unavailable) -> None:
    for ticket in tickets:
        if not ticket.wait(0):
            ticket.fail(why)


class _Pause:
    """Waits longer each time, up to a second."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seconds = 0.05

    def take(self) -> None:
        self._clock.sleep(self._seconds)
        self._seconds = min(self._seconds * 2, RETRY_S_MAX)

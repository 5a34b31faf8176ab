"""From another service's log to one's own: the cursor and `read_log` are the truth, messages are doorbells.

Nothing here can lose an event: a message that is lost, repeated, late or out of order only changes when the
follower looks, never what it finds. A log that is not the one followed before stops that council's stream.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import structlog

from kernel.bus import BusDown, CallTimedOut, RemoteFailure
from kernel.clock import Clock, Seconds
from kernel.db import StorageFault
from kernel.errors import Broken, Halted, Unavailable
from kernel.merkle import Range, leaf_hash
from kernel.relay import Message, decode_message

_log = structlog.get_logger(__name__)
PAGE: Final = 500
CATCH_UP_S: Final = 5
POLL_S: Final = 2.0


class StreamStops(Exception):  # noqa: N818 - named as what it says
    """Stops a council's stream until somebody has seen to it. Its text is our own, so it may be shown."""


class Diverged(StreamStops):
    """The source's log is not the one that was followed: a root differs, or it ends before our cursor."""


@dataclass(frozen=True, slots=True)
class LogPage:
    """What `read_log` answers: events behind a position, and where the log ended at that moment.

    `before` is the root at the position behind which they are, where the source tells it.
    """

    position: int
    root: str
    bodies: Sequence[bytes]
    before: str | None = None


class Source(Protocol):
    """How a follower asks the service that it follows (by RPC, or directly in the simulator).

    Raises: BusDown, CallTimedOut, RemoteFailure.
    """

    def heads(self) -> Mapping[str, tuple[int, str]]:
        """council -> (position, root in hex)."""
        ...

    def read_log(self, council: str, after: int, limit: int) -> LogPage:
        """Events behind `after`."""
        ...


class Sink(Protocol):
    """Where followed events go; its cursor moves with what it makes of them, in one transaction."""

    def cursor(self, council: str) -> Range:
        """How far it came, with the range over those bytes."""
        ...

    def take(
        self, council: str, after: int, bodies: Sequence[bytes], within_s: Seconds | None = None
    ) -> None:
        """Take events behind `after`, within that time where it is told. Repeats are passed over.

        Raises: StorageFault, Unavailable; anything else is a fault that stalls the council's stream.
        """
        ...


class Follower:
    """Follows one source. Each council is a stream of its own: one that stalls never stops another."""

    def __init__(self, source_name: str, source: Source, sink: Sink, clock: Clock) -> None:
        self.source_name = source_name
        self._source = source
        self._sink = sink
        self._clock = clock
        self._locks: dict[str, threading.Lock] = {}
        self._stopping = threading.Event()
        self.stalled: dict[str, str] = {}
        """council -> why nothing of it is taken."""
        self.lag: dict[str, int] = {}
        """council -> events that the source has and we have not, when last looked."""
        self.waiting_for: str | None = None

    def receive(self, raw: bytes) -> None:
        """A doorbell rang. Never raises for what is wrong with it: the poll finds what it meant."""
        try:
            message = decode_message(raw)
        except ValueError:
            _log.warning("message.unreadable", source=self.source_name)
            return
        if message.service == self.source_name:
            self._guarded(message.council, message)

    def poll(self) -> None:
        """Look at every head of the source: a lost last message leaves no gap to see."""
        try:
            heads = self._source.heads()
        except (BusDown, CallTimedOut, RemoteFailure):
            self.waiting_for = self.source_name
            return
        self.waiting_for = None
        for council, (position, root) in heads.items():
            reached = self._sink.cursor(council)
            self.lag[council] = max(0, position - reached.size)
            if position != reached.size or root != reached.root().hex() or council in self.stalled:
                self._guarded(council, None)

    def behind(self) -> int:
        """Events that are not taken yet, over all councils, when last looked."""
        return sum(self.lag.values())

    def stopped(self) -> int:
        """How many councils' streams stand still."""
        return len(self.stalled)

    def catch_up(self, council: str, within_s: Seconds = CATCH_UP_S) -> None:
        """Take everything that the source has now, bounded in time.

        Raises: BusDown, CallTimedOut, RemoteFailure, StorageFault, Unavailable (also when it took too long),
        Diverged.
        """
        until = self._clock.monotonic() + within_s
        lock = self._lock(council)
        if not lock.acquire(timeout=within_s):
            raise Unavailable(f"{self.source_name} is being taken")
        try:
            self._fetch(council, until)
        finally:
            lock.release()

    def _guarded(self, council: str, message: Message | None) -> None:
        """Take a message, or fetch; a failure stalls this council until a later look succeeds."""
        with self._lock(council):
            try:
                compared = self._look(council, message)
            except (Broken, Halted) as error:
                self._stall(council, error)
            except (BusDown, CallTimedOut, RemoteFailure, StorageFault, Unavailable) as error:
                # Passing: the next poll looks again.
                self.waiting_for = type(error).__name__
            except Exception as error:  # noqa: BLE001
                self._stall(council, error)
            else:
                if compared and council in self.stalled:
                    del self.stalled[council]
                    _log.info("stream.resumed", source=self.source_name, council=council)

    def _look(self, council: str, message: Message | None) -> bool:
        """Take what is new; whether the source was compared with what we have of it."""
        reached = self._sink.cursor(council)
        if message is not None and message.after == reached.size:
            _compare(message, reached)
            self._sink.take(council, message.after, message.bodies)
            return True
        if message is None or council in self.stalled or message.after + len(message.bodies) > reached.size:
            # A gap, or a message that begins before our cursor, where we know no root to compare.
            self._fetch(council)
            return True
        return False  # all of it old: most are, of what was caught up with. The poll compares.

    def _fetch(self, council: str, until: Seconds | None = None) -> None:
        """Read the log from our cursor to where it ends now; each page is compared before it is taken.

        What is written meanwhile has messages of its own: we need not run after a log that grows.
        """
        end: int | None = None
        reached = self._sink.cursor(council)
        while not self._stopping.is_set() and (end is None or reached.size < end):
            if until is not None and self._clock.monotonic() > until:
                raise Unavailable(f"{self.source_name} has more than could be taken in time")
            page = self._source.read_log(council, reached.size, PAGE)
            self.lag[council] = max(0, page.position - reached.size)
            if page.position < reached.size:
                raise Diverged(f"{self.source_name} ends at {page.position}, we have {reached.size} of it")
            if page.position > reached.size and not page.bodies:
                raise Diverged(f"{self.source_name} has {page.position} events and gives none")
            # Before anything is taken: of another log than the one that we followed nothing may enter ours.
            self._compare_page(reached, page)
            if page.bodies:
                left = None if until is None else max(0.0, until - self._clock.monotonic())
                self._sink.take(council, reached.size, page.bodies, left)
                reached = self._sink.cursor(council)
            end = end or page.position

    def _stall(self, council: str, error: Exception) -> None:
        """The stream stops here and says so; the log keeps everything until this is mended."""
        if council not in self.stalled:
            frames = traceback.format_tb(error.__traceback__)
            kind = type(error).__name__
            _log.error("stream.stalled", source=self.source_name, council=council, kind=kind, frames=frames)
        # Of our own words only: what another exception says may hold anything.
        said = str(error) if isinstance(error, (StreamStops, Halted, Broken)) else ""
        self.stalled[council] = f"{type(error).__name__}: {said}".rstrip(": ")

    def _compare_page(self, reached: Range, page: LogPage) -> None:
        """The source's root before the page is ours, and at its end where the page goes to the log's end.

        Otherwise we followed another log. Raises: Diverged.
        """
        if page.before not in (None, reached.root().hex()):
            raise Diverged(f"{self.source_name}: the root at {reached.size} differs from ours")
        if reached.size + len(page.bodies) == page.position:
            end = reached.extend(map(leaf_hash, page.bodies))
            if end.root().hex() != page.root:
                raise Diverged(f"{self.source_name}: the root at {end.size} differs from ours")

    def _lock(self, council: str) -> threading.Lock:
        return self._locks.setdefault(council, threading.Lock())

    def run(self) -> None:
        """Poll now and then, until stopped."""
        while not self._stopping.is_set():
            try:
                self.poll()
            except StorageFault:
                self.waiting_for = "database"
            self._stopping.wait(POLL_S)

    def stop(self) -> None:
        """End the thread after what is in hand."""
        self._stopping.set()


def _compare(message: Message, reached: Range) -> None:
    """Raises Diverged where both stand at one position with different roots."""
    if message.after == reached.size and message.root != reached.root().hex():
        raise Diverged(f"{message.service}: the root at {reached.size} differs from ours")


class RpcSource:
    """A source behind nameko RPC. `call` is `kernel.bus.Bus.call`."""

    def __init__(self, call: Any, service: str, timeout_s: float = 5) -> None:
        self._call = call
        self._service = service
        self._timeout_s = timeout_s

    def heads(self) -> Mapping[str, tuple[int, str]]:
        answer = self._call(self._service, "heads", timeout_s=self._timeout_s)
        return {council: (head["position"], head["root"]) for council, head in answer.items()}

    def read_log(self, council: str, after: int, limit: int) -> LogPage:
        page = self._call(self._service, "read_log", council, after, limit, timeout_s=self._timeout_s)
        before = page.get("before")
        bodies = [text.encode() for text in page["events"]]
        return LogPage(page["position"], page["root"], bodies, None if before is None else before["root"])

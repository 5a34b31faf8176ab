"""The appender's thread: woken when a copy grew, sweeping now and then, one batch of each council in turn."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Final

import structlog

from gateway.books.appender import BATCH_MAX, Appended, Appender
from kernel.clock import Clock, Seconds
from kernel.db import StorageFault
from kernel.errors import frames_of

_log = structlog.get_logger(__name__)
SWEEP_S: Final = 2
PAUSE_S_MAX: Final = 30


class Running:
    """Appends whatever councils have. A council that fails pauses alone, longer each time, and says so.

    `behind()` names the councils whose copies have more than their order.
    """

    def __init__(
        self,
        appender: Appender,
        behind: Callable[[], Iterable[str]],
        moved: Callable[[str, Appended], None],
        clock: Clock,
    ) -> None:
        self._appender = appender
        self._behind = behind
        self._moved = moved
        self._clock = clock
        self._lock = threading.Lock()
        self._grown: set[str] = set()
        self._bell = threading.Event()
        self._stopping = threading.Event()
        self._paused: dict[str, tuple[Seconds, int]] = {}
        self.stalled: dict[str, str] = {}
        """council -> why nothing is appended to its ledger."""
        self.waiting_for: str | None = None
        """What is away just now, for `/readyz`."""

    def wake(self, council: str) -> None:
        """A copy of this council grew."""
        with self._lock:
            self._grown.add(council)
        self._bell.set()

    def run(self) -> None:
        """Until stopped: what grows at once, and now and then whatever is behind."""
        swept_s: Seconds | None = None
        while not self._stopping.is_set():
            now_s = self._clock.monotonic()
            if swept_s is None or now_s - swept_s >= SWEEP_S:
                self._sweep()
                swept_s = now_s
            for council in self._take_grown():
                self._step(council)
            self._bell.wait(SWEEP_S)
            self._bell.clear()

    def stop(self) -> None:
        """End after the batch in hand."""
        self._stopping.set()
        self._bell.set()

    def _take_grown(self) -> set[str]:
        with self._lock:
            grown, self._grown = self._grown, set()
        return grown

    def _sweep(self) -> None:
        """What another process copied rang no bell here; what failed before is tried again."""
        try:
            behind = list(self._behind())
            with self._lock:  # without the bell: it would ring for this very sweep, for ever
                self._grown.update(behind)
            self.waiting_for = None
        except StorageFault as fault:
            self.waiting_for = type(fault).__name__

    def _step(self, council: str) -> None:
        until, times = self._paused.get(council, (0, 0))
        if self._clock.monotonic() < until:
            return
        try:
            done = self._appender.append(council)
        except StorageFault as fault:
            self.waiting_for = type(fault).__name__
            self._pause(council, times)
        except Exception as fault:  # noqa: BLE001
            # This council's ledger stops here and says so; its copies keep everything until this is mended.
            if council not in self.stalled:
                _log.error("ledger.stalled", council=council, frames=frames_of(fault))
            # Its class alone: what it says may hold anything, and this is shown.
            self.stalled[council] = type(fault).__name__
            self._pause(council, times)
        else:
            self._paused.pop(council, None)
            if self.stalled.pop(council, None):
                _log.info("ledger.resumed", council=council)
            if done.count:
                self._moved(council, done)
            if done.count == BATCH_MAX:
                # More is there, most likely: after one batch of each of the others.
                self.wake(council)

    def _pause(self, council: str, times: int) -> None:
        self._paused[council] = (self._clock.monotonic() + min(PAUSE_S_MAX, 2**times), times + 1)

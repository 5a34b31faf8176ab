"""Reads that wait until the ledger has what they ask for: one notifier wakes them, their number is bound."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from kernel.clock import Seconds
from kernel.db import StorageFault
from kernel.errors import Unavailable

POLL_S: Final = timedelta(milliseconds=50).total_seconds()

Taken = Mapping[str, int]
"""source -> the position up to which the order has taken its log."""


class TooManyWaiting(Unavailable):
    """As many reads wait as may: try again in a moment."""

    code = "ledger.too_many_waiting"


@dataclass(eq=False, slots=True)
class _Waiter:
    council: str
    positions: Taken
    there: threading.Event = field(default_factory=threading.Event)


class Waiting:
    """Who waits for which positions.

    `heads(councils)` reads how far each was taken. Where other processes append too (`polls`), it is asked
    now and then while somebody waits; what this process appends is told by `moved`.
    """

    def __init__(
        self, heads: Callable[[Iterable[str]], Mapping[str, Taken]], *, waiters_max: int, polls: bool
    ) -> None:
        self._heads = heads
        self._waiters_max = waiters_max
        self._polls = polls
        self._lock = threading.Lock()
        self._waiters: set[_Waiter] = set()
        self._taken: dict[str, dict[str, int]] = {}
        self._somebody = threading.Event()
        self._stopping = threading.Event()

    def wait_for(self, council: str, positions: Taken, timeout_s: Seconds) -> bool:
        """Whether the ledger has `positions` within the time. Raises: TooManyWaiting, StorageFault."""
        if self._reached(council, positions):
            return True
        waiter = _Waiter(council, positions)
        with self._lock:
            if len(self._waiters) >= self._waiters_max:
                raise TooManyWaiting(str(self._waiters_max))
            self._waiters.add(waiter)
        try:
            # Looked up after it stands in the set: what is appended from here on wakes it.
            self._seen(self._heads([council]))
            if _covers(self._taken.get(council, {}), positions):
                return True
            self._somebody.set()
            return waiter.there.wait(timeout_s)
        finally:
            with self._lock:
                self._waiters.discard(waiter)

    @property
    def count(self) -> int:
        """How many wait now."""
        return len(self._waiters)

    def moved(self, council: str, taken: Taken) -> None:
        """The order has taken so much: wake who waited for it."""
        self._seen({council: taken})

    def run(self) -> None:
        """The notifier: while somebody waits, look what other processes appended. Ends after `stop`."""
        while not self._stopping.is_set():
            self._somebody.wait()
            with self._lock:
                councils = {waiter.council for waiter in self._waiters}
                if not councils:
                    self._somebody.clear()
            if self._stopping.is_set():
                return
            if councils and self._polls:
                self._look(councils)
            self._stopping.wait(POLL_S)

    def _look(self, councils: Iterable[str]) -> None:
        try:
            self._seen(self._heads(councils))
        except StorageFault:
            return  # the database is away: who waits runs into its bound, and the next look may succeed

    def stop(self) -> None:
        """End the notifier."""
        self._stopping.set()
        self._somebody.set()

    def _reached(self, council: str, positions: Taken) -> bool:
        return _covers(self._taken.get(council, {}), positions)

    def _seen(self, heads: Mapping[str, Taken]) -> None:
        with self._lock:
            for council, taken in heads.items():
                known = self._taken.setdefault(council, {})
                for source, position in taken.items():
                    # Answers of different moments may come crosswise: a position only ever grows.
                    known[source] = max(known.get(source, 0), position)
            for waiter in self._waiters:
                if _covers(self._taken.get(waiter.council, {}), waiter.positions):
                    waiter.there.set()


def _covers(taken: Taken, positions: Taken) -> bool:
    return all(taken.get(source, 0) >= position for source, position in positions.items())

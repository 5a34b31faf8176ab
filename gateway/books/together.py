"""Questions that come while one is being answered are answered together by the next: one reading for all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class _Round(Generic[T]):
    """One reading, for all who joined before it began."""

    wanted: set[str] = field(default_factory=set)
    answer: Future[T] = field(default_factory=Future)


class Together(Generic[T]):
    """`read(council, ids)` for any number of threads, at most one at a time for each council.

    A reading begins after each of its askers asked, so nobody is told what was true before.
    """

    def __init__(self, read: Callable[[str, Sequence[str]], T]) -> None:
        self._read = read
        self._lock = threading.Lock()
        self._open: dict[str, _Round[T]] = {}
        self._reading: dict[str, threading.Lock] = {}

    def ask(self, council: str, wanted: Iterable[str]) -> T:
        """What `read` says of these ids, and perhaps of others'. Raises: as `read`."""
        with self._lock:
            joined = self._open.get(council)
            leads = joined is None
            if joined is None:
                joined = self._open[council] = _Round()
            joined.wanted.update(wanted)
            reading = self._reading.setdefault(council, threading.Lock())
        if leads:
            self._lead(council, joined, reading)
        return joined.answer.result()

    def _lead(self, council: str, joined: _Round[T], reading: threading.Lock) -> None:
        try:
            with reading:  # meanwhile others join
                self._close(council, joined)
                joined.answer.set_result(self._read(council, sorted(joined.wanted)))
        except BaseException as fault:
            # Whatever it is, an end of this very thread too: the others must not wait for ever.
            self._close(council, joined)
            joined.answer.set_exception(fault)
            raise

    def _close(self, council: str, joined: _Round[T]) -> None:
        with self._lock:
            if self._open.get(council) is joined:
                del self._open[council]

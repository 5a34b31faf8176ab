"""Long computing beside the hub: where threads are green, a tenth of a second of it would stop them all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, ParamSpec, TypeVar

import eventlet.patcher
import eventlet.tpool

from kernel.errors import Overloaded

P = ParamSpec("P")
R = TypeVar("R")
WAIT_S: Final = 2.5


class Aside:
    """At most `at_once` at a time, and at most `waiting` more who wait for it; everybody else is told."""

    def __init__(self, at_once: int = 2, waiting: int = 4) -> None:
        self._room = threading.Semaphore(at_once)
        self._most = at_once + waiting
        self._here = 0
        self._lock = threading.Lock()

    def run(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What `work` returns, computed in a real thread. Raises: Overloaded, and what it raises."""
        with self._passed():
            if eventlet.patcher.is_monkey_patched("thread"):
                found: R = eventlet.tpool.execute(work, *args, **kwargs)
                return found
            return work(*args, **kwargs)

    @contextmanager
    def _passed(self) -> Iterator[None]:
        with self._lock:
            if self._here >= self._most:
                raise Overloaded("hashing")
            self._here += 1
        try:
            if not self._room.acquire(timeout=WAIT_S):
                raise Overloaded("hashing")
            try:
                yield
            finally:
                self._room.release()
        finally:
            with self._lock:
                self._here -= 1

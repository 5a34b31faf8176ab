"""Failures of late, counted in memory by whoever failed: bounded in number, and forgotten after a while."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from kernel.clock import Seconds

__all__ = ["Failures", "TooMany"]


class TooMany(Exception):  # noqa: N818 - named as what it says
    """`wait_s`: whole seconds until it may be tried again."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(wait_s)
        self.wait_s: Seconds = wait_s


class Failures:
    """Of each key: when it failed within `window`, and how many tries are under way. Any thread may ask."""

    def __init__(self, most: int, window: timedelta, keys_max: int) -> None:
        self._most = most
        self._window = window
        self._keys_max = keys_max
        self._told: OrderedDict[str, list[datetime]] = OrderedDict()
        self._lock = threading.Lock()

    @contextmanager
    def trying(self, key: str, now: datetime, known: Sequence[datetime] = ()) -> Iterator[list[datetime]]:
        """A try counts as a failure until what is given is cleared: so many at the same time are not one.

        `known`: the failures of this key that others tell of. Raises: TooMany.
        """
        with self._lock:
            mine = [at for at in self._told.get(key, []) if at > now - self._window]
            counting = sorted(mine if len(mine) > len(known) else known)
            if len(counting) >= self._most:
                left = counting[-self._most] + self._window - now
                raise TooMany(max(1, int(left.total_seconds()) + 1))
            mine.append(now)
            self._told[key] = mine
            self._told.move_to_end(key)
            while len(self._told) > self._keys_max:
                self._told.popitem(last=False)
        failed = [now]
        try:
            yield failed
        finally:
            if not failed:
                with self._lock:
                    self._take_back(key, now)

    def _take_back(self, key: str, at: datetime) -> None:
        """What was dropped meanwhile need not be taken back."""
        mine = self._told.get(key, [])
        if at in mine:
            mine.remove(at)
        if not mine:
            self._told.pop(key, None)

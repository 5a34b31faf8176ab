"""SIGTERM and SIGINT: the first asks for an orderly end and sets a bound to it, the second ends at once."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from types import FrameType
from typing import Any

import eventlet
from eventlet import patcher

__all__ = ["Signals"]

_CAUGHT = (signal.SIGTERM, signal.SIGINT)


class Signals:
    """Calls `on_first` in a green thread. `bound_s` after the first signal the process is gone for sure."""

    def __init__(self, on_first: Callable[[], None], bound_s: float) -> None:
        self._on_first = on_first
        self._bound_s = bound_s
        self._seen = False
        # An operating system's thread: it must work when the green ones do not.
        self._threading: Any = patcher.original("threading")
        self._over = self._threading.Event()

    def install(self) -> None:
        reader, writer = os.pipe()
        for end in (reader, writer):
            os.set_blocking(end, False)
        # The interpreter resumes epoll after a handler, so a green timer set by one may sleep on; a byte
        # in this pipe wakes the hub.
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        for each in _CAUGHT:
            signal.signal(each, self._handle)
        eventlet.spawn_n(self._wait, reader)

    def disarm(self) -> None:
        """The process has come to its end by itself."""
        self._over.set()

    def _wait(self, reader: int) -> None:
        eventlet.hubs.trampoline(reader, read=True)
        self._on_first()

    def _handle(self, signum: int, _frame: FrameType | None) -> None:
        if self._seen:
            os._exit(128 + signum)
        self._seen = True
        self._threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        if not self._over.wait(self._bound_s):
            # Not by `logging`: its locks are green and may be held by what hangs.
            os.write(2, f"gongzhi: not stopped after {self._bound_s:g} s, ending now\n".encode())
            os._exit(1)

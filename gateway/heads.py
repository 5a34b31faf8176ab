"""Where a service's logs end right now. Askers at the same time share one call."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from kernel.bus import Bus, BusDown, CallTimedOut, RemoteFailure


class _Asking:
    """One call, and who waits for it."""

    def __init__(self) -> None:
        self.done = threading.Event()
        self.heads: Mapping[str, int] | None = None


class Heads:
    """A call that is out already may have been answered before the asker's cause came about, so an asker

    joins only a call that starts after it asked: at most one is out and one gathers, per service.
    """

    def __init__(self, bus: Bus, call_s_max: float = 2.0) -> None:
        self._bus = bus
        self._call_s_max = call_s_max
        self._lock = threading.Lock()
        self._gathering: dict[str, _Asking] = {}
        self._turns: dict[str, threading.Lock] = {}

    def head(self, service: str, council: str) -> int | None:
        """The last position of the council's log; None where nobody answers in time."""
        with self._lock:
            asking = self._gathering.get(service)
            mine = asking is None
            if asking is None:
                asking = self._gathering[service] = _Asking()
            turn = self._turns.setdefault(service, threading.Lock())
        if mine:
            self._ask(service, asking, turn)
        elif not asking.done.wait(2 * self._call_s_max):
            return None
        return None if asking.heads is None else asking.heads.get(council, 0)

    def _ask(self, service: str, asking: _Asking, turn: threading.Lock) -> None:
        taken = turn.acquire(timeout=self._call_s_max)
        try:
            # From here on newcomers need a later call.
            with self._lock:
                self._gathering.pop(service, None)
            if taken:
                found = self._bus.call(service, "heads", timeout_s=self._call_s_max)
                asking.heads = {council: head["position"] for council, head in found.items()}
        except (BusDown, CallTimedOut, RemoteFailure):
            asking.heads = None
        finally:
            asking.done.set()
            if taken:
                turn.release()

"""Who asks: a bearer token -> person, council and mandates, by the members service, remembered for a moment.

A token is known here by its digest alone. The moment is short, so that a revocation takes effect within
five seconds; only positive answers are kept.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Any, Final

from kernel.bus import Bus
from kernel.clock import Clock, SystemClock
from kernel.ids import token_digest

TOKEN_LENGTH_MAX: Final = 200


@dataclass(frozen=True, slots=True)
class Caller:
    """`mandates` maps role -> mandate id, as they stood at `position` of the members log."""

    council: str
    person: str
    mandates: Mapping[str, str]
    position: int
    digest: str = ""
    fresh: bool = True
    """Whether the members service was asked for this very request."""

    def wire(self) -> dict[str, Any]:
        """As the actor of a command."""
        return {"person": self.person, "mandates": dict(self.mandates), "position": self.position}

    def has(self, *roles: str) -> bool:
        """Whether one of `roles` is held."""
        return any(role in self.mandates for role in roles)


class Actors:
    """The cache of callers. Any thread may ask."""

    def __init__(
        self,
        bus: Bus,
        *,
        clock: Clock | None = None,
        remember_s: float = 3.0,
        remembered_max: int = 10_000,
        call_s_max: float = 4.0,
    ) -> None:
        self._bus = bus
        self._clock = clock or SystemClock()
        self._remember_s = remember_s
        self._remembered_max = remembered_max
        self._call_s_max = call_s_max
        self._known: OrderedDict[str, tuple[float, Caller]] = OrderedDict()
        self._asking: dict[str, Future[Caller | None]] = {}
        self._lock = threading.Lock()

    def caller(self, token: str) -> Caller | None:
        """Who `token` belongs to; None where nobody does.

        Raises: kernel.bus.CallTimedOut, BusDown, RemoteFailure.
        """
        if not 0 < len(token) <= TOKEN_LENGTH_MAX or not token.isascii():
            return None
        digest = token_digest(token)
        with self._lock:
            known = self._known.get(digest)
        if known is not None and self._clock.monotonic() < known[0]:
            return known[1]
        return self._asked_once(digest)

    def _asked_once(self, digest: str) -> Caller | None:
        """What is forgotten is asked by one of those who need it, and the others wait for that answer."""
        with self._lock:
            under_way = self._asking.get(digest)
            if under_way is None:
                mine = self._asking[digest] = Future[Caller | None]()
        if under_way is not None:
            caller = under_way.result()
            # Perhaps asked before this request came: a no on its strength is not final.
            return caller and replace(caller, fresh=False)
        try:
            mine.set_result(self.refreshed(digest))
        except BaseException as fault:
            mine.set_exception(fault)  # whatever it is: the others must not wait for ever
            raise
        finally:
            with self._lock:
                del self._asking[digest]
        return mine.result()

    def refreshed(self, digest: str) -> Caller | None:
        """Ask the members service anew. Raises: as `caller`."""
        # The time before the question: an answer is as old as its asking.
        asked = self._clock.monotonic()
        found = self._bus.call("members", "authenticate", digest, timeout_s=self._call_s_max)
        if found is None:
            with self._lock:
                self._known.pop(digest, None)
            return None
        caller = Caller(found["council"], found["person"], found["mandates"], found["position"], digest)
        with self._lock:
            self._known[digest] = (asked + self._remember_s, replace(caller, fresh=False))
            self._known.move_to_end(digest)
            while len(self._known) > self._remembered_max:
                self._known.popitem(last=False)
        return caller

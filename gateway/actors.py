"""Who asks: a bearer token -> person, council and mandates, by the members service, remembered for a moment.

A token is known here by its digest alone. The moment is short, so that a revocation takes effect within
five seconds. A no is kept for a shorter moment yet: nobody can show a token before it was issued, for it is
drawn at random then. Tokens that were never seen pass through a narrow door, so that whoever makes them up
by the thousand keeps neither the members service nor those who are known here waiting.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from kernel.bus import Bus
from kernel.clock import Clock, SystemClock
from kernel.errors import Overloaded
from kernel.ids import token_digest

TOKEN_LENGTH_MAX: Final = 200
STRANGERS_MAX: Final = 8
"""Tokens never seen before that are asked for at the same time."""
STRANGERS_WAITING_MAX: Final = 32
"""How many more may wait for that, each in a worker of its own."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Caller:
    """`mandates` maps role -> mandate id, as they stood at `position` of the members log."""

    council: str
    person: str
    mandates: Mapping[str, str]
    position: int
    digest: str = ""
    demonstration: bool = False
    """Whether the council is one of invented people and sums."""
    fresh: bool = True
    """Whether the members service was asked for this very request."""
    aliases: tuple[str, ...] = ()
    """Other registrations of the same human."""

    def wire(self) -> dict[str, Any]:
        """As the actor of a command."""
        actor = {"person": self.person, "mandates": dict(self.mandates), "position": self.position}
        return {**actor, "aliases": [*self.aliases]} if self.aliases else actor

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
        remember_no_s: float = 1.0,
        remembered_max: int = 10_000,
        call_s_max: float = 4.0,
    ) -> None:
        self._bus = bus
        self._clock = clock or SystemClock()
        self._remember_s = remember_s
        self._remember_no_s = remember_no_s
        self._remembered_max = remembered_max
        self._call_s_max = call_s_max
        self._known: OrderedDict[str, tuple[float, Caller]] = OrderedDict()
        self._unknown: OrderedDict[str, float] = OrderedDict()
        self._forgotten: dict[str, float] = {}
        """council -> when `forget` was last called: what was asked before is not remembered."""
        self._strangers = _Door(STRANGERS_MAX, STRANGERS_WAITING_MAX)
        self._asking: dict[str, Future[Caller | None]] = {}
        self._lock = threading.Lock()

    def caller(self, token: str) -> Caller | None:
        """Who `token` belongs to; None where nobody does.

        Raises: kernel.bus.CallTimedOut, BusDown, RemoteFailure; Overloaded where too many are asked for that
        were never seen.
        """
        if not 0 < len(token) <= TOKEN_LENGTH_MAX or not token.isascii():
            return None
        digest = token_digest(token)
        now = self._clock.monotonic()
        with self._lock:
            known, nobodys = self._known.get(digest), self._unknown.get(digest)
        if known is not None and now < known[0]:
            return known[1]
        if nobodys is not None and now < nobodys:
            return None
        return self._asked_once(digest, stranger=known is None)

    def _asked_once(self, digest: str, *, stranger: bool) -> Caller | None:
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
            if stranger:
                with self._strangers.passed(self._call_s_max):
                    mine.set_result(self.refreshed(digest))
            else:
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
                self._keep(self._unknown, digest, asked + self._remember_no_s)
            return None
        caller = Caller(
            council=found["council"],
            person=found["person"],
            mandates=found["mandates"],
            position=found["position"],
            digest=digest,
            demonstration=found["demonstration"],
            aliases=tuple(found.get("aliases", ())),
        )
        with self._lock:
            self._unknown.pop(digest, None)
            late = asked <= self._forgotten.get(caller.council, -1)
            until = 0 if late else asked + self._remember_s
            self._keep(self._known, digest, (until, replace(caller, fresh=False)))
        return caller

    def mandates_of(self, council: str, person: str) -> Mapping[str, Any]:
        """Who `person` is and what they may act as now: {"person", "mandates", "aliases"}.

        Raises: as `refreshed`.
        """
        found: Mapping[str, Any] = self._bus.call(
            "members", "mandates_of", council, person, timeout_s=self._call_s_max
        )
        return {name: found[name] for name in ("person", "mandates", "aliases")}

    def forget(self, council: str) -> None:
        """A mandate or token of the council ended: ask anew who each caller is, before the moment is over."""
        with self._lock:
            self._forgotten[council] = self._clock.monotonic()
            for digest, (_, caller) in self._known.items():
                if caller.council == council:
                    # Not taken out: who was known is no stranger at the door.
                    self._known[digest] = (0, caller)

    def _keep(self, kept: OrderedDict[str, T], digest: str, what: T) -> None:
        kept[digest] = what
        kept.move_to_end(digest)
        while len(kept) > self._remembered_max:
            kept.popitem(last=False)


class _Door:
    """Lets a few pass at a time, and a few wait; everybody else is told at once."""

    def __init__(self, inside_max: int, waiting_max: int) -> None:
        self._room = threading.Semaphore(inside_max)
        self._most = inside_max + waiting_max
        self._here = 0
        self._lock = threading.Lock()

    @contextmanager
    def passed(self, within_s: float) -> Iterator[None]:
        """Raises: Overloaded."""
        with self._lock:
            if self._here >= self._most:
                raise Overloaded("tokens that were never seen")
            self._here += 1
        try:
            if not self._room.acquire(timeout=within_s):
                raise Overloaded("tokens that were never seen")
            try:
                yield
            finally:
                self._room.release()
        finally:
            with self._lock:
                self._here -= 1

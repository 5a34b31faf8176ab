"""What may go wrong in a simulated house, and when: told by the scheduler, met at the next step of a log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from kernel.db import DatabaseDown

START: Final = datetime(2026, 3, 2, 4, tzinfo=UTC)
Kind = Literal["down", "lost", "crash"]
"""The database is away; the answer to COMMIT is lost; the process dies here."""


class Crashed(BaseException):
    """kill -9: no handler of the process's own may catch it."""


class SimClock:
    """Stands still until somebody sleeps. Who sleeps lets others act: `meanwhile`."""

    def __init__(self) -> None:
        self.instant = START
        self.seconds = 0.0
        self.meanwhile: Callable[[], None] = lambda: None

    def now(self) -> datetime:
        return self.instant

    def monotonic(self) -> float:
        return self.seconds

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.seconds += seconds
        self.instant += timedelta(seconds=seconds)

    def sleep(self, seconds: float) -> None:
        self.advance(seconds)
        self.meanwhile()


class SkewedClock:
    """One machine's clock: it goes as all do, and tells another time."""

    def __init__(self, clock: SimClock, seconds: float) -> None:
        self._clock = clock
        self._ahead = timedelta(seconds=seconds)

    def now(self) -> datetime:
        return self._clock.instant + self._ahead

    def monotonic(self) -> float:
        return self._clock.seconds

    def sleep(self, seconds: float) -> None:
        self._clock.sleep(seconds)


class Faults:
    """At most one fault is armed: it strikes at the n-th step from now, whoever takes that step."""

    def __init__(self, clock: SimClock) -> None:
        self._clock = clock
        self._armed: Kind | None = None
        self._left = 0
        self._for_s = 0.0
        self._down: dict[str, float] = {}
        self.struck: Callable[[Kind, str, str], None] = lambda _kind, _place, _step: None

    def arm(self, kind: Kind, steps: int, for_s: float = 0) -> None:
        """Let `kind` strike after `steps` more steps; a database then stays away `for_s` seconds."""
        self._armed, self._left, self._for_s = kind, steps, for_s

    def disarm(self) -> None:
        """Nothing strikes."""
        self._armed = None

    def take_down(self, place: str, seconds: float) -> None:
        """The database of `place` is away for a while."""
        self._down[place] = self._clock.seconds + seconds

    def heal(self) -> None:
        """Everything is up."""
        self.disarm()
        self._down.clear()

    def at(self, place: str) -> Callable[[str], None]:
        """The fault hook of one place: called with each step's name."""

        def step(name: str) -> None:
            if self._down and self._clock.seconds < self._down.get(place, -1):
                raise DatabaseDown(place)
            if self._armed is not None:
                self._strike(place, name)

        return step

    def _strike(self, place: str, step: str) -> None:
        if self._armed == "lost" and step != "committed":
            return
        self._left -= 1
        if self._left >= 0:
            return
        kind, self._armed = self._armed, None
        assert kind is not None  # noqa: S101 - asked by the caller
        self.struck(kind, place, step)
        if kind == "crash":
            raise Crashed(place)
        self.take_down(place, self._for_s)
        raise DatabaseDown(step)

"""A service's desk without threads: whoever waits for a ticket drives the writer until it is settled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kernel.bus import Bus
from kernel.clock import Clock
from kernel.desk import Desk, Settings
from kernel.domain import Domain
from kernel.errors import Unavailable
from kernel.intake import Intake, Load
from kernel.lane import Lane
from kernel.log import Log
from kernel.tickets import Noting, Ticket
from kernel.writer import Writer

PATIENCE_S: Final = 3.0
"""How long noting waits for its writer before it is given up and tried again."""


class DrivenLane(Lane):
    """A lane of which `step` is one turn of the thread."""

    step_s = 2.0
    heard: Callable[[Ticket], None] = staticmethod(lambda _ticket: None)
    """Told of every ticket at the very moment when who waits for it hears the answer."""

    def put(self, ticket: Ticket) -> None:
        super().put(ticket)
        # Waiting is driving.
        ticket._settled = _Driven(self, ticket)  # type: ignore[assignment] # noqa: SLF001

    def is_allowed(self, within_s: float) -> bool:  # noqa: ARG002 - one try
        return self.may_write.is_set() or (not self.halted and self._try_ready())

    def step(self) -> None:
        """Get ready, or commit what waits, or look at the log."""
        if not self.may_write.is_set():
            if not self.halted and not self._try_ready():
                self._expire()
                self._clock.sleep(self.step_s)
        elif self._small or self._large:
            self._commit(self._gather())
        else:
            self._refresh()
            if self.waiting_for is not None:
                self._clock.sleep(self.step_s)
        self._tend()


class _Driven:
    """In place of a ticket's event."""

    def __init__(self, lane: DrivenLane, ticket: Ticket) -> None:
        self._lane = lane
        self._ticket = ticket
        self._patient = not isinstance(ticket, Noting)
        self._set = False

    def set(self) -> None:
        self._set = True
        self._lane.heard(self._ticket)

    def wait(self, seconds: float) -> bool:
        if seconds <= 0:
            return self._set
        clock = self._lane._clock  # noqa: SLF001 - the lane's own time
        until = clock.monotonic() + (seconds if self._patient else PATIENCE_S)
        while not self._set:
            if clock.monotonic() >= until:
                if self._patient:
                    return False
                raise Unavailable("the writer waits")
            self._lane.step()
        return True


class DrivenDesk(Desk):
    """A desk that starts no threads. `heard` is told of its tickets (`DrivenLane.heard`)."""

    def __init__(  # noqa: PLR0917 - as the desk's
        self,
        domain: Domain,
        load: Load,
        log: Log,
        bus: Bus,
        clock: Clock,
        draw: Callable[[], bytes],
        heard: Callable[[Ticket], None],
        settings: Settings | None = None,
    ) -> None:
        super().__init__(domain, load, log, bus, clock, settings)
        self._heard = heard
        self._intake = Intake(load, clock, draw)
        self.name = domain.name

    def lane(self, council: str) -> DrivenLane:
        lane = super().lane(council)
        assert isinstance(lane, DrivenLane)  # noqa: S101 - none else is made here
        return lane

    def _begun(self, writer: Writer) -> DrivenLane:
        lane = DrivenLane(writer, self._clock, self._committed, self._guard.word, self._settings.limits)
        lane.heard = self._heard
        return lane

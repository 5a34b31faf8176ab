"""The gateway's way to the services: commands that arrive while a call is out go together in the next one.

Each service has two lanes, so that a long batch does not hold up a single donation. A lane is one thread and
one bounded queue; who finds it full is told so at once (`overloaded`). Every wait is bounded.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

import structlog

from kernel.bus import Bus, BusDown, CallTimedOut, RemoteFailure
from kernel.clock import Clock, SystemClock, instant_text

Group = Mapping[str, Any]
"""{"atomic", "dry_run", "items": [{"command", "key", "actor", "body"}]}: see docs/ARCHITECTURE.md."""
Answer = Mapping[str, Any]
"""{"events", "repeated"} | {"refused": {...}} | {"unavailable": code}."""

OUTCOME_UNKNOWN: Final = "outcome_unknown"
BROKER_DOWN: Final = "broker_down"
OVERLOADED: Final = "overloaded"
INTERNAL: Final = "internal"
DATABASE_DOWN: Final = "database_down"
PASSING: Final = {"DatabaseDown": DATABASE_DOWN, "Unavailable": "unavailable"}
"""What a service may be unable to answer a question with, and our word for it."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class DeskLimits:
    """Bounds of every lane. Seconds, counts."""

    call_s_max: float = 8.0  # one call; it is sent a second time with the same ids before it is given up
    call_items_max: int = 500  # commands in one call, but for a larger batch, which goes alone
    queue_items_max: int = 2_000
    small_items_max: int = 20  # what is larger takes the lane of the large


@dataclass(slots=True)
class Work:
    """What one request hands in, and where its answers are put."""

    council: str
    groups: Sequence[Group]
    items: int
    done: threading.Event = field(default_factory=threading.Event)
    answers: list[list[Answer]] = field(default_factory=list)

    def settle(self, answers: Sequence[Sequence[Answer]]) -> None:
        """Hand the answers over and wake who waits."""
        self.answers = [list(group) for group in answers]
        self.done.set()

    def fail(self, code: str) -> None:
        """The same for every item: nobody decided, or nobody knows."""
        self.settle([[{"unavailable": code} for _ in group["items"]] for group in self.groups])


class Lane:
    """One thread that carries what has gathered to one service, one call after the other."""

    def __init__(self, service: str, bus: Bus, limits: DeskLimits, clock: Clock) -> None:
        self._service = service
        self._bus = bus
        self._limits = limits
        self._clock = clock
        self._waiting: deque[Work] = deque()
        self._items = 0
        self._wake = threading.Condition()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name=f"desk-{service}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Take nothing more; what waits is answered `overloaded` once the call that is out is through."""
        with self._wake:
            self._stopped = True
            self._wake.notify_all()

    def join(self) -> None:
        """Wait for the thread to end, bounded."""
        if self._thread.ident is not None:
            self._thread.join(self._limits.call_s_max)

    @property
    def depth(self) -> int:
        """Commands that wait."""
        return self._items

    @property
    def has_died(self) -> bool:
        """Whether a defect ended the thread: nobody carries what waits."""
        return self._thread.ident is not None and not self._thread.is_alive() and not self._stopped

    def hand_in(self, work: Work) -> None:
        """Queue `work`, or settle it at once where the queue is full."""
        with self._wake:
            full = self._items > 0 and self._items + work.items > self._limits.queue_items_max
            if not full and not self._stopped:
                self._waiting.append(work)
                self._items += work.items
                self._wake.notify()
                return
        work.fail(OVERLOADED)

    def _run(self) -> None:
        while True:
            with self._wake:
                while not self._waiting and not self._stopped:
                    self._wake.wait()
                if self._stopped:
                    left = list(self._waiting)
                    self._waiting.clear()
                    self._items = 0
                    break
                works = self._gather()
            self._carry(works)
        for work in left:
            work.fail(OVERLOADED)

    def _gather(self) -> list[Work]:
        """The next works of one council, in order, up to the size of a call; others keep their place."""
        council, room = self._waiting[0].council, self._limits.call_items_max
        taken: list[Work] = []
        kept: deque[Work] = deque()
        while self._waiting:
            work = self._waiting.popleft()
            if work.council == council and (not taken or work.items <= room):
                taken.append(work)
                room -= work.items
            else:
                kept.append(work)
                if work.council == council:
                    break  # not to be overtaken by smaller ones of its own council
        self._waiting.extendleft(reversed(kept))
        self._items -= sum(work.items for work in taken)
        return taken

    def _carry(self, works: Sequence[Work]) -> None:
        # Two calls of call_s_max at the most; what a service has not decided by then, it never will.
        deadline = instant_text(self._clock.now() + timedelta(seconds=2 * self._limits.call_s_max))
        groups = [{**group, "deadline": deadline} for work in works for group in work.groups]
        try:
            answers = self._ask(works[0].council, groups)
        except CallTimedOut:
            self._fail(works, OUTCOME_UNKNOWN)
        except BusDown as error:
            _log.warning("desk.broker_down", service=self._service, error=type(error).__name__)
            self._fail(works, BROKER_DOWN)
        except RemoteFailure as error:
            # A defect over there, not a refusal; its text may hold anything and stays out of the log.
            _log.error("desk.remote_failure", service=self._service, kind=error.kind)
            self._fail(works, INTERNAL)
        else:
            self._hand_out(works, answers)

    def _ask(self, council: str, groups: list[dict[str, Any]]) -> Sequence[Sequence[Answer]]:
        """Call, and once more when no answer came: the same ids meet the same answer."""
        timeout_s = self._limits.call_s_max
        try:
            found: Sequence[Sequence[Answer]] = self._bus.call(
                self._service, "submit", council, groups, timeout_s=timeout_s
            )
        except CallTimedOut:
            _log.warning("desk.asked_again", service=self._service, groups=len(groups))
            found = self._bus.call(self._service, "submit", council, groups, timeout_s=timeout_s)
        return found

    def _hand_out(self, works: Sequence[Work], answers: Sequence[Sequence[Answer]]) -> None:
        sizes = [len(group["items"]) for work in works for group in work.groups]
        if [len(group) for group in answers] != sizes:
            _log.error("desk.answers_do_not_fit", service=self._service)
            self._fail(works, INTERNAL)
            return
        at = 0
        for work in works:
            work.settle(answers[at : at + len(work.groups)])
            at += len(work.groups)

    @staticmethod
    def _fail(works: Sequence[Work], code: str) -> None:
        for work in works:
            work.fail(code)


class Desks:
    """All services' lanes, and calls beside them."""

    def __init__(
        self,
        bus: Bus,
        services: Sequence[str] = ("members", "funds", "projects"),
        limits: DeskLimits | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.bus = bus
        self.limits = limits or DeskLimits()
        clock = clock or SystemClock()
        self._lanes = {
            service: (Lane(service, bus, self.limits, clock), Lane(service, bus, self.limits, clock))
            for service in services
        }

    def start(self) -> None:
        for lane in self.lanes():
            lane.start()

    def stop(self) -> None:
        for lane in self.lanes():
            lane.close()
        for lane in self.lanes():
            lane.join()

    def lanes(self) -> list[Lane]:
        """Every lane there is."""
        return [lane for pair in self._lanes.values() for lane in pair]

    def depth(self) -> int:
        """Commands that wait in all lanes."""
        return sum(lane.depth for lane in self.lanes())

    def waiting_for(self) -> set[str]:
        """What only a new start brings back, in words for `/readyz`."""
        return {
            f"the way to {service}"
            for service, lanes in self._lanes.items()
            if any(lane.has_died for lane in lanes)
        }

    def call(self, service: str, method: str, *args: Any) -> Answer:
        """One call beside the lanes, for what must not be repeated in them; its answer, or `unavailable`."""
        try:
            found: Answer = self.bus.call(service, method, *args, timeout_s=self.limits.call_s_max)
        except CallTimedOut:
            return {"unavailable": OUTCOME_UNKNOWN}
        except BusDown:
            return {"unavailable": BROKER_DOWN}
        except RemoteFailure as error:
            _log.error("desk.remote_failure", service=service, kind=error.kind)
            return {"unavailable": INTERNAL}
        return found

    def submit(self, service: str, council: str, groups: Sequence[Group]) -> list[list[Answer]]:
        """What the service answered, a list per group. Never raises for what goes wrong on the way there:

        that is {"unavailable": outcome_unknown | broker_down | overloaded | internal} for each item.
        """
        work = Work(council, groups, sum(len(group["items"]) for group in groups))
        small, large = self._lanes[service]
        (small if work.items <= self.limits.small_items_max else large).hand_in(work)
        # The lane answers everything it took; the bound is for a lane that died: queue, call and call again.
        if not work.done.wait(6 * self.limits.call_s_max):
            work.fail(OUTCOME_UNKNOWN)
        return work.answers

"""The thread that sends reminders: a look again and again, and nobody waits for it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

import structlog

from gateway.reading import Reading
from gateway.reminders.channels import Channel, NotSent
from gateway.reminders.letters import Reminder, key_of
from gateway.reminders.sent import Sent, To
from gateway.reminders.settings import Settings
from gateway.tasks.finding import Records, everybody, waiting
from gateway.tasks.task import Task, Who
from kernel.clock import SHANGHAI, Clock, Seconds, accounting_date
from kernel.db import Database, StorageFault
from kernel.errors import frames_of

_log = structlog.get_logger(__name__)
PAUSE_S: Final[Seconds] = 60
"""After a failure; then twice as long each time."""
PAUSE_S_MAX: Final[Seconds] = 3600


class Reminders:
    """Sends what is due, from an hour (Shanghai) on. A way out that fails pauses alone, longer each time."""

    def __init__(
        self, books: Reading, database: Database, ways: Sequence[Channel], clock: Clock, told: Settings
    ) -> None:
        self._books = books
        self._ways = ways
        self._clock = clock
        self._hour = told.hour
        self._look_s = told.look_s
        self._sent = Sent(database)
        self._paused: dict[str, tuple[Seconds, int]] = {}
        self._swept: date | None = None
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, where there is a way out at all."""
        if self._ways:
            self._thread = threading.Thread(target=self._run, name="reminders", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End; what is being sent is waited for no longer than a moment."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(1)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self.look()
            except StorageFault as fault:
                _log.warning("reminders.database_away", kind=type(fault).__name__)
            except Exception as fault:  # noqa: BLE001
                # A defect here must not end the reminders of all other days: it is said, and tried again.
                _log.error("reminders.broken", kind=type(fault).__name__, frames=frames_of(fault))
            self._stopping.wait(self._look_s)

    def look(self) -> int:
        """Send what is due now; how many reminders went out. Raises: StorageFault."""
        now = self._clock.now()
        if now.astimezone(SHANGHAI).hour < self._hour:
            return 0
        today = accounting_date(now)
        if self._swept != today:
            self._sent.forget(today)
            self._swept = today
        ways = [way for way in self._ways if self._clock.monotonic() >= self._paused.get(way.name, (0, 0))[0]]
        return sum(self._tell(council, way, today) for council in self._books.councils() for way in ways)

    def _tell(self, council: str, way: Channel, today: date) -> int:
        """One council's people by one way; after a failure nobody else is tried by it for a while."""
        told = 0
        for reminder in self._due(council, way, today):
            if self._stopping.is_set() or not self._passed(way, reminder):
                break
            told += 1
        return told

    def _due(self, council: str, way: Channel, today: date) -> Iterator[Reminder]:
        """What is not out yet, by person."""
        day = today.isoformat()
        terms = Records(self._books, council).terms(day)
        until = (today + timedelta(days=terms["reminder_days"] if terms else 0)).isoformat()
        due = [one for one in waiting(self._books, council, day) if one.due_on and one.due_on <= until]
        if not due:
            return
        people = [who for who in everybody(self._books, council, day) if way.reaches(who.person)]
        wanted = [(who.person, key_of(task)) for who in people for task in due if task.waits_for(who)]
        still = self._sent.still(council, way.name, day, wanted, self._clock.now())
        for who in people:
            mine = [task for task in _of(who, due) if (who.person, key_of(task)) in still]
            if not mine:
                continue
            keys = [key_of(task) for task in mine]
            taken = self._sent.take(To(council, way.name, day, who.person), keys, self._clock.now())
            ours = [task for task in mine if key_of(task) in taken]
            if ours:
                yield Reminder(council, who.person, day, ours)

    def _passed(self, way: Channel, reminder: Reminder) -> bool:
        """Whether it got through."""
        to = To(reminder.council, way.name, reminder.day, reminder.person)
        keys = [key_of(task) for task in reminder.tasks]
        try:
            way.send(reminder)
        except NotSent as why:
            self._sent.give_back(to, keys)
            _, times = self._paused.get(way.name, (0, 0))
            pause = min(PAUSE_S_MAX, PAUSE_S * 2**times)
            self._paused[way.name] = self._clock.monotonic() + pause, min(times + 1, 10)
            _log.warning("reminders.not_sent", council=reminder.council, way=way.name, why=str(why))
            return False
        self._sent.settle(to, keys)
        self._paused.pop(way.name, None)
        return True


def _of(who: Who, tasks: Iterable[Task]) -> Iterator[Task]:
    return (task for task in tasks if task.waits_for(who))

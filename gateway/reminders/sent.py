"""Which reminder of which day is out: it goes once, whichever process sends it and however often that starts.

A reminder is taken before it is sent. Who dies in between leaves it taken: a while later another one takes it
over, so that it comes late, or twice at the worst, with the same id; never for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, insert, select, update

from gateway.books.tables import reminders
from kernel.clock import instant_text
from kernel.db import Database

STALE: Final = timedelta(minutes=10)
KEPT_DAYS: Final = 60


@dataclass(frozen=True, slots=True)
class To:
    """Whom, by which way, on which day (ISO)."""

    council: str
    channel: str
    day: str
    person: str

    @property
    def rows(self) -> tuple[Any, ...]:
        """Where their rows stand."""
        return (
            reminders.c.council == self.council,
            reminders.c.channel == self.channel,
            reminders.c.day == self.day,
            reminders.c.person == self.person,
        )


class Sent:
    """The table. Transactions are short, and none is open while anything is sent. All raise StorageFault."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def still(
        self, council: str, channel: str, day: str, wanted: Iterable[tuple[str, str]], now: datetime
    ) -> frozenset[tuple[str, str]]:
        """Those of `wanted` (person, task) that are neither out today nor just being sent."""
        query = select(reminders.c.person, reminders.c.task, reminders.c.state, reminders.c.at).where(
            reminders.c.council == council, reminders.c.channel == channel, reminders.c.day == day
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        done = {(row.person, row.task) for row in rows if not _is_stale(row, now)}
        return frozenset(wanted) - done

    def take(self, to: To, tasks: Sequence[str], now: datetime) -> list[str]:
        """Those of `tasks` that are ours to send now."""
        taken = []
        with self._database.write() as connection:
            query = select(reminders.c.task, reminders.c.state, reminders.c.at).where(*to.rows)
            known = {row.task: row for row in connection.execute(query.with_for_update())}
            for task in tasks:
                row = known.get(task)
                if row is not None and not _is_stale(row, now):
                    continue
                connection.execute(delete(reminders).where(*to.rows, reminders.c.task == task))
                connection.execute(insert(reminders).values(_row(to, task, now)))
                taken.append(task)
        return taken

    def settle(self, to: To, tasks: Sequence[str]) -> None:
        """They are out."""
        with self._database.write() as connection:
            of = (*to.rows, reminders.c.task.in_(tasks))
            connection.execute(update(reminders).where(*of).values(state="sent"))

    def give_back(self, to: To, tasks: Sequence[str]) -> None:
        """They did not get through: to be tried again later."""
        with self._database.write() as connection:
            of = (*to.rows, reminders.c.task.in_(tasks), reminders.c.state == "taken")
            connection.execute(delete(reminders).where(*of))

    def forget(self, today: date) -> None:
        """What is so old that nobody asks any more."""
        before = (today - timedelta(days=KEPT_DAYS)).isoformat()
        with self._database.write() as connection:
            connection.execute(delete(reminders).where(reminders.c.day < before))


def _is_stale(row: Any, now: datetime) -> bool:
    return bool(row.state == "taken" and row.at < instant_text(now - STALE))


def _row(to: To, task: str, now: datetime) -> dict[str, str]:
    return {
        "council": to.council,
        "channel": to.channel,
        "day": to.day,
        "person": to.person,
        "task": task,
        "state": "taken",
        "at": instant_text(now),
    }

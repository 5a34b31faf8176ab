"""A reminder is taken by one, on either database, however many look at the same moment."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

from gateway.books.migrate import migrate
from gateway.reminders.sent import STALE, Sent, To
from kernel.db import Database, StorageFault

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
ANNA = To("main", "webhook", "2026-03-02", "per_anna")
TASKS = ["milestone/mil_1", "cast_vote/res_1"]
WANTED = [("per_anna", task) for task in TASKS]


def still(sent: Sent, now: datetime = NOW) -> set[str]:
    return {task for _, task in sent.still("main", "webhook", "2026-03-02", WANTED, now)}


def test_what_is_taken_is_nobody_elses_and_what_is_out_stays_out(database: Database) -> None:
    migrate(database)
    one, other = Sent(database), Sent(database)
    assert still(one) == set(TASKS)
    assert one.take(ANNA, TASKS, NOW) == TASKS
    assert other.take(ANNA, TASKS, NOW) == []
    assert still(other) == set()
    one.settle(ANNA, TASKS)
    later = NOW + 2 * STALE
    assert still(other, later) == set()
    assert other.take(ANNA, TASKS, later) == []


def test_what_was_given_back_or_left_lying_is_taken_again(database: Database) -> None:
    migrate(database)
    one = Sent(database)
    one.take(ANNA, TASKS, NOW)
    one.give_back(ANNA, TASKS[:1])
    assert still(one) == {TASKS[0]}
    assert still(one, NOW + STALE + timedelta(seconds=1)) == set(TASKS)
    assert one.take(ANNA, TASKS, NOW + 2 * STALE) == TASKS


def test_what_is_old_is_forgotten(database: Database) -> None:
    migrate(database)
    one = Sent(database)
    one.take(ANNA, TASKS, NOW)
    one.settle(ANNA, TASKS)
    one.forget(date(2026, 3, 3))
    assert still(one) == set()
    one.forget(date(2026, 6, 1))
    assert still(one) == set(TASKS)


def test_of_many_who_look_at_once_one_takes_it(database: Database) -> None:
    migrate(database)
    taken: list[str] = []

    def take() -> None:
        with suppress(StorageFault):  # another's row came first: this one looks again in a minute
            taken.extend(Sent(database).take(ANNA, TASKS, NOW))

    threads = [threading.Thread(target=take) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(taken) == sorted(TASKS)

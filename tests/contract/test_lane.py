"""The writer's thread: what it does with tickets when their database, or we ourselves, fail halfway."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from support.cupboard import CUPBOARD, CutKey
from support.storage import MAIN, SteadyClock, postgresql_log, sqlite_log
from support.tickets import built, group, item

from kernel.clock import SystemClock
from kernel.db import DatabaseDown, StorageFault
from kernel.errors import DeadlinePassed, Halted, OutcomeUnknown
from kernel.lane import Lane
from kernel.log import Log
from kernel.sql_log import SqlLog
from kernel.statements import driven as driven_by
from kernel.testing.driven import DrivenLane
from kernel.testing.memory import MemoryLog
from kernel.tickets import Done, Group, Noted, Noting, Ticket, Undone
from kernel.writer import Writer

__all__ = ["postgresql_log", "sqlite_log"]  # fixtures


@pytest.fixture
def log() -> MemoryLog:
    made = MemoryLog()
    made.found(MAIN)
    return made


def driven(log: Log, ready: Callable[[Writer], str | None] = lambda _: None) -> DrivenLane:
    clock = SteadyClock()
    return DrivenLane(Writer(MAIN, CUPBOARD, log, clock), clock, lambda _: None, ready)


def why(ticket: Ticket) -> type[Exception]:
    answer = ticket.answer if isinstance(ticket, Noting) else ticket.answers[0]  # type: ignore[attr-defined]
    assert isinstance(answer, Undone), answer
    return type(answer.why)


def keys(*names: str, seconds: float = 60) -> list[Group]:
    """A command each, to be answered within that time by the steady clock."""
    deadline = SteadyClock().now() + timedelta(seconds=seconds)
    return [Group(items=[item(CutKey("gate"), name)], deadline=deadline) for name in names]


def test_a_head_that_is_away_for_a_moment_is_asked_for_again(log: MemoryLog) -> None:
    """As while somebody restores a database under us, between the empty table and its rows."""
    lane = driven(log)
    lane.step()
    moment = log.snapshot()
    log.books = {}
    lane.step()
    assert "restore" in str(lane.waiting_for)
    with pytest.raises(Halted):
        lane.put(group(item(CutKey("gate"), "early")))
    log.restore(moment)
    lane.step()
    lane.put(door := built("gate"))
    assert door.wait(5)
    assert isinstance(door.answer, Noted)


def test_a_head_that_goes_away_after_a_lost_commit_leaves_the_outcome_unknown(log: MemoryLog) -> None:
    lane = driven(log)
    lane.step()

    def lost(step: str) -> None:
        if step == "committed":
            log.books = {}
            raise DatabaseDown(step)

    log.fault = lost
    lane.put(door := built("gate"))
    assert door.wait(5)
    assert why(door) is OutcomeUnknown
    assert lane.halted is None


def failing(*errors: Exception) -> Callable[[str], None]:
    """The first commits fail with `errors`; after them the database is away."""
    left = iter(errors)
    over = False

    def fault(step: str) -> None:
        nonlocal over
        if step == "begin" and over:
            raise DatabaseDown(step)
        if step == "commit":
            error = next(left, None)
            over = error is errors[-1]
            if error is not None:
                raise error

    return fault


def test_what_never_came_as_far_as_its_commit_is_known_not_to_be(log: MemoryLog) -> None:
    lane = driven(log)
    lane.put(door := built("gate"))
    assert door.wait(5)

    def away(step: str) -> None:
        if step == "begin":
            raise DatabaseDown(step)

    for fault, said in ((away, DeadlinePassed), (failing(DatabaseDown("commit")), OutcomeUnknown)):
        log.fault = fault
        [cut] = keys("a", seconds=20)
        lane.put(cut)
        assert cut.wait(60)
        assert why(cut) is said
        lane._clock.instant = SteadyClock().instant  # type: ignore[attr-defined]


def test_a_fault_after_a_lost_commit_leaves_the_outcome_of_each_unknown(log: MemoryLog) -> None:
    lane = driven(log)
    lane.put(door := built("gate"))
    assert door.wait(5)
    log.fault = failing(DatabaseDown("commit"), StorageFault("an insert"))
    for ticket in (tickets := keys("a", "b", seconds=20)):
        lane.put(ticket)
    assert all(ticket.wait(60) for ticket in tickets)
    assert [why(ticket) for ticket in tickets] == [OutcomeUnknown, OutcomeUnknown]


def test_a_defect_among_tickets_that_are_tried_one_by_one_keeps_none_waiting(log: MemoryLog) -> None:
    lane = Lane(Writer(MAIN, CUPBOARD, log, SystemClock()), SystemClock(), lambda _: None)
    faults: Iterator[Exception] = iter([StorageFault("an insert"), RuntimeError("a defect")])

    def fault(step: str) -> None:
        if step == "commit":
            raise next(faults)

    log.fault = fault
    tickets = [built("gate"), built("gate"), built("gate")]
    for ticket in tickets:
        lane.put(ticket)
    lane.start()
    assert all(ticket.wait(5) for ticket in tickets)
    assert lane.halted == "RuntimeError"
    lane.stop()


@pytest.mark.servers
def test_tables_that_are_away_for_a_moment_are_waited_for(postgresql_log: SqlLog) -> None:
    """As `pg_restore --clean` takes them away and makes them anew, under us."""
    lane = driven(postgresql_log)
    lane.put(door := built("gate"))
    assert door.wait(5)
    for _ in range(8):  # what is asked often is kept ready by the driver
        postgresql_log.head(MAIN)

    def rename(old: str, new: str) -> None:
        with postgresql_log.database.write() as connection:
            connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))

    rename("heads", "away")
    lane.step()
    assert (lane.waiting_for, lane.halted) == ("database", None)
    with pytest.raises(DatabaseDown):
        postgresql_log.heads()
    late, wanted = keys("late", "wanted", seconds=20)
    lane.put(late)
    assert late.wait(60)
    assert why(late) is DeadlinePassed
    rename("away", "heads")
    wanted.deadline = None
    lane.put(wanted)
    assert wanted.wait(5)
    assert isinstance(wanted.answers[0], Done)


def test_a_connection_that_was_left_in_the_middle_of_a_statement_is_not_used_again(
    sqlite_log: SqlLog,
) -> None:
    met = []
    for error in (KeyboardInterrupt, None):
        with (
            suppress(KeyboardInterrupt),
            sqlite_log.database.read() as connection,
            driven_by(connection) as cursor,
        ):
            met.append(cursor.connection)
            if error is not None:
                raise error
    assert met[0] is not met[1]


# --- a witness that comes back -----------------------------------------------------------------------


def test_a_database_that_was_refused_is_asked_about_though_the_one_that_was_allowed_comes_back(
    log: MemoryLog,
) -> None:
    ledger_is_away = False
    lane = driven(log, lambda _: "the ledger" if ledger_is_away else None)
    lane.step()
    allowed, ledger_is_away = log._run, True
    log.restart()
    lane.step()
    assert not lane.may_write.is_set()
    log._run = allowed
    door = built("gate")
    door.deadline = SteadyClock().now() + timedelta(seconds=20)
    lane._commit([door])
    assert why(door) is DeadlinePassed
    assert log.books[MAIN].head.position == 0


def test_a_file_with_the_inode_of_the_first_one_is_asked_about_too(
    sqlite_log: SqlLog, tmp_path: Path
) -> None:
    asked: list[int] = []
    lane = driven(sqlite_log, lambda writer: asked.append(writer.head.position))
    lane.step()
    here, first = tmp_path / "log.db", tmp_path / "first.db"
    first.hardlink_to(here)
    with closing(sqlite3.connect(here)) as source, closing(sqlite3.connect(tmp_path / "kept.db")) as copy:
        source.backup(copy)
        source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for file in (tmp_path / "kept.db", first):
        for left in tmp_path.glob("log.db-*"):
            left.unlink()
        file.replace(here)
        # Somebody else of this process meets it; the writer has nothing to do meanwhile.
        with pytest.raises(DatabaseDown):
            sqlite_log.head(MAIN)
        assert sqlite_log.head(MAIN) is not None
    assert len(asked) == 1
    lane.put(door := built("gate"))
    assert door.wait(5)
    assert isinstance(door.answer, Noted)
    assert len(asked) == 2

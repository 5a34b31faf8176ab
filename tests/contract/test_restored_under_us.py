"""A database that goes back to an older moment under a running writer: it asks before it writes."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text
from support.cupboard import CUPBOARD, CutKey
from support.servers import PostgreSql
from support.storage import MAIN, POSTGRESQL, SteadyClock
from support.tickets import answers, built, group, item

from kernel.db import Database
from kernel.errors import Halted
from kernel.log import Log
from kernel.log_tables import METADATA
from kernel.migrate import upgrade
from kernel.sql_log import SqlLog
from kernel.testing.driven import DrivenLane
from kernel.testing.memory import MemoryLog
from kernel.tickets import Done, Group, Undone
from kernel.writer import Writer


@dataclass
class Place:
    """A log, and how it is kept and brought back: `keep()` gives what brings this moment back."""

    log: Log
    keep: Callable[[], Callable[[], None]]


def _memory() -> Iterator[Place]:
    log = MemoryLog()
    log.found(MAIN)

    def keep() -> Callable[[], None]:
        moment = log.snapshot()
        return lambda: log.restore(moment)

    yield Place(log, keep)


def _opened(url: str) -> SqlLog:
    database = Database(url)
    upgrade(database)
    log = SqlLog(database)
    log.found(MAIN)
    return log


def _copied(source: Path, target: Path) -> None:
    """By SQLite's own backup: what stands in the write-ahead log comes along."""
    with closing(sqlite3.connect(source)) as kept, closing(sqlite3.connect(target)) as copy:
        kept.backup(copy)


def _file(folder: Path, *, in_place: bool) -> Iterator[Place]:
    file = folder / "log.db"
    log = _opened(f"sqlite:///{file}")

    def keep() -> Callable[[], None]:
        _copied(file, folder / "kept.db")

        def back() -> None:
            if in_place:
                return _copied(folder / "kept.db", file)
            shutil.copy(folder / "kept.db", folder / "draft.db")
            for left in folder.glob("log.db-*"):
                left.unlink()
            (folder / "draft.db").replace(file)
            return None

        return back

    yield Place(log, keep)
    log.database.close()


def _tables(url: str, *, anew: bool) -> Iterator[Place]:
    """Rows put back into emptied tables, or tables made anew, as `pg_restore --clean` does."""
    log = _opened(url)

    def keep() -> Callable[[], None]:
        with log.database.write() as connection:
            for table in METADATA.tables:
                connection.execute(text(f"CREATE TABLE kept_{table} AS TABLE {table}"))

        def back() -> None:
            with log.database.write() as connection:
                if anew:
                    METADATA.drop_all(connection)
                    METADATA.create_all(connection)
                else:
                    connection.execute(text(f"TRUNCATE {', '.join(METADATA.tables)}"))
                for table in METADATA.sorted_tables:
                    connection.execute(text(f"INSERT INTO {table.name} SELECT * FROM kept_{table.name}"))  # noqa: S608

        return back

    yield Place(log, keep)
    log.database.close()


KINDS = [
    "memory",
    "sqlite, another file in its place",
    "sqlite, by its own restore",
    pytest.param("postgresql, rows put back", marks=POSTGRESQL.marks),
    pytest.param("postgresql, tables made anew", marks=POSTGRESQL.marks),
]


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    kind = request.param
    if kind == "memory":
        yield from _memory()
    elif kind.startswith("sqlite"):
        yield from _file(tmp_path, in_place=kind.endswith("by its own restore"))
    else:
        yield from _tables(request.getfixturevalue("database_url"), anew=kind.endswith("tables made anew"))


class Ledger:
    """Who is asked before anything is written."""

    def __init__(self) -> None:
        self.has = 0
        self.asked = 0

    def __call__(self, writer: Writer) -> str | None:
        self.asked += 1
        if self.has > writer.head.position:
            raise Halted(f"the ledger has {self.has}: restore them")
        return None


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


def process(log: Log, ledger: Ledger) -> DrivenLane:
    """A process of the service that has read the log and was allowed to write."""
    clock = SteadyClock()
    lane = DrivenLane(Writer(MAIN, CUPBOARD, log, clock), clock, lambda _: None, ledger)
    for _ in range(3):  # a file that was moved away costs a try
        lane.step()
    assert lane.may_write.is_set()
    return lane


def asked(lane: DrivenLane, key: str) -> Group:
    ticket = group(item(CutKey("gate"), key))
    lane.put(ticket)
    assert ticket.wait(5)
    return ticket


def cut(log: Log, ledger: Ledger, *keys: str) -> int:
    """Another process cuts `keys`, and the ledger hears of it; where the log ends then."""
    writer = Writer(MAIN, CUPBOARD, log, SteadyClock())
    writer.load()
    for key in keys:
        [[done]] = answers(writer, group(item(CutKey("gate"), key)))
        assert isinstance(done, Done)
    ledger.has = writer.head.position
    return ledger.has


@pytest.fixture
def founded(place: Place) -> Place:
    writer = Writer(MAIN, CUPBOARD, place.log, SteadyClock())
    writer.load()
    writer.commit([built("gate")])
    return place


def test_a_process_that_saw_nothing_of_what_was_lost_asks_before_it_writes(
    founded: Place, ledger: Ledger
) -> None:
    lane = process(founded.log, ledger)
    back = founded.keep()
    cut(founded.log, ledger, "lost")
    back()
    answer = asked(lane, "mine").answers[0]
    assert isinstance(answer, Undone)
    assert isinstance(answer.why, Halted)
    assert founded.log.head(MAIN).position == 1  # type: ignore[union-attr]
    # At once, and for everybody, until somebody has seen to it.
    with pytest.raises(Halted):
        lane.put(group(item(CutKey("gate"), "another")))
    ledger.has = 1
    lane.step()
    assert isinstance(asked(lane, "mine").answers[0], Done)


def test_an_idle_process_notices_without_being_asked_for_anything(founded: Place, ledger: Ledger) -> None:
    lane = process(founded.log, ledger)
    back = founded.keep()
    cut(founded.log, ledger, "lost")
    back()
    for _ in range(4):
        lane.step()
    assert not lane.may_write.is_set()
    assert "restore them" in str(lane.waiting_for)


def test_a_process_that_knows_more_than_the_log_waits_for_it_to_come_back(
    founded: Place, ledger: Ledger
) -> None:
    lane = process(founded.log, ledger)
    back = founded.keep()
    assert isinstance(asked(lane, "mine").answers[0], Done)
    forward = founded.keep() if isinstance(founded.log, MemoryLog) else None
    back()
    answer = asked(lane, "again").answers[0]
    assert isinstance(answer, Undone)
    assert "restore them" in str(answer.why)
    assert founded.log.head(MAIN).position == 1  # type: ignore[union-attr]
    if forward is not None:
        forward()
        lane.step()
        assert isinstance(asked(lane, "again").answers[0], Done)


def test_nobody_is_asked_again_while_the_database_runs_on(founded: Place, ledger: Ledger) -> None:
    lane = process(founded.log, ledger)
    for key in "abc":
        cut(founded.log, ledger, f"other-{key}")
        assert isinstance(asked(lane, key).answers[0], Done)
        lane.step()
    founded.keep()
    assert isinstance(asked(lane, "d").answers[0], Done)
    assert ledger.asked == 1


def test_what_a_file_that_was_moved_away_holds_is_not_written_to(tmp_path: Path) -> None:
    log = _opened(f"sqlite:///{tmp_path}/log.db")
    writer = Writer(MAIN, CUPBOARD, log, SteadyClock())
    writer.load()
    writer.commit([built("gate")])
    _copied(tmp_path / "log.db", tmp_path / "other.db")
    for left in tmp_path.glob("log.db*"):
        left.rename(tmp_path / left.name.replace("log", "away"))
    (tmp_path / "other.db").replace(tmp_path / "log.db")
    ledger = Ledger()
    lane = process(log, ledger)
    assert isinstance(asked(lane, "mine").answers[0], Done)
    log.database.close()
    with closing(sqlite3.connect(tmp_path / "away.db")) as away:
        assert away.execute("SELECT position FROM heads").fetchone() == (1,)
    with closing(sqlite3.connect(tmp_path / "log.db")) as here:
        assert here.execute("SELECT position FROM heads").fetchone() == (2,)


@pytest.mark.servers
def test_a_server_that_was_started_anew_has_another_witness(
    database_url: str, postgresql: PostgreSql
) -> None:
    log = _opened(database_url)
    before = log.head(MAIN)
    assert before is not None
    assert before.witness
    with log.writing(MAIN) as tx:
        assert tx.head.witness == before.witness
    started = postgresql.psql("SELECT extract(epoch FROM pg_postmaster_start_time())").strip()
    assert started in before.witness
    log.database.close()

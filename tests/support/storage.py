"""The fixture of contract suites: the same tests on every log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kernel.db import Database
from kernel.log import Log
from kernel.migrate import upgrade
from kernel.sql_log import SqlLog
from kernel.testing.memory import MemoryLog

MAIN = "main"


class SteadyClock:
    """Stands at noon of 2026-03-02 in Shanghai until it is moved; sleeping moves it."""

    def __init__(self) -> None:
        self.instant = datetime(2026, 3, 2, 4, tzinfo=UTC)

    def now(self) -> datetime:
        return self.instant

    def monotonic(self) -> float:
        return self.instant.timestamp()

    def sleep(self, seconds: float) -> None:
        self.instant += timedelta(seconds=seconds)


POSTGRESQL = pytest.param("postgresql", marks=pytest.mark.servers)


def _opened(kind: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[SqlLog]:
    url = request.getfixturevalue("database_url") if kind == "postgresql" else f"sqlite:///{folder}/log.db"
    database = Database(url)
    upgrade(database)
    log = SqlLog(database)
    log.found(MAIN)
    yield log
    database.close()


@pytest.fixture(params=["memory", "sqlite", POSTGRESQL])
def any_log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Log]:
    """A log of each kind, with one council."""
    if request.param == "memory":
        memory = MemoryLog()
        memory.found(MAIN)
        yield memory
    else:
        yield from _opened(request.param, request, tmp_path)


@pytest.fixture(params=["sqlite", POSTGRESQL])
def sql_log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlLog]:
    """A log in each kind of database: for what memory has not got."""
    yield from _opened(request.param, request, tmp_path)


@pytest.fixture
def sqlite_log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlLog]:
    """A log in a file under `tmp_path`."""
    yield from _opened("sqlite", request, tmp_path)


@pytest.fixture
def postgresql_log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlLog]:
    """A log on the server."""
    yield from _opened("postgresql", request, tmp_path)

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


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
def any_log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Log]:
    """A log of each kind, with one council."""
    if request.param == "memory":
        memory = MemoryLog()
        memory.found(MAIN)
        yield memory
        return
    if request.param == "postgresql":
        url = request.getfixturevalue("database_url")
    else:
        url = f"sqlite:///{tmp_path}/log.db"
    database = Database(url)
    upgrade(database)
    log = SqlLog(database)
    log.found(MAIN)
    yield log
    database.close()

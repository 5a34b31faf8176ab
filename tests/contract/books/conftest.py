"""Books of each kind of database, over the logs of a story."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.books import AskLogs, books_over
from support.story import Story

from gateway.books import Books
from kernel.db import Database


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    url = (
        f"sqlite:///{tmp_path}/books.db"
        if request.param == "sqlite"
        else request.getfixturevalue("database_url")
    )
    opened = Database(url)
    yield opened
    opened.close()


@pytest.fixture
def story() -> Story:
    return Story().founded()


@pytest.fixture
def books(database: Database, story: Story) -> Books:
    return books_over(database, AskLogs(story.logs))

"""The ledger's gauges: what the tables say when somebody scrapes."""

from __future__ import annotations

from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import generate_latest
from support.books import AskLogs, books_over, feed
from support.story import Story

from gateway.books.gauges import measure
from kernel.db import Database


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_ledgers_gauges_follow_its_tables(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path}/books.db" if kind == "sqlite" else request.getfixturevalue("database_url")
    database, story, registry = Database(url), Story().founded(), CollectorRegistry()
    story.donation(5, fund="fnd_9")  # no such fund: it is ordered, and not posted
    story.donation(7)
    books = books_over(database, AskLogs(story.logs))
    unmeasure = measure(database, books.followers, registry)
    try:
        assert registry.get_sample_value("gongzhi_ledger_position") == 0
        feed(books, story.logs)
        appended = books.append("main")
        assert appended > 0
        assert registry.get_sample_value("gongzhi_ledger_position") == appended
        assert registry.get_sample_value("gongzhi_unpostable_events") == 1
        # No entry has a number before the accountant gives it one: what the trial balance calls unposted.
        story.receipt("grant", 9)
        feed(books, story.logs)
        books.append("main")
        assert registry.get_sample_value("gongzhi_unposted_entries") == 2
        assert registry.get_sample_value("gongzhi_unpostable_events") == 1
    finally:
        unmeasure()
        database.close()
    assert b"gongzhi_ledger_position" not in generate_latest(registry)


def test_without_a_database_there_is_no_figure_and_no_error(tmp_path: Path) -> None:
    database, registry = Database(f"sqlite:///{tmp_path}/missing/books.db"), CollectorRegistry()
    measure(database, {}, registry)
    assert registry.get_sample_value("gongzhi_ledger_position") is None
    database.close()

"""The books' threads: appending, waiting, following, two processes at one database."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update
from support.books import AskLogs, books_over, caught_up, feed
from support.story import Story

from gateway.books import Books, TooManyWaiting
from gateway.books.tables import copies, copy_heads, ledger_order
from kernel.bus import BusDown
from kernel.db import Database
from kernel.merkle import leaf_hash

PATIENCE_S = 20


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/books.db"
    return str(request.getfixturevalue("database_url"))


@pytest.fixture
def opened(url: str) -> Iterator[Callable[[], Database]]:
    """Opens the database as another process would."""
    databases: list[Database] = []

    def open_one() -> Database:
        databases.append(Database(url))
        return databases[-1]

    yield open_one
    for database in databases:
        database.close()


@pytest.fixture
def story() -> Story:
    return Story().founded()


@pytest.fixture
def started(opened: Callable[[], Database]) -> Iterator[Callable[..., Books]]:
    running: list[Books] = []

    def start(ask: AskLogs, *, waiters_max: int = 200) -> Books:
        books = books_over(opened(), ask, waiters_max=waiters_max)
        books.start()
        running.append(books)
        return books

    yield start
    for books in running:
        books.stop()


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, "it never came to hold"
        time.sleep(0.02)


def heads(story: Story) -> dict[str, int]:
    return {source: len(bodies) for source, bodies in story.logs.bodies.items()}


def is_answered(books: Books, positions: dict[str, int]) -> bool:
    """The ledger says that it has `positions`, though no more may wait."""
    try:
        return books.wait_for("main", positions, 1)
    except TooManyWaiting:
        return False  # committed perhaps, but the notifier has not heard of it yet


def test_followers_bring_a_log_into_the_ledger_by_themselves(
    started: Callable[..., Books], story: Story
) -> None:
    story.donation(5)
    books = started(AskLogs(story.logs))
    assert books.wait_for("main", heads(story), PATIENCE_S)
    assert books.fund_figures("main", "cog")["received"] == 5
    assert books.waiting_for() == []


def test_a_read_waits_for_what_it_asks_for_and_no_longer(started: Callable[..., Books], story: Story) -> None:
    books = started(AskLogs(story.logs))
    assert books.wait_for("main", heads(story), PATIENCE_S)
    began = time.monotonic()
    assert not books.wait_for("main", {"funds": 10_000}, 0.2)
    assert time.monotonic() - began < 2
    story.donation(5)
    answers: list[bool] = []
    wanted = heads(story)
    waiter = threading.Thread(target=lambda: answers.append(books.wait_for("main", wanted, PATIENCE_S)))
    waiter.start()
    time.sleep(0.1)
    feed(books, story.logs)
    waiter.join(PATIENCE_S)
    assert answers == [True]


def test_more_waiting_reads_than_may_are_refused_and_the_ledger_goes_on(
    started: Callable[..., Books], story: Story
) -> None:
    books = started(AskLogs(story.logs), waiters_max=3)
    assert books.wait_for("main", heads(story), PATIENCE_S)
    story.donation(5)
    reached = heads(story)
    # They wait for a donation more than the ledger will have for now.
    later = {**reached, "funds": reached["funds"] + 1}
    answers: list[bool] = []
    waiters = [
        threading.Thread(target=lambda: answers.append(books.wait_for("main", later, PATIENCE_S)))
        for _ in range(3)
    ]
    for waiter in waiters:
        waiter.start()
    until(lambda: books.waiting.count == 3)
    with pytest.raises(TooManyWaiting):
        books.wait_for("main", later, 1)
    feed(books, story.logs)
    # What is there already needs no waiting, so the waiters may be as many as they are.
    until(lambda: is_answered(books, reached))
    assert books.waiting.count == 3
    story.donation(5)
    feed(books, story.logs)
    for waiter in waiters:
        waiter.join(PATIENCE_S)
    assert answers == [True, True, True]
    assert books.waiting.count == 0


def test_two_processes_appending_one_council_make_one_order(
    opened: Callable[[], Database], story: Story
) -> None:
    for minor in range(1, 400):
        story.donation(minor)
    project = story.project("benches")
    for minor in range(1, 100):
        story.allocation(project, minor)
    pair = [books_over(opened(), AskLogs(story.logs)) for _ in range(2)]
    errors: list[BaseException] = []

    def run(books: Books) -> None:
        try:
            feed(books, story.logs)
            while books.appender.append("main", limit=17).count:
                pass
        except BaseException as error:  # noqa: BLE001 - shown below
            errors.append(error)

    threads = [threading.Thread(target=run, args=(books,)) for books in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    caught_up(pair[0], story.logs)
    with opened().read() as connection:
        rows = connection.execute(select(ledger_order).order_by(ledger_order.c.position)).all()
    assert [row.position for row in rows] == list(range(1, sum(heads(story).values()) + 1))
    for source, count in heads(story).items():
        mine = [row.source_position for row in rows if row.source == source]
        assert mine == list(range(1, count + 1))
    for books in pair:
        assert books.trial_balance("main")["debit"] == sum(range(1, 400))
        assert books.findings("main") == []


@pytest.mark.servers
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_what_another_process_appended_wakes_a_waiting_read(
    started: Callable[..., Books], opened: Callable[[], Database], story: Story
) -> None:
    ask = AskLogs(story.logs)
    books = started(ask)
    assert books.wait_for("main", heads(story), PATIENCE_S)
    ask.down = BusDown("this process hears nothing")
    other = books_over(opened(), AskLogs(story.logs))
    story.donation(5)
    wanted = heads(story)
    answers: list[bool] = []
    waiter = threading.Thread(target=lambda: answers.append(books.wait_for("main", wanted, PATIENCE_S)))
    waiter.start()
    until(lambda: books.waiting.count == 1)
    began = time.monotonic()
    caught_up(other, story.logs)
    waiter.join(PATIENCE_S)
    assert answers == [True]
    assert time.monotonic() - began < 5


def test_one_council_that_fails_never_stops_another(
    started: Callable[..., Books], opened: Callable[[], Database], story: Story
) -> None:
    second = Story("second").founded()
    ask = AskLogs(story.logs, second.logs)
    books = started(ask)
    for one in (story, second):
        assert books.wait_for(one.logs.council, heads(one), PATIENCE_S)
    ask.down = BusDown("so that the bytes below stay as they are")
    story.donation(5)
    position = heads(story)["funds"]
    # A copy whose bytes are no envelope: nothing but a broken disk or a hand in the table makes one.
    with opened().write() as connection:
        connection.execute(
            copies.insert().values(
                council="main", source="funds", position=position, subject="x", type="x",
                recorded_at="x", body=b"broken", leaf=b"",
            )
        )  # fmt: skip
        reached = story.logs.ranges["funds"]
        connection.execute(
            update(copy_heads)
            .where(copy_heads.c.council == "main", copy_heads.c.source == "funds")
            .values(position=position, peaks=reached.packed())
        )
    until(lambda: "ledger" in books.stalled("main"))
    assert "ledger of main is stalled" in books.waiting_for()
    assert [one["subject"] for one in books.findings("main") if one["code"] == "stream.stalled"] == ["ledger"]
    second.donation(7)
    feed(books, second.logs)
    assert books.wait_for("second", heads(second), PATIENCE_S)
    # Mended, the ledger goes on by itself.
    with opened().write() as connection:
        mended = update(copies).where(copies.c.council == "main", copies.c.position == position)
        body = story.logs.bodies["funds"][-1]
        connection.execute(mended.where(copies.c.source == "funds").values(body=body, leaf=leaf_hash(body)))
    assert books.wait_for("main", heads(story), PATIENCE_S)
    assert books.stalled("main") == {}

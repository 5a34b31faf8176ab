"""Several writers of one council, lost answers, replaced logs: what the head row's lock is for."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from support.cupboard import CUPBOARD, CutKey, Door, Forget, Key, LendKey
from support.storage import MAIN, SteadyClock, any_log, sql_log
from support.tickets import answers, built, cut, group, item

from kernel.clock import SystemClock
from kernel.codec import Codec, decode_envelope
from kernel.db import DatabaseDown, StorageFault
from kernel.errors import Halted, OutcomeUnknown
from kernel.lane import Lane
from kernel.log import Log
from kernel.merkle import root_of
from kernel.sql_log import SqlLog
from kernel.testing.memory import MemoryLog
from kernel.tickets import Done, Refused, Undone
from kernel.writer import Writer

log = any_log
__all__ = ["sql_log"]  # a fixture


@pytest.fixture
def clock() -> SteadyClock:
    return SteadyClock()


@pytest.fixture
def writer(log: Log, clock: SteadyClock) -> Writer:
    made = Writer(MAIN, CUPBOARD, log, clock)
    made.load()
    return made


def test_what_another_process_wrote_is_seen_before_deciding(
    log: Log, writer: Writer, clock: SteadyClock
) -> None:
    key = cut(writer)
    other = Writer(MAIN, CUPBOARD, log, clock)
    other.load()
    answers(other, group(item(LendKey(key, "ada"), "other")))
    assert writer.shelf.get(Key, key) == Key("gate")
    [[answer]] = answers(writer, group(item(LendKey(key, "bo"), "mine")))
    assert isinstance(answer, Refused)
    assert answer.refusal.args == (key, "ada")
    assert writer.head == other.head


def test_two_writers_at_once_leave_no_gap_and_lose_nothing(sql_log: SqlLog, clock: SteadyClock) -> None:
    first = Writer(MAIN, CUPBOARD, sql_log, clock)
    first.commit([built("gate")])
    failures: list[BaseException] = []

    def work(name: str) -> None:
        writer = Writer(MAIN, CUPBOARD, sql_log, clock)
        try:
            writer.load()
            for n in range(40):
                [[done]] = answers(writer, group(item(CutKey("gate"), f"{name}{n}")))
                assert isinstance(done, Done)
        except BaseException as error:  # noqa: BLE001
            failures.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failures
    head, bodies = sql_log.page(MAIN, 0, 1000)
    assert [decode_envelope(b).position for b in bodies] == list(range(1, 122))
    assert head.root == root_of(bodies).hex()
    last = Writer(MAIN, CUPBOARD, sql_log, clock)
    last.load()
    assert last.shelf.get(Door, "gate") == Door(120)


class LosesAnswers:
    """A log whose next COMMIT happens and is not answered."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self.lose = False
        self.always = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)

    @contextmanager
    def writing(self, council: str) -> Iterator[Any]:
        with self._log.writing(council) as tx:
            yield tx
        if self.lose or self.always:
            self.lose = False
            raise DatabaseDown("the answer to COMMIT was lost")


def test_after_a_lost_answer_to_commit_the_same_batch_finds_what_it_did(log: Log, clock: SteadyClock) -> None:
    losing = LosesAnswers(log)
    writer = Writer(MAIN, CUPBOARD, losing, clock)
    writer.commit([built("gate")])
    batch = [group(item(CutKey("gate"), "1")), group(item(CutKey("gate"), "2"))]
    losing.lose = True
    with pytest.raises(DatabaseDown):
        writer.commit(batch)
    assert all(not one.answers for one in batch)
    writer.commit(batch)
    assert all(isinstance(one.answers[0], Done) and one.answers[0].repeated for one in batch)
    assert writer.shelf.get(Door, "gate") == Door(2)
    assert writer.head.position == 3


def test_who_stops_while_commits_go_unanswered_says_that_the_outcome_is_not_known(log: Log) -> None:
    losing = LosesAnswers(log)
    Writer(MAIN, CUPBOARD, log, SystemClock()).commit([built("gate")])
    lane = Lane(Writer(MAIN, CUPBOARD, losing, SystemClock()), SystemClock(), lambda _: None)
    losing.always = True
    lane.start()
    assert lane.is_allowed(within_s=10)
    ticket = group(item(CutKey("gate"), "1"))
    lane.put(ticket)
    end = time.monotonic() + 10
    while log.heads()[MAIN].position == 1 and time.monotonic() < end:
        time.sleep(0.01)
    lane.stop()
    [answer] = ticket.answers
    assert isinstance(answer, Undone)
    assert isinstance(answer.why, OutcomeUnknown)
    assert log.heads()[MAIN].position == 2  # it happened, once; the same command again is told so


def test_a_failed_write_changes_nothing_in_memory(log: Log, clock: SteadyClock) -> None:
    class Refusing(LosesAnswers):
        @contextmanager
        def writing(self, council: str) -> Iterator[Any]:
            with self._log.writing(council) as tx:
                yield tx
                if self.lose:
                    raise StorageFault("the insert failed")

    refusing = Refusing(log)
    writer = Writer(MAIN, CUPBOARD, refusing, clock)
    writer.commit([built("gate")])
    refusing.lose = True
    with pytest.raises(StorageFault):
        writer.commit([group(item(CutKey("gate"), "1"))])
    assert writer.shelf.get(Door, "gate") == Door(0)
    assert writer.head.position == 1
    refusing.lose = False
    [[done]] = answers(writer, group(item(CutKey("gate"), "1")))
    assert isinstance(done, Done)
    assert not done.repeated


def test_a_log_that_was_replaced_under_the_writer_halts_it(clock: SteadyClock) -> None:
    log = MemoryLog()
    log.found(MAIN)
    empty = log.snapshot()
    writer = Writer(MAIN, CUPBOARD, log, clock)
    cut(writer)
    log.restore(empty)
    with pytest.raises(Halted):
        writer.commit([group(item(Forget("ada"), "k"))])


def test_replay_equals_live_state(log: Log, writer: Writer, clock: SteadyClock) -> None:
    key = cut(writer)
    answers(writer, group(item(CutKey("gate"), "2")), group(item(LendKey(key, "ada"), "3")))
    fresh = Writer(MAIN, CUPBOARD, log, clock)
    fresh.load()
    assert fresh.head == writer.head
    assert dict(fresh.shelf.all(Door)) == dict(writer.shelf.all(Door))
    assert fresh.shelf.get(Key, key) == writer.shelf.get(Key, key) == Key("gate", ("ada",))


def test_the_facts_in_the_log_read_back_as_they_were(log: Log, writer: Writer) -> None:
    cut(writer)
    _, bodies = log.page(MAIN, 0, 10)
    codec = Codec(CUPBOARD.facts)
    assert [type(codec.fact(decode_envelope(b))).__name__ for b in bodies] == ["DoorNoted", "KeyCut"]

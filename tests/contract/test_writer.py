"""The one writer, on every log: what it decides, writes, repeats, and what it never does."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from support.cupboard import CUPBOARD, CutKey, Door, DoorBuilt, Forget, Key, LendKey, Stumble
from support.storage import MAIN, SteadyClock, any_log

from kernel.codec import Codec, Envelope, decode_envelope
from kernel.db import DatabaseDown, StorageFault
from kernel.domain import Actor
from kernel.errors import DeadlinePassed, Forbidden, Halted, KeyReused
from kernel.log import Log
from kernel.merkle import Range, leaf_hash, root_of
from kernel.sealed import Opening, commitment
from kernel.testing.memory import MemoryLog
from kernel.tickets import Answer, Done, Group, Item, Noted, Noting, Refused, Undone
from kernel.writer import Broken, NotApplied, Writer

log = any_log

KEEPER = Actor("per_keeper", {"keeper": "man_1"}, 7)


@pytest.fixture
def clock() -> SteadyClock:
    return SteadyClock()


@pytest.fixture
def writer(log: Log, clock: SteadyClock) -> Writer:
    made = Writer(MAIN, CUPBOARD, log, clock)
    made.load()
    return made


def item(command: Any, key: str, *, actor: Actor = KEEPER, openings: tuple[Opening, ...] = ()) -> Item:
    return Item(command, actor, key, repr(command), openings)


def group(*items: Item, dry_run: bool = False) -> Group:
    return Group(items=items, dry_run=dry_run)


def answers(writer: Writer, *groups: Group) -> list[Sequence[Answer]]:
    writer.commit(groups)
    return [one.answers for one in groups]


def built(*doors: str, after: int = 0) -> Noting:
    bodies = [
        Envelope(
            MAIN,
            "building",
            n,
            DoorBuilt.TYPE,
            door,
            "x",
            {},
            None,
            "2026-01-01T00:00:00.000000Z",
            None,
            {"door": door},
        ).encoded()
        for n, door in enumerate(doors, after + 1)
    ]
    return Noting(source="building", after=after, bodies=bodies)


def cut(writer: Writer, key: str = "cut", door: str = "gate") -> str:
    writer.commit([built(door)])
    [[done]] = answers(writer, group(item(CutKey(door), key)))
    assert isinstance(done, Done)
    return done.events[0].subject


def test_a_decision_is_written_with_who_when_and_why(writer: Writer, log: Log) -> None:
    subject = cut(writer)
    head, bodies = log.page(MAIN, 0, 10)
    event = decode_envelope(bodies[-1])
    assert (event.position, event.type, event.subject) == (2, "cupboard.key_cut.v1", subject)
    assert event.actor == {"person": "per_keeper", "mandate": "man_1", "role": "keeper", "position": 7}
    assert event.recorded_at == "2026-03-02T04:00:00.000000Z"
    assert event.cause is None
    assert head.root == root_of(bodies).hex()
    assert writer.head == head


def test_each_command_sees_what_the_one_before_it_in_the_batch_made(writer: Writer, log: Log) -> None:
    writer.commit([built("gate")])
    first, second = answers(writer, group(item(CutKey("gate"), "1")), group(item(CutKey("gate"), "2")))
    assert isinstance(first[0], Done)
    assert isinstance(second[0], Done)
    assert writer.shelf.get(Door, "gate") == Door(2)
    key = first[0].events[0].subject
    lent, out = answers(writer, group(item(LendKey(key, "ada"), "3")), group(item(LendKey(key, "bo"), "4")))
    assert isinstance(lent[0], Done)
    assert isinstance(out[0], Refused)
    assert out[0].refusal.code == "cupboard.key_is_out"
    assert log.head(MAIN) == writer.head
    assert writer.head.position == 4


def test_the_same_key_and_body_gets_the_same_answer_and_writes_nothing(writer: Writer, log: Log) -> None:
    cut(writer, "once")
    before = log.head(MAIN)
    [[again]] = answers(writer, group(item(CutKey("gate"), "once")))
    assert isinstance(again, Done)
    assert again.repeated
    assert again.events[0].position == 2
    assert log.head(MAIN) == before


def test_the_same_key_twice_in_one_batch_is_carried_out_once(writer: Writer) -> None:
    writer.commit([built("gate")])
    first, second = answers(writer, *(group(item(CutKey("gate"), "k")) for _ in range(2)))
    assert isinstance(first[0], Done)
    assert isinstance(second[0], Done)
    assert second[0].repeated
    assert second[0].events == first[0].events
    [[one, two]] = answers(writer, group(item(CutKey("gate"), "m"), item(CutKey("gate"), "m")))
    assert isinstance(one, Done)
    assert isinstance(two, Done)
    assert two.repeated
    assert writer.shelf.get(Door, "gate") == Door(2)


def test_the_same_key_with_another_body_is_refused(writer: Writer) -> None:
    cut(writer, "k")
    [[answer]] = answers(writer, group(item(Forget("ada"), "k")))
    assert isinstance(answer, Refused)
    assert isinstance(answer.refusal, KeyReused)


def test_a_refusal_is_not_remembered(writer: Writer) -> None:
    [[no]] = answers(writer, group(item(CutKey("gate"), "k")))
    assert isinstance(no, Refused)
    writer.commit([built("gate")])
    [[yes]] = answers(writer, group(item(CutKey("gate"), "k")))
    assert isinstance(yes, Done)


def test_an_atomic_group_leaves_nothing_when_one_of_it_is_refused(writer: Writer, log: Log) -> None:
    writer.commit([built("gate")])
    before = log.head(MAIN)
    [[one, two, three]] = answers(
        writer, group(item(CutKey("gate"), "1"), item(CutKey("nowhere"), "2"), item(CutKey("gate"), "3"))
    )
    assert isinstance(one, Refused)
    assert isinstance(one.refusal, NotApplied)
    assert isinstance(two, Refused)
    assert two.refusal.code == "not_found"
    assert isinstance(three, Refused)
    assert log.head(MAIN) == before
    assert writer.shelf.get(Door, "gate") == Door(0)


def test_a_dry_run_says_what_would_be_and_writes_nothing(writer: Writer, log: Log) -> None:
    writer.commit([built("gate")])
    before = log.head(MAIN)
    dry, wet = answers(
        writer, group(item(CutKey("gate"), "1"), dry_run=True), group(item(CutKey("gate"), "1"))
    )
    assert isinstance(dry[0], Done)
    assert isinstance(wet[0], Done)
    assert not wet[0].repeated
    assert dry[0].events[0].subject == wet[0].events[0].subject
    assert before is not None
    assert writer.head.position == before.position + 1


def test_without_the_mandate_nothing_is_decided(writer: Writer) -> None:
    nobody = Actor("per_nobody", {"auditor": "man_2"}, 7)
    [[answer]] = answers(writer, group(item(CutKey("gate"), "k", actor=nobody)))
    assert isinstance(answer, Refused)
    assert isinstance(answer.refusal, Forbidden)


def test_past_its_deadline_a_command_is_not_decided(writer: Writer, clock: SteadyClock) -> None:
    late = Group(items=[item(Forget("ada"), "k")], deadline=clock.now() - timedelta(seconds=1))
    writer.commit([late])
    [answer] = late.answers
    assert isinstance(answer, Undone)
    assert isinstance(answer.why, DeadlinePassed)
    assert writer.head.position == 0


def test_a_defect_fails_its_command_alone(writer: Writer) -> None:
    writer.commit([built("gate")])
    good, bad, fine = answers(
        writer,
        group(item(CutKey("gate"), "1")),
        group(item(Stumble(), "2")),
        group(item(CutKey("gate"), "3")),
    )
    assert isinstance(good[0], Done)
    assert isinstance(bad[0], Undone)
    assert isinstance(bad[0].why, Broken)
    assert isinstance(fine[0], Done)
    assert writer.shelf.get(Door, "gate") == Door(2)


def test_recorded_times_never_run_backwards(writer: Writer, clock: SteadyClock) -> None:
    cut(writer)
    clock.instant -= timedelta(hours=1)
    [[done]] = answers(writer, group(item(CutKey("gate"), "later")))
    assert isinstance(done, Done)
    assert done.events[0].recorded_at == "2026-03-02T04:00:00.000000Z"


# --- openings ----------------------------------------------------------------------------------------


def sealed(text: str, salt: int = 1) -> Opening:
    made = commitment(bytes([salt]) * 32, text)
    return Opening(made.sealed, bytes([salt]) * 32, text)


def test_an_opening_is_kept_with_its_event_and_goes_with_the_person(writer: Writer, log: Log) -> None:
    key = cut(writer)
    note = sealed("ada's cousin")
    lend = LendKey(key, "per_ada", commitment(note.salt, note.text))
    answers(writer, group(item(lend, "lend", openings=(note,))))
    assert log.openings(MAIN, [note.sealed]) == {note.sealed: note}
    again = sealed("ada's cousin", 2)
    [[repeat]] = answers(writer, group(item(lend, "lend", openings=(again,))))
    assert isinstance(repeat, Done)
    assert log.openings(MAIN, [again.sealed]) == {}
    answers(writer, group(item(Forget("per_ada"), "forget")))
    assert log.openings(MAIN, [note.sealed]) == {}


# --- noting ------------------------------------------------------------------------------------------


def test_noting_moves_the_cursor_with_its_facts_and_names_the_cause(writer: Writer, log: Log) -> None:
    noting = built("gate", "gate", "shed")
    writer.commit([noting])
    assert noting.answer == Noted(3)
    assert log.cursor(MAIN, "building") == Range().extend(map(leaf_hash, noting.bodies))
    _, bodies = log.page(MAIN, 0, 10)
    assert [decode_envelope(b).cause for b in bodies] == [
        {"service": "building", "position": 1},
        {"service": "building", "position": 3},
    ]


def test_what_was_noted_is_not_noted_again(writer: Writer, log: Log) -> None:
    writer.commit([built("gate", "shed")])
    before = log.head(MAIN)
    again, more = built("gate", "shed"), built("gate", "shed", "yard")
    writer.commit([again, more])
    assert again.answer == Noted(2)
    assert more.answer == Noted(3)
    assert before is not None
    assert writer.head.position == before.position + 1


def test_events_behind_a_gap_are_not_noted(writer: Writer, log: Log) -> None:
    gap = built("yard", after=4)
    writer.commit([gap])
    assert isinstance(gap.answer, Undone)
    assert log.cursor(MAIN, "building") == Range()


# --- other processes, lost answers -------------------------------------------------------------------


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


def test_two_writers_at_once_leave_no_gap_and_lose_nothing(log: Log, clock: SteadyClock) -> None:
    if isinstance(log, MemoryLog):
        return  # one process by construction: the SQL logs are what this is about
    first = Writer(MAIN, CUPBOARD, log, clock)
    first.commit([built("gate")])
    failures: list[BaseException] = []

    def work(name: str) -> None:
        writer = Writer(MAIN, CUPBOARD, log, clock)
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
    head, bodies = log.page(MAIN, 0, 1000)
    assert [decode_envelope(b).position for b in bodies] == list(range(1, 122))
    assert head.root == root_of(bodies).hex()
    last = Writer(MAIN, CUPBOARD, log, clock)
    last.load()
    assert last.shelf.get(Door, "gate") == Door(120)


class LosesAnswers:
    """A log whose next COMMIT happens and is not answered."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self.lose = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)

    @contextmanager
    def writing(self, council: str) -> Iterator[Any]:
        with self._log.writing(council) as tx:
            yield tx
        if self.lose:
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

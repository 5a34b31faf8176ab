"""The one writer, on every log: what it decides, writes, repeats, and what it never does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.cupboard import CUPBOARD, CutKey, Door, Forget, Key, LendKey, LookIn, Stumble
from support.storage import MAIN, SteadyClock, any_log
from support.tickets import KEEPER, answers, built, cut, group, item

from kernel.codec import decode_envelope
from kernel.domain import Actor
from kernel.errors import Broken, DeadlinePassed, Forbidden, KeyReused, NotApplied
from kernel.log import Head, Log
from kernel.merkle import Range, leaf_hash, root_of
from kernel.sealed import Opening, commitment
from kernel.tickets import Done, Group, Noted, Refused, Undone
from kernel.writer import Writer

log = any_log


@pytest.fixture
def clock() -> SteadyClock:
    return SteadyClock()


@pytest.fixture
def writer(log: Log, clock: SteadyClock) -> Writer:
    made = Writer(MAIN, CUPBOARD, log, clock)
    made.load()
    return made


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


def test_another_person_meets_the_same_answer_if_they_could_do_the_same(writer: Writer, log: Log) -> None:
    key = cut(writer, "once")
    before = log.head(MAIN)
    other, nobody = Actor("per_other", {"keeper": "man_2"}, 7), Actor("per_nobody", {}, 7)
    [[again], [no]] = answers(
        writer,
        group(item(CutKey("gate"), "once", actor=other)),
        group(item(CutKey("gate"), "once", actor=nobody)),
    )
    assert isinstance(again, Done)
    assert (again.repeated, again.events[0].subject) == (True, key)
    assert isinstance(no, Refused)
    assert isinstance(no.refusal, Forbidden)
    assert log.head(MAIN) == before


def test_a_mandate_that_has_ended_still_answers_what_its_holder_did(writer: Writer) -> None:
    cut(writer, "once")
    [[again]] = answers(writer, group(item(CutKey("gate"), "once", actor=Actor(KEEPER.person, {}, 8))))
    assert isinstance(again, Done)
    assert again.repeated


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


def test_a_writer_knows_roots_along_the_way(writer: Writer, log: Log) -> None:
    cut(writer)
    writer.commit([built(*(f"door {n}" for n in range(2500)), after=1)])
    answers(writer, group(item(CutKey("gate"), "last")))
    fresh = Writer(MAIN, CUPBOARD, log, SteadyClock())
    fresh.load()
    _, bodies = log.page(MAIN, 0, 5000)
    for known in (writer, fresh):
        for position in (0, 999, 1000, 2499, 2503):
            milestone = known.milestone(position)
            assert milestone.size <= position
            assert milestone == Range().extend(map(leaf_hash, bodies[: milestone.size]))
    assert fresh.milestone(1999).size == 1000


def test_a_decision_that_says_nothing_is_a_fault_of_ours(writer: Writer, log: Log) -> None:
    """No event would remember it, so nothing could answer it again."""
    [[answer]] = answers(writer, group(item(LookIn(), "k")))
    assert isinstance(answer, Undone)
    assert isinstance(answer.why, Broken)
    assert log.head(MAIN) == Head(Range())


def test_other_threads_read_what_is_all_in_memory_and_nothing_else(writer: Writer) -> None:
    key = cut(writer)
    seen = writer.shelf.residents()
    assert seen.get(Door, "gate") == Door(1)
    with pytest.raises(TypeError):
        seen.get(Key, key)


# --- openings ----------------------------------------------------------------------------------------


ADA, BO = ("per_" + letter * 20 for letter in "ab")


def sealed(text: str, salt: int = 1) -> Opening:
    made = commitment(bytes([salt]) * 32, text)
    return Opening(made.sealed, bytes([salt]) * 32, text)


def test_an_opening_is_kept_with_its_event_and_goes_with_the_person(writer: Writer, log: Log) -> None:
    key = cut(writer)
    note = sealed("ada's cousin")
    lend = LendKey(key, ADA, commitment(note.salt, note.text))
    answers(writer, group(item(lend, "lend", openings=(note,))))
    assert log.openings(MAIN, [note.sealed]) == {note.sealed: note}
    again = sealed("ada's cousin", 2)
    [[repeat]] = answers(writer, group(item(lend, "lend", openings=(again,))))
    assert isinstance(repeat, Done)
    assert log.openings(MAIN, [again.sealed]) == {}
    answers(writer, group(item(Forget(ADA), "forget")))
    assert log.openings(MAIN, [note.sealed]) == {}


def test_what_is_sealed_about_somebody_erased_is_hashed_and_not_kept(writer: Writer, log: Log) -> None:
    key, other = cut(writer), sealed("bo's cousin", 3)
    answers(writer, group(item(Forget(ADA), "forget")))
    note = sealed("ada's cousin")
    lend = LendKey(key, ADA, commitment(note.salt, note.text))
    [[done]] = answers(writer, group(item(lend, "lend", openings=(note,))))
    assert isinstance(done, Done)
    assert done.events[0].data["note"] == {"sealed": note.sealed}
    assert log.openings(MAIN, [note.sealed]) == {}
    # In one batch, after the erasure and before it.
    [[first], [second]] = answers(
        writer, group(item(CutKey("gate"), "k1")), group(item(CutKey("gate"), "k2"))
    )
    assert isinstance(first, Done)
    assert isinstance(second, Done)
    late, early = sealed("bo, late", 4), other
    lent = [
        LendKey(one.events[0].subject, BO, commitment(text.salt, text.text))
        for one, text in ((first, early), (second, late))
    ]
    answers(
        writer,
        group(item(lent[0], "early", openings=(early,))),
        group(item(Forget(BO), "forget bo")),
        group(item(lent[1], "late", openings=(late,))),
    )
    assert log.openings(MAIN, [early.sealed, late.sealed]) == {}


def test_a_text_concerns_whom_an_id_names_and_nobody_by_another_text(writer: Writer, log: Log) -> None:
    key, note = cut(writer), sealed("for the yard")
    answers(
        writer, group(item(LendKey(key, "per_haps", commitment(note.salt, note.text)), "l", openings=(note,)))
    )
    answers(writer, group(item(Forget("per_haps"), "f")))
    assert log.openings(MAIN, [note.sealed]) == {note.sealed: note}


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
    # What begins before the cursor was not compared with what is noted there: nothing of it goes on top.
    assert (again.answer, more.answer) == (Noted(2), Noted(2))
    assert before is not None
    assert writer.head.position == before.position
    rest = built("yard", after=2)
    writer.commit([rest])
    assert rest.answer == Noted(3)
    assert writer.head.position == before.position + 1


def test_events_behind_a_gap_are_not_noted(writer: Writer, log: Log) -> None:
    gap = built("yard", after=4)
    writer.commit([gap])
    assert isinstance(gap.answer, Undone)
    assert log.cursor(MAIN, "building") == Range()

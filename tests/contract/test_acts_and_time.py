"""What another writes down for somebody, and what time alone makes true: the writer, on every log."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from support.cupboard import CUPBOARD, CutKey, Door, KeyLent, LendKey, due
from support.storage import MAIN, SteadyClock, any_log
from support.tickets import KEEPER, answers, built, cut, group, item

from kernel.acting import actor_of
from kernel.codec import decode_envelope
from kernel.db import StorageFault
from kernel.domain import Actor, Principal
from kernel.errors import Forbidden, InvalidInput
from kernel.log import Log
from kernel.sealed import Opening, commitment
from kernel.testing.driven import DrivenLane
from kernel.testing.memory import MemoryLog
from kernel.tickets import Done, Due, Refused
from kernel.writer import Writer

log = any_log
PAPER = "ab" * 32
DAY_S = 24 * 60 * 60
SCRIBE = Actor("per_scribe", {"scribe": "man_2"}, 9)
FOR_ADA = replace(SCRIBE, principal=Principal("per_ada", PAPER, {"keeper": "man_3"}))
WITH_TIME = replace(CUPBOARD, due=due)


@pytest.fixture
def clock() -> SteadyClock:
    return SteadyClock()


def writer_of(log: Log, clock: SteadyClock) -> Writer:
    made = Writer(MAIN, WITH_TIME, log, clock)
    made.load()
    return made


@pytest.fixture
def writer(log: Log, clock: SteadyClock) -> Writer:
    return writer_of(log, clock)


# --- on behalf ---------------------------------------------------------------------------------------


def test_what_somebody_did_on_paper_is_written_down_by_a_recorder(writer: Writer, log: Log) -> None:
    key = cut(writer)
    [[done]] = answers(writer, group(item(LendKey(key, "bo"), "lend", actor=FOR_ADA)))
    assert isinstance(done, Done)
    told = decode_envelope(log.page(MAIN, 2, 1)[1][0])
    assert told.actor == {
        "person": "per_scribe",
        "mandate": "man_2",
        "role": "scribe",
        "position": 9,
        "on_behalf": {"person": "per_ada", "mandate": "man_3", "role": "keeper", "paper": PAPER},
    }


@pytest.mark.parametrize(
    ("actor", "field"),
    [
        # Who writes down holds no office to do so, though they could have done it themselves.
        (replace(KEEPER, principal=FOR_ADA.principal), None),
        # Whose act it is could not have done it.
        (replace(SCRIBE, principal=Principal("per_bo", PAPER, {"scribe": "man_4"})), "on_behalf"),
    ],
)
def test_both_need_their_mandate(writer: Writer, actor: Actor, field: str | None) -> None:
    key = cut(writer)
    [[no]] = answers(writer, group(item(LendKey(key, "bo"), "lend", actor=actor)))
    assert isinstance(no, Refused)
    assert isinstance(no.refusal, Forbidden)
    assert no.refusal.field == field


def test_what_must_be_done_in_person_is_not_written_down_for_another(writer: Writer) -> None:
    writer.commit([built("gate")])
    [[no]] = answers(writer, group(item(CutKey("gate"), "cut", actor=FOR_ADA)))
    assert isinstance(no, Refused)
    assert isinstance(no.refusal, InvalidInput)


def test_the_act_is_the_principals_and_both_had_a_hand_in_it() -> None:
    assert (SCRIBE.whose, FOR_ADA.whose) == ("per_scribe", "per_ada")
    assert FOR_ADA.hands == {"per_scribe", "per_ada"}


GOOD = {"person": "per_ada", "mandates": {"keeper": "man_3"}, "paper": PAPER}


@pytest.mark.parametrize(
    ("principal", "field"),
    [
        ("per_ada", "on_behalf"),
        ({**GOOD, "person": "service:members"}, "on_behalf"),
        ({**GOOD, "mandates": ["keeper"]}, "on_behalf"),
        ({**GOOD, "paper": PAPER.upper()}, "on_behalf.paper"),
        ({**GOOD, "paper": None}, "on_behalf.paper"),
    ],
)
def test_a_principal_that_is_none_is_not_taken_from_the_wire(principal: Any, field: str) -> None:
    wire = {"person": "per_scribe", "mandates": {}, "position": 1}
    assert actor_of({**wire, "principal": GOOD}).principal == replace(FOR_ADA).principal
    with pytest.raises(InvalidInput) as no:
        actor_of({**wire, "principal": principal})
    assert list(no.value.errors) == [field]


# --- secrets -----------------------------------------------------------------------------------------


def test_what_a_secret_fact_sealed_is_told_to_nobody(log: Log, clock: SteadyClock) -> None:
    writer = Writer(MAIN, replace(CUPBOARD, secrets=frozenset({KeyLent})), log, clock)
    writer.load()
    seal = Opening(commitment(b"\x01" * 32, "1234").sealed, b"\x01" * 32, "1234")
    lend = LendKey(cut(writer), "per_" + "a" * 20, commitment(b"\x01" * 32, "1234"))
    answers(writer, group(item(lend, "lend", openings=(seal,))))
    assert log.openings(MAIN, [seal.sealed]) == {}
    assert log.secret(MAIN, seal.sealed) == seal


# --- what time makes true ----------------------------------------------------------------------------


def test_what_is_due_is_said_once_by_the_service_itself(writer: Writer, log: Log, clock: SteadyClock) -> None:
    writer.commit([built("gate")])
    assert not writer.is_anything_due()
    writer.commit([Due()])
    assert writer.head.position == 1
    clock.sleep(DAY_S)
    assert writer.is_anything_due()
    writer.commit([Due(), Due()])
    assert not writer.is_anything_due()
    assert writer.shelf.get(Door, "gate") == Door(1)
    told = decode_envelope(log.page(MAIN, 1, 10)[1][0])
    assert (told.actor["person"], told.command_id, told.cause) == ("service:cupboard", "due/2", None)


@pytest.mark.parametrize("anew", [False, True])
def test_what_is_due_is_said_before_the_first_command_of_a_day(
    log: Log, clock: SteadyClock, *, anew: bool
) -> None:
    """After days of standing still, in a process that was just started too; after what was told before it."""
    writer = writer_of(log, clock)
    writer.commit([built("gate")])
    clock.sleep(3 * DAY_S)
    writer = writer_of(log, clock) if anew else writer
    writer.commit([built("shed", after=1), group(item(CutKey("gate"), "cut"))])
    writer.commit([group(item(CutKey("gate"), "cut again"))])
    said = [decode_envelope(body).command_id for body in log.page(MAIN, 0, 10)[1]]
    assert said == ["building/1", "building/2", "due/3", "cut", "cut again"]


def test_it_is_said_first_again_where_the_first_commit_of_a_day_was_lost(clock: SteadyClock) -> None:
    log = MemoryLog()
    log.found(MAIN)
    writer = writer_of(log, clock)
    writer.commit([built("gate")])
    clock.sleep(DAY_S)
    lost = iter([StorageFault("commit")])

    def fault(step: str) -> None:
        if step == "commit" and (error := next(lost, None)) is not None:
            raise error

    log.fault = fault
    with pytest.raises(StorageFault):
        writer.commit([group(item(CutKey("gate"), "cut"))])
    writer.commit([group(item(CutKey("gate"), "cut"))])
    said = [decode_envelope(body).command_id for body in log.page(MAIN, 0, 10)[1]]
    assert said == ["building/1", "due/2", "cut"]


def test_what_another_process_said_is_not_said_again(log: Log, clock: SteadyClock) -> None:
    here, there = writer_of(log, clock), writer_of(log, clock)
    here.commit([built("gate")])
    clock.sleep(DAY_S)
    there.commit([Due()])
    here.commit([Due()])
    assert (here.head.position, here.head) == (2, there.head)


def test_a_lane_says_it_by_itself(log: Log, clock: SteadyClock) -> None:
    heard: list[int] = []
    lane = DrivenLane(writer_of(log, clock), clock, heard.append)
    lane.step()
    lane.put(door := built("gate"))
    assert door.wait(5)
    clock.sleep(DAY_S)
    lane.step()
    assert lane.writer.head.position == 2
    assert heard == [1, 1]

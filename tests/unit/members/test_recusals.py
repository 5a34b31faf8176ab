"""Recusals: a voter's own stands at once, an office's once another has confirmed it."""

from __future__ import annotations

from typing import Any

import pytest
from support.rules import TODAY, Scene, nth
from unit.members.chamber import (
    CHAIR,
    SECRETARY,
    SUPERVISOR,
    changed,
    closed,
    councillor,
    counted,
    mandated,
    opened,
    seated,
    unit,
    voting,
)

from kernel.domain import Saying
from kernel.errors import InvalidInput, NotFound
from kernel.sealed import Sealed
from services.members.domain.aliases.commands import RecordAlias
from services.members.domain.resolutions.commands import CastVote, ConfirmRecusal, DeclareRecusal
from services.members.domain.resolutions.documents import Resolution
from services.members.errors.decisions import (
    NoRecusalProposed,
    NoSeat,
    RecusalByTwo,
    RecusalWaits,
    ResolutionIsClosed,
    SeatHasVoted,
    SeatRecused,
)
from services.members.events import PartyRegistered
from services.members.events.resolutions import RecusalDeclared, RecusalProposed, VoteCast
from services.members.events.units import MemberLeft

WHY = Sealed("a" * 64)
OFFICES = [(CHAIR, "chair"), (SECRETARY, "secretary")]


def proposed(scene: Scene, resolution: Any, number: int = 1, by: str = CHAIR, role: str = "chair") -> Any:
    """An office says that the seat of a unit shall stand aside; how it is confirmed."""
    scene.when(DeclareRecusal(resolution, unit(number), WHY), by=by, role=role)
    scene.then(RecusalProposed(resolution, unit(number), WHY))
    return ConfirmRecusal(resolution, unit(number))


@pytest.mark.parametrize(("by", "role"), OFFICES)
def test_an_office_proposes_it_of_any_seat_and_says_why(scene: Scene, by: str, role: str) -> None:
    seated(scene, 3)
    resolution = opened(scene)
    scene.when(DeclareRecusal(resolution, reason=WHY), by=by, role=role).refused(InvalidInput, field="seat")
    scene.when(DeclareRecusal(resolution, unit(2)), by=by, role=role).refused(InvalidInput, field="reason")
    scene.when(DeclareRecusal(resolution, unit(8), WHY), by=by, role=role).refused(NotFound)
    scene.when(DeclareRecusal(resolution, "unit-2", WHY), by=by, role=role)
    scene.then(RecusalProposed(resolution, unit(2), WHY))
    assert scene.said[0].concerns == tuple(sorted((councillor(2), by)))
    for again, also in OFFICES:
        more = DeclareRecusal(resolution, unit(2), WHY)
        scene.when(more, by=again, role=also).refused(RecusalWaits, unit(2), field="seat")
    scene.replayed()


def test_no_office_recuses_alone_those_who_have_not_voted(scene: Scene) -> None:
    """Three of ten for it are no quorum, whomever the chair would rather not have there."""
    seated(scene, 10)
    resolution = opened(scene)
    voting(scene, resolution, "for", "for", "for")
    for number in range(4, 11):
        confirm = proposed(scene, resolution, number)
        scene.when(confirm, by=CHAIR, role="chair").refused(RecusalByTwo)
    fact = closed(scene, resolution)
    assert counted(fact) == (10, 3, 3, 0, 0, 0, 0)
    assert (fact.outcome, fact.why) == ("rejected", "quorum")


@pytest.mark.parametrize(
    ("by", "role"),
    [
        (SECRETARY, "secretary"),
        (SUPERVISOR, "supervisor"),
        ("per_deputy", "chair"),
        (councillor(1), "councillor"),
    ],
)
def test_what_the_chair_proposed_another_confirms(scene: Scene, by: str, role: str) -> None:
    seated(scene, 4)
    resolution = opened(scene)
    confirm = proposed(scene, resolution)
    assert scene.document(Resolution, resolution).recused == frozenset()
    scene.when(confirm, by=by, role=role)
    scene.then(RecusalDeclared(resolution, unit(1), None, confirmed=True))
    scene.when(CastVote(resolution, "for"), by=councillor(1), role="councillor").refused(SeatRecused)
    scene.when(confirm, by=SUPERVISOR, role="supervisor").refused(SeatRecused, unit(1))
    voting(scene, resolution, "for", "for", "for", first=2)
    assert counted(closed(scene, resolution)) == (3, 3, 3, 0, 0, 1, 0)
    scene.replayed()


def test_whoever_sits_for_another_seat_confirms_nothing(scene: Scene) -> None:
    seated(scene, 3)
    mandated(scene, "per_board", "standing_board")
    resolution = opened(scene)
    confirm = proposed(scene, resolution)
    for by, role in ((councillor(2), "councillor"), ("per_board", "standing_board")):
        scene.when(confirm, by=by, role=role).refused(NoSeat, by)


def test_all_hands_of_the_proposal_are_one_person(scene: Scene) -> None:
    """Who wrote it down for the chair, and another registration of either, confirm nothing."""
    seated(scene, 3)
    resolution = opened(scene)
    scene.when(DeclareRecusal(resolution, unit(1), WHY), by=CHAIR, role="chair", through=SECRETARY)
    scene.then(RecusalProposed(resolution, unit(1), WHY))
    confirm = ConfirmRecusal(resolution, unit(1))
    for by, role in OFFICES:
        scene.when(confirm, by=by, role=role).refused(RecusalByTwo)
    scene.when(confirm, by=SUPERVISOR, role="supervisor", aliases=(CHAIR,)).refused(RecusalByTwo)
    scene.when(confirm, by=SUPERVISOR, role="supervisor")
    scene.then(RecusalDeclared(resolution, unit(1), None, confirmed=True))


def test_until_it_is_confirmed_the_seat_votes_and_is_then_left_to_itself(scene: Scene) -> None:
    seated(scene, 3)
    resolution = opened(scene)
    confirm = proposed(scene, resolution)
    scene.when(CastVote(resolution, "against"), by=councillor(1), role="councillor")
    scene.then(VoteCast(resolution, unit(1), "against", councillor(1)))  # type: ignore[arg-type]
    for by, role in ((SECRETARY, "secretary"), (SUPERVISOR, "supervisor")):
        scene.when(confirm, by=by, role=role).refused(SeatHasVoted, unit(1), field="seat")
    voting(scene, resolution, "for", "for", first=2)
    assert counted(closed(scene, resolution)) == (3, 3, 2, 1, 0, 0, 0)


def test_who_sits_there_takes_back_a_vote_that_an_office_would_not_have_had(scene: Scene) -> None:
    seated(scene, 3)
    resolution = opened(scene)
    confirm = proposed(scene, resolution)
    voting(scene, resolution, "against", "for", "for")
    scene.when(confirm, by=councillor(1), role="councillor")
    scene.then(RecusalDeclared(resolution, unit(1), None, confirmed=True))
    assert counted(closed(scene, resolution)) == (2, 2, 2, 0, 0, 1, 0)


@pytest.mark.parametrize("role", ["chair", "secretary"])
def test_no_office_voids_a_vote_by_a_recusal_but_the_voter_does(scene: Scene, role: Any) -> None:
    seated(scene, 3)
    mandated(scene, "per_office", role)
    resolution = opened(scene)
    voting(scene, resolution, "against", "for")
    scene.when(DeclareRecusal(resolution, unit(1), WHY), by="per_office", role=role)
    scene.refused(SeatHasVoted, unit(1), field="seat")
    scene.when(DeclareRecusal(resolution), by=councillor(1), role="councillor", through=SECRETARY)
    scene.then(RecusalDeclared(resolution, unit(1), None, confirmed=False))
    mandated(scene, "per_office", "councillor", unit(2))
    scene.when(DeclareRecusal(resolution, unit(2)), by="per_office", role=role)
    scene.then(RecusalDeclared(resolution, unit(2), None, confirmed=False))
    assert counted(closed(scene, resolution)) == (1, 0, 0, 0, 0, 2, 0)


def test_a_voter_of_whom_it_is_proposed_may_say_so_themselves(scene: Scene) -> None:
    seated(scene, 3)
    resolution = opened(scene)
    confirm = proposed(scene, resolution)
    scene.when(DeclareRecusal(resolution), by=councillor(1), role="councillor")
    scene.then(RecusalDeclared(resolution, unit(1), None, confirmed=False))
    scene.when(confirm, by=SECRETARY, role="secretary").refused(SeatRecused, unit(1))
    scene.replayed()


def test_what_nobody_proposed_is_not_confirmed(scene: Scene) -> None:
    seated(scene, 3)
    resolution = opened(scene)
    confirm = ConfirmRecusal(resolution, "unit-1")
    scene.when(confirm, by=SECRETARY, role="secretary").refused(NoRecusalProposed, unit(1), field="seat")
    elsewhere = ConfirmRecusal(nth("res", 9), unit(1))
    scene.when(elsewhere, by=SECRETARY, role="secretary").refused(NotFound)
    proposed(scene, resolution)
    scene.later(8)
    late = ConfirmRecusal(resolution, unit(1))
    scene.when(late, by=SECRETARY, role="secretary").refused(ResolutionIsClosed, "escalated")
    assert scene.document(Resolution, resolution).proposed == {}


def test_a_unit_that_leaves_before_it_is_confirmed_is_departed(scene: Scene) -> None:
    seated(scene, 4)
    resolution = opened(scene)
    proposed(scene, resolution)
    changed(scene, MemberLeft(unit(1), None))
    assert counted(closed(scene, resolution)) == (3, 0, 0, 0, 0, 0, 1)


def test_of_a_human_with_two_seats_it_is_proposed_and_confirmed_of_both(scene: Scene) -> None:
    seated(scene, 1, minimum_present=1)
    for person in ("per_ada", "per_again"):
        registered: Any = person
        fact = PartyRegistered(registered, "person", None, WHY, None, "full", "council")
        scene.given(Saying(fact, person, TODAY))
        mandated(scene, person, "standing_board")
    resolution = opened(scene, body="standing_board")
    scene.when(DeclareRecusal(resolution, "per_again", WHY), by=CHAIR, role="chair")
    scene.when(RecordAlias(registered, "per_ada"), by="per_founder")
    scene.when(ConfirmRecusal(resolution, "per_ada"), by=SECRETARY, role="secretary")
    scene.then(RecusalDeclared(resolution, "per_ada", None, confirmed=True))  # type: ignore[arg-type]
    assert counted(closed(scene, resolution)) == (0, 0, 0, 0, 0, 1, 1)

"""What comes of a resolution: by hand or by itself, with units that go, and carried on by another body."""

from __future__ import annotations

from typing import Any

import pytest
from support.policies import terms
from support.rules import TODAY, Scene, nth
from unit.members.chamber import (
    CHAIR,
    DAY,
    SECRETARY,
    changed,
    closed,
    councillor,
    counted,
    ended,
    mandated,
    opened,
    opening,
    seated,
    unit,
    voting,
)

from kernel.domain import Saying
from kernel.errors import InvalidInput, NotFound
from kernel.money import Money
from kernel.sealed import Sealed
from policy.terms import Majority
from services.members.domain.aliases.commands import RecordAlias
from services.members.domain.resolutions.commands import (
    CastVote,
    CloseResolution,
    DeclareRecusal,
)
from services.members.domain.resolutions.documents import Resolution
from services.members.domain.units.commands import LeaveCouncil
from services.members.errors.decisions import (
    NotEscalated,
    SeatDeparted,
    SeatHasVoted,
    SeatRecused,
    VoteGoesOn,
)
from services.members.events import PartyRegistered
from services.members.events.policy import PolicyAdopted
from services.members.events.resolutions import ResolutionClosed, VoteCast
from services.members.events.units import MemberLeft, MemberMerged, MemberResumed, MemberSuspended

CNY = Money(100, "CNY")
FUND = nth("fnd")


# --- closing -----------------------------------------------------------------------------------------


def test_before_its_last_day_a_vote_is_closed_only_once_every_seat_has_spoken(scene: Scene) -> None:
    seated(scene, 4)
    resolution = opened(scene)
    voting(scene, resolution, "for", "for", "against")
    early = CloseResolution(resolution)
    scene.when(early, by=CHAIR, role="chair").refused(VoteGoesOn, str(TODAY + 7 * DAY), "1")
    scene.when(DeclareRecusal(resolution), by=councillor(4), role="councillor")
    scene.when(early, by=CHAIR, role="chair")
    assert counted(scene.facts[0]) == (3, 3, 2, 1, 0, 1, 0)
    assert scene.facts[0].outcome == "adopted"


def test_on_its_last_day_it_is_closed_by_hand_and_after_it_by_itself(scene: Scene) -> None:
    seated(scene, 3)
    first, second = opened(scene), opened(scene)
    for one in (first, second):
        voting(scene, one, "for", "for", "for")
    scene.tended().then()
    assert closed(scene, first).outcome == "adopted"
    scene.tended().then()
    scene.later(1).tended()
    assert [(fact.resolution, fact.outcome) for fact in scene.facts] == [(second, "adopted")]
    assert scene.log[-1].actor["person"] == "service:members"
    scene.replayed()


@pytest.mark.parametrize(
    ("votes", "outcome", "why"),
    [
        (("for", "for"), "escalated", "minimum_present"),
        (("for", "for", "for"), "rejected", "quorum"),
        (("for", "for", "for", "against"), "adopted", None),
        (("for", "for", "against", "against"), "rejected", "majority"),
        (("for", "abstain", "abstain", "abstain"), "rejected", "majority"),
        (("for", "for", "for", "for", "against", "against"), "adopted", None),
    ],
)
def test_what_comes_of_six_seats(scene: Scene, votes: Any, outcome: str, why: str | None) -> None:
    """Two thirds must be present and more than half of those for it; with less than three it is left."""
    seated(scene, 6)
    resolution = opened(scene)
    fact = closed(voting(scene, resolution, *votes), resolution)
    assert (fact.outcome, fact.why) == (outcome, why)


@pytest.mark.parametrize(("strict", "outcome"), [(True, "rejected"), (False, "adopted")])
def test_half_of_those_present_is_a_majority_only_where_the_policy_says_so(
    scene: Scene, strict: bool, outcome: str
) -> None:
    seated(scene, 4, majority=Majority(1, 2, strict=strict))
    resolution = opened(scene)
    fact = closed(voting(scene, resolution, "for", "for", "against", "abstain"), resolution)
    assert fact.outcome == outcome


def test_recusals_never_make_a_vote_of_too_few(scene: Scene) -> None:
    seated(scene, 5)
    resolution = opened(scene)
    voting(scene, resolution, "for", "for")
    for number in (3, 4, 5):
        scene.when(DeclareRecusal(resolution), by=councillor(number), role="councillor")
    fact = closed(scene, resolution)
    assert counted(fact) == (2, 2, 2, 0, 0, 3, 0)
    assert (fact.outcome, fact.why) == ("escalated", "minimum_present")


def test_a_policy_that_changes_meanwhile_changes_nothing_of_an_open_vote(scene: Scene) -> None:
    seated(scene, 6)
    slow = opened(scene)
    stricter = terms(TODAY, minimum_present=6)
    quick = opened(scene, kind="policy", terms=stricter, closes_on=TODAY)
    voting(scene, quick, *["for"] * 6)
    assert closed(scene, quick).outcome == "adopted"
    assert scene.when(opening()).facts[0].minimum_present == 6
    assert closed(voting(scene, slow, *["for"] * 4), slow).outcome == "adopted"


def test_what_was_voted_is_the_policy_that_holds(scene: Scene) -> None:
    seated(scene, 3)
    later: Any = terms(TODAY + 30 * DAY, notice_days=14)
    resolution = opened(scene, kind="policy", terms=later)
    closed(voting(scene, resolution, "for", "for", "for"), resolution)
    assert scene.facts[1] == PolicyAdopted(nth("pol", 2), resolution, later)
    again = opened(scene, kind="policy", terms=later, closes_on=scene.today)
    voting(scene, again, "for", "against", "against")
    closed(scene, again)
    assert len(scene.facts) == 1


# --- units that go -----------------------------------------------------------------------------------


LEAVING = [MemberLeft(unit(1), None), MemberMerged(unit(1), unit(2))]


@pytest.mark.parametrize("fact", LEAVING, ids=lambda fact: type(fact).__name__)
def test_a_unit_that_goes_mid_vote_leaves_the_base_unless_it_voted(scene: Scene, fact: Any) -> None:
    seated(scene, 5)
    silent, spoken = opened(scene), opened(scene)
    voting(scene, silent, "for", "for", "for", first=2)
    voting(scene, spoken, "for", "for", "for", "against")
    changed(scene, fact)
    for one in (silent, spoken):
        again = CastVote(one, "against")
        scene.when(again, by=councillor(1), role="councillor").refused(SeatDeparted, unit(1))
    assert counted(closed(scene, silent)) == (4, 3, 3, 0, 0, 0, 1)
    assert counted(closed(scene, spoken)) == (5, 4, 3, 1, 0, 0, 0)


def test_a_unit_that_is_suspended_mid_vote_votes_no_more_and_stays_in_the_base(scene: Scene) -> None:
    seated(scene, 5)
    silent, spoken = opened(scene), opened(scene)
    voting(scene, silent, "for", "for", "for", first=2)
    voting(scene, spoken, "for", "for", "for", "against")
    changed(scene, MemberSuspended(unit(1), None))
    for one in (silent, spoken):
        again = CastVote(one, "against")
        scene.when(again, by=councillor(1), role="councillor").refused(SeatDeparted, unit(1))
    assert counted(closed(scene, silent)) == (5, 3, 3, 0, 0, 0, 0)
    assert counted(closed(scene, spoken)) == (5, 4, 3, 1, 0, 0, 0)


def test_nobody_makes_a_quorum_by_suspending_those_who_have_not_voted(scene: Scene) -> None:
    """Nor closes early what they had yet to vote on."""
    seated(scene, 10)
    resolution = opened(scene)
    voting(scene, resolution, "for", "for", "for")
    for number in range(4, 11):
        changed(scene, MemberSuspended(unit(number), None))
    scene.when(CloseResolution(resolution), by=CHAIR, role="chair").refused(VoteGoesOn)
    fact = closed(scene, resolution)
    assert counted(fact) == (10, 3, 3, 0, 0, 0, 0)
    assert (fact.outcome, fact.why) == ("rejected", "quorum")


def test_who_was_suspended_and_then_left_leaves_the_base(scene: Scene) -> None:
    seated(scene, 4)
    resolution = opened(scene)
    changed(scene, MemberSuspended(unit(1), None))
    changed(scene, MemberLeft(unit(1), None))
    assert counted(closed(scene, resolution)) == (3, 0, 0, 0, 0, 0, 1)


def test_a_unit_that_is_resumed_in_time_votes_and_counts(scene: Scene) -> None:
    seated(scene, 3)
    changed(scene, MemberSuspended(unit(1), None))
    assert scene.when(opening()).facts[0].roll == (unit(2), unit(3))
    changed(scene, MemberResumed(unit(1)))
    resolution = opened(scene)
    changed(scene, MemberSuspended(unit(1), None))
    changed(scene, MemberResumed(unit(1)))
    assert counted(closed(voting(scene, resolution, "for"), resolution)) == (3, 1, 1, 0, 0, 0, 0)


def test_who_stood_aside_and_then_left_is_counted_once(scene: Scene) -> None:
    seated(scene, 4)
    resolution = opened(scene)
    scene.when(DeclareRecusal(resolution), by=councillor(1), role="councillor")
    changed(scene, MemberLeft(unit(1), None))
    assert counted(closed(scene, resolution)) == (3, 0, 0, 0, 0, 1, 0)


@pytest.mark.parametrize("days", [0, 9])
def test_a_unit_that_goes_after_the_last_day_changes_no_count(scene: Scene, days: int) -> None:
    """However late it is counted, and of whichever day it is said to have left."""
    seated(scene, 5)
    resolution = opened(scene)
    voting(scene, resolution, "for", "for", "for")
    last_day = TODAY + 7 * DAY
    scene.later(8 + days).when(LeaveCouncil(unit(5), on=last_day), by=SECRETARY, role="secretary")
    assert scene.refusal is None
    [fact] = [one.fact for one in scene.log if isinstance(one.fact, ResolutionClosed)]
    assert counted(fact) == (5, 3, 3, 0, 0, 0, 0)
    assert (fact.outcome, fact.why) == ("rejected", "quorum")
    scene.tended().then()


# --- escalation --------------------------------------------------------------------------------------


def escalated(scene: Scene, **said: Any) -> Any:
    """A resolution of the standing board that it left to the full council."""
    seated(scene, 3, escalates_to="full_council")
    mandated(scene, "per_board", "standing_board")
    resolution = opened(scene, body="standing_board", closes_on=TODAY, **said)
    scene.when(CastVote(resolution, "for"), by="per_board", role="standing_board")
    assert closed(scene, resolution).outcome == "escalated"
    return resolution


def test_what_was_escalated_is_carried_on_once_before_the_body_it_was_left_to(scene: Scene) -> None:
    said = {"kind": "other", "amount": CNY, "fund": FUND}
    before = escalated(scene, **said)
    scene.when(opening(**said, escalated_from=before, body="standing_board")).refused(
        InvalidInput, field="body"
    )
    other = opening(**{**said, "amount": Money(101, "CNY")}, escalated_from=before)
    scene.when(other).refused(InvalidInput, field="escalated_from")
    after = opened(scene, **said, escalated_from=before)
    assert scene.facts[0].escalated_from == before
    again = opening(**said, escalated_from=before)
    scene.when(again).refused(NotEscalated, after, field="escalated_from")
    fact = closed(voting(scene, after, "for", "for", "for"), after)
    assert (fact.outcome, fact.amount, fact.fund) == ("adopted", CNY, FUND)
    scene.replayed()


def test_only_what_was_escalated_is_carried_on(scene: Scene) -> None:
    seated(scene, 3)
    resolution = opened(scene)
    scene.when(opening(escalated_from=resolution)).refused(NotEscalated, "open")
    scene.when(opening(escalated_from=nth("res", 9))).refused(NotFound, field="escalated_from")


def test_whose_board_mandate_ends_mid_vote_leaves_the_base_unless_they_voted(scene: Scene) -> None:
    seated(scene, 1, minimum_present=1)
    for person in ("per_a", "per_b", "per_c"):
        mandated(scene, person, "standing_board")
    resolution = opened(scene, body="standing_board")
    scene.when(CastVote(resolution, "for"), by="per_a", role="standing_board")
    for person in ("per_a", "per_b"):
        ended(scene, person, "standing_board")
    assert counted(closed(scene, resolution)) == (2, 1, 1, 0, 0, 0, 1)


# --- one human, one vote -----------------------------------------------------------------------------


def registration(person: Any) -> Saying:
    name = Sealed("a" * 64)
    return Saying(PartyRegistered(person, "person", None, name, None, "full", "council"), person, TODAY)


def board(scene: Scene, *people: str) -> Any:
    """A resolution of a standing board of these."""
    seated(scene, 1, minimum_present=1)
    for person in people:
        scene.given(registration(person))
        mandated(scene, person, "standing_board")
    return opened(scene, body="standing_board")


ADA, AGAIN, BO = "per_ada", "per_again", "per_bo"
FOR_BOARD: dict[str, Any] = {"role": "standing_board"}


@pytest.mark.parametrize("first", [(ADA, "for"), (AGAIN, "for"), (ADA, "against"), (AGAIN, "against")])
def test_of_a_human_who_voted_under_two_registrations_the_last_vote_counts(
    scene: Scene, first: tuple[str, Any]
) -> None:
    resolution = board(scene, ADA, AGAIN, BO)
    choice_of_bo: Any = "for"
    second: tuple[str, Any] = (AGAIN if first[0] == ADA else ADA, "abstain")
    for person, choice in ((BO, choice_of_bo), second, first):
        scene.when(CastVote(resolution, choice), by=person, **FOR_BOARD)
    scene.when(RecordAlias(AGAIN, ADA), by="per_founder")
    assert scene.refusal is None
    expected = (2, 2, 2, 0, 0, 0, 1) if first[1] == "for" else (2, 2, 1, 1, 0, 0, 1)
    assert counted(closed(scene, resolution)) == expected


def test_whose_second_seat_has_voted_is_recused_by_no_office_and_may_vote_anew(scene: Scene) -> None:
    resolution = board(scene, ADA, AGAIN, BO)
    scene.when(CastVote(resolution, "for"), by=AGAIN, **FOR_BOARD)
    scene.when(RecordAlias(AGAIN, ADA), by="per_founder")
    for seat in (ADA, AGAIN):
        aside = DeclareRecusal(resolution, seat, Sealed("c" * 64))
        scene.when(aside, by=CHAIR, role="chair").refused(SeatHasVoted, ADA, field="seat")
    scene.when(CastVote(resolution, "against"), by=ADA, **FOR_BOARD)
    scene.then(VoteCast(resolution, ADA, "against", ADA))  # type: ignore[arg-type]
    assert counted(closed(scene, resolution)) == (2, 1, 0, 1, 0, 0, 1)


def test_who_stands_aside_under_one_registration_does_so_under_both(scene: Scene) -> None:
    resolution = board(scene, ADA, AGAIN, BO)
    scene.when(CastVote(resolution, "for"), by=ADA, **FOR_BOARD)
    scene.when(DeclareRecusal(resolution), by=AGAIN, **FOR_BOARD)
    scene.when(RecordAlias(AGAIN, ADA), by="per_founder")
    scene.when(CastVote(resolution, "for"), by=ADA, **FOR_BOARD).refused(SeatRecused, ADA)
    assert counted(closed(scene, resolution)) == (1, 0, 0, 0, 0, 1, 1)


def test_two_units_for_which_one_human_sits_have_a_vote_each(scene: Scene) -> None:
    units = seated(scene, 2, minimum_present=1)
    for number in (1, 2):
        scene.given(registration(councillor(number)))
    resolution = opened(scene)
    voting(scene, resolution, "for", "against")
    scene.when(RecordAlias(councillor(2), councillor(1)), by="per_founder")
    assert scene.refusal is None
    assert units == [unit(1), unit(2)]
    assert counted(closed(scene, resolution)) == (2, 2, 1, 1, 0, 0, 0)


def test_a_closed_resolution_keeps_no_roll_in_memory(scene: Scene) -> None:
    seated(scene, 3)
    resolution = opened(scene)
    closed(voting(scene, resolution, "for"), resolution)
    document = scene.document(Resolution, resolution)
    assert (document.state, document.roll, document.votes) == ("escalated", (), {})

"""Resolutions: who may vote, what counts, and what comes of it."""

from __future__ import annotations

from typing import Any

import pytest
from support.policies import terms
from support.rules import TODAY, Scene, nth
from unit.members.chamber import (
    CHAIR,
    DAY,
    SECRETARY,
    closed,
    councillor,
    counted,
    ended,
    joined,
    mandated,
    opened,
    opening,
    seated,
    unit,
    voting,
)

from kernel.domain import Actor, Given
from kernel.errors import InvalidInput, NotFound
from kernel.money import Money
from kernel.sealed import Sealed
from services.members.domain import DOMAIN
from services.members.domain.policy.commands import AdoptPolicy
from services.members.domain.resolutions.commands import (
    CastVote,
    CloseResolution,
    DeclareRecusal,
)
from services.members.errors.decisions import (
    NobodyToVote,
    NoPolicy,
    NoSeat,
    ResolutionIsClosed,
    SeatNeeded,
    SeatRecused,
    VoteIsOver,
)
from services.members.events.resolutions import RecusalDeclared, VoteCast

CNY = Money(100, "CNY")
FUND, OTHER, PROJECT = nth("fnd"), nth("fnd", 2), nth("prj")


# --- opening -----------------------------------------------------------------------------------------


def test_without_a_policy_nothing_says_how_votes_are_counted(scene: Scene) -> None:
    joined(scene, 1)
    scene.when(opening()).refused(NoPolicy)
    scene.when(AdoptPolicy(terms(TODAY + DAY)))
    scene.when(opening()).refused(NoPolicy)


def test_the_roll_is_of_the_units_that_have_a_councillor_on_the_day_of_the_opening(scene: Scene) -> None:
    units = seated(scene, 3)
    mandated(scene, "per_late", "councillor", unit(9), ends_on=TODAY - DAY)
    fact = scene.when(opening()).facts[0]
    assert fact.roll == tuple(sorted(units))
    assert (fact.quorum, fact.minimum_present) == (terms().quorum, 3)


def test_the_roll_of_the_standing_board_is_of_its_people(scene: Scene) -> None:
    seated(scene, 1)
    scene.when(opening(body="standing_board")).refused(NobodyToVote, "standing_board", field="body")
    for person in ("per_b", "per_a"):
        mandated(scene, person, "standing_board")
    assert scene.when(opening(body="standing_board")).facts[0].roll == ("per_a", "per_b")


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "policy", "terms": terms(TODAY + 7 * DAY)},
        {"kind": "allocation", "amount": CNY},
        {"kind": "spending", "amount": CNY},
        {"kind": "fund_transfer", "amount": CNY, "fund": FUND, "to_fund": OTHER},
        {"kind": "project", "project": PROJECT},
    ],
    ids=lambda said: said["kind"],
)
def test_money_projects_and_the_policy_are_the_full_councils_to_resolve(
    scene: Scene, said: dict[str, Any]
) -> None:
    seated(scene, 3)
    mandated(scene, "per_a", "standing_board")
    scene.when(opening(body="standing_board", **said)).refused(InvalidInput, field="body")
    assert scene.when(opening(**said)).facts
    assert scene.when(opening(body="standing_board", kind="membership")).facts[0].roll == ("per_a",)


def test_who_comes_later_is_not_on_the_roll(scene: Scene) -> None:
    seated(scene, 3)
    resolution = opened(scene)
    joined(scene, 4)
    scene.when(CastVote(resolution, "for"), by=councillor(4), role="councillor").refused(NoSeat)
    assert closed(scene, resolution).base == 3


MONEY = {"amount": CNY, "fund": FUND}


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"kind": "allocation"}, "amount"),
        ({"kind": "spending", "amount": CNY, "to_fund": FUND}, "to_fund"),
        ({"kind": "project"}, "project"),
        ({"kind": "fund_transfer", "amount": CNY, "fund": FUND}, "to_fund"),
        ({"kind": "fund_transfer", "amount": CNY, "fund": FUND, "to_fund": FUND}, "to_fund"),
        ({"kind": "policy"}, "terms"),
        ({"kind": "policy", "terms": terms(TODAY + 7 * DAY), "amount": CNY}, "amount"),
        ({"kind": "policy", "terms": terms(TODAY + 6 * DAY)}, "terms.effective_from"),
        ({"kind": "policy", "terms": terms(TODAY + 9 * DAY, currency="XXX")}, "terms.currency"),
        ({"kind": "membership", "amount": CNY}, "amount"),
        ({"kind": "other", "terms": terms()}, "terms"),
        ({"closes_on": TODAY - DAY}, "closes_on"),
    ],
)
def test_a_resolution_says_what_its_kind_needs_and_no_more(
    scene: Scene, said: dict[str, Any], fault: str
) -> None:
    seated(scene, 3)
    scene.when(opening(**said)).refused(InvalidInput, field=fault)


# --- voting ------------------------------------------------------------------------------------------


def test_the_last_vote_of_a_seat_counts(scene: Scene) -> None:
    units = seated(scene, 3)
    resolution = opened(scene)
    voting(scene, resolution, "against", "for", "abstain")
    scene.when(CastVote(resolution, "for"), by=councillor(1), role="councillor")
    scene.then(VoteCast(resolution, units[0], "for", councillor(1)))  # type: ignore[arg-type]
    assert counted(closed(scene, resolution)) == (3, 3, 2, 0, 1, 0, 0)


def test_a_vote_on_paper_is_the_councillors_whose_it_is(scene: Scene) -> None:
    units = seated(scene, 3)
    resolution = opened(scene)
    vote = CastVote(resolution, "for")
    scene.when(vote, by=councillor(2), role="councillor", through=SECRETARY)
    scene.then(VoteCast(resolution, units[1], "for", councillor(2)))  # type: ignore[arg-type]
    assert scene.log[-1].actor["person"] == SECRETARY
    assert scene.log[-1].whose == councillor(2)
    scene.when(vote, by="per_stranger", through=SECRETARY).refused(NoSeat, field="on_behalf")


def test_whoever_sits_for_no_unit_of_the_roll_has_no_vote(scene: Scene) -> None:
    seated(scene, 3)
    mandated(scene, "per_board", "standing_board")
    resolution = opened(scene)
    scene.when(CastVote(resolution, "for"), by="per_board", role="standing_board").refused(NoSeat)
    theirs = CastVote(resolution, "for", seat=unit(2))
    scene.when(theirs, by=councillor(1), role="councillor").refused(NoSeat)
    scene.when(CastVote(nth("res", 9), "for"), by=councillor(1)).refused(NotFound)
    nowhere = CastVote(resolution, "for", seat="nowhere")
    scene.when(nowhere, by=councillor(1)).refused(NotFound, "member", "nowhere", field="seat")


def test_a_councillor_of_two_units_says_for_which_one(scene: Scene) -> None:
    units = seated(scene, 3)
    for member in units[:2]:
        mandated(scene, "per_two", "councillor", member)
    resolution = opened(scene)
    scene.when(CastVote(resolution, "for"), by="per_two").refused(SeatNeeded, *units[:2], field="seat")
    for seat in (units[0], "unit-2"):
        scene.when(CastVote(resolution, "for", seat=seat), by="per_two")
        assert scene.refusal is None
    assert closed(scene, resolution).votes_for == 2


def test_a_councillor_who_is_replaced_votes_no_more_and_the_new_one_does(scene: Scene) -> None:
    units = seated(scene, 3)
    resolution = opened(scene)
    voting(scene, resolution, "for")
    ended(scene, councillor(1), "councillor", units[0])
    scene.when(CastVote(resolution, "for"), by=councillor(1)).refused(NoSeat)
    mandated(scene, "per_new", "councillor", units[0])
    scene.when(CastVote(resolution, "against"), by="per_new")
    scene.then(VoteCast(resolution, units[0], "against", "per_new"))  # type: ignore[arg-type]
    assert counted(closed(scene, resolution))[:4] == (3, 1, 0, 1)


def test_the_vote_ends_with_the_last_day_in_shanghai(scene: Scene) -> None:
    seated(scene, 3)
    resolution = opened(scene)
    scene.later(7)
    voting(scene, resolution, "for")
    scene.later(1)
    scene.when(CastVote(resolution, "for"), by=councillor(2)).refused(ResolutionIsClosed, "escalated")
    recusal = DeclareRecusal(resolution, unit(1))
    scene.when(recusal, by=CHAIR, role="chair").refused(ResolutionIsClosed, "escalated")
    scene.when(CloseResolution(resolution)).refused(ResolutionIsClosed, "escalated")


def test_also_where_it_could_not_be_counted_nobody_votes_after_its_last_day(scene: Scene) -> None:
    seated(scene, 3)
    resolution = opened(scene)
    late = Actor(councillor(1), {"councillor": "man_councillor"})
    given = Given("main", late, scene.now + 8 * DAY, TODAY + 8 * DAY, lambda prefix: f"{prefix}_")
    with pytest.raises(VoteIsOver) as no:
        DOMAIN.decide(scene.view, CastVote(resolution, "for"), given)
    assert no.value.args == (str(TODAY + 7 * DAY),)


# --- recusal -----------------------------------------------------------------------------------------


def test_who_stands_aside_is_out_of_the_vote_and_of_the_base(scene: Scene) -> None:
    seated(scene, 5)
    resolution = opened(scene)
    voting(scene, resolution, "against", "for", "for", "for")
    reason = Sealed("a" * 64)
    scene.when(DeclareRecusal(resolution, reason=reason), by=councillor(1), role="councillor")
    scene.then(RecusalDeclared(resolution, unit(1), reason, confirmed=False))
    assert scene.said[0].concerns == (councillor(1),)
    scene.when(CastVote(resolution, "against"), by=councillor(1)).refused(SeatRecused, unit(1))
    scene.when(DeclareRecusal(resolution), by=councillor(1), role="councillor").refused(SeatRecused)
    assert counted(closed(scene, resolution)) == (4, 3, 3, 0, 0, 1, 0)


def test_a_councillor_stands_aside_for_their_own_unit_alone(scene: Scene) -> None:
    seated(scene, 3)
    resolution = opened(scene)
    theirs = DeclareRecusal(resolution, unit(2))
    scene.when(theirs, by=councillor(1), role="councillor").refused(NoSeat)

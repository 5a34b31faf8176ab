"""What the council decides is remembered here: policy, adopted resolutions, notices, objections."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from support.policies import BEGINNING, YUAN, terms
from support.rules import TODAY, Scene, nth

from kernel.money import Money
from kernel.sealed import Sealed
from policy.approving import tier_of
from policy.history import policy_on
from services.members.events import notices as theirs_of_notices
from services.members.events import policy as theirs
from services.members.events import resolutions as theirs_of_resolutions
from services.projects.domain import DOMAIN
from services.projects.domain.decisions import lookup
from services.projects.domain.decisions.documents import Notice
from services.projects.errors.decisions import ResolutionNotAdopted
from services.projects.events.decisions import NoticeNoted, ObjectionNoted, PolicyNoted, ResolutionNoted

POLICY, SECOND = nth("pol"), nth("pol", 2)
RESOLUTION, NOTICE, OBJECTION = nth("res"), nth("not"), nth("obj")
PROJECT = nth("prj")
DAY = timedelta(days=1)


def adopt(scene: Scene, policy: Any, effective_from: date = BEGINNING, **other: Any) -> Scene:
    fact = theirs.PolicyAdopted(policy, None, terms(effective_from, **other))
    return scene.hears("members", fact, policy, TODAY)


def close(scene: Scene, outcome: Any = "adopted", resolution: Any = RESOLUTION) -> Scene:
    fact = theirs_of_resolutions.ResolutionClosed(
        resolution=resolution,
        outcome=outcome,
        why=None if outcome == "adopted" else "majority",
        base=33,
        present=30,
        votes_for=20,
        against=5,
        abstained=5,
        recused=0,
        departed=0,
        kind="project",
        amount=Money(100, "CNY"),
        fund=None,
        to_fund=None,
        project=PROJECT,
    )
    return scene.hears("members", fact, str(resolution), TODAY)


def post(scene: Scene, notice: Any = NOTICE, ends_on: date = TODAY, about: str = PROJECT) -> Scene:
    fact = theirs_of_notices.NoticeOpened(notice, "project", about, "公示", TODAY, ends_on)
    return scene.hears("members", fact, notice, TODAY)


@pytest.fixture
def scene() -> Scene:
    return Scene(DOMAIN)


def test_a_policy_is_noted_with_all_that_it_says(scene: Scene) -> None:
    adopt(scene, POLICY).then(PolicyNoted(POLICY, terms()))
    adopt(scene, POLICY).then()


def test_the_policy_of_a_day_is_the_latest_that_began_by_then(scene: Scene) -> None:
    assert policy_on(scene.view, TODAY) is None
    adopt(scene, POLICY, TODAY)
    adopt(scene, SECOND, TODAY + 10 * DAY, notice_days=14)
    adopt(scene, nth("pol", 3), TODAY + 5 * DAY, notice_days=3)
    days = {after: policy_on(scene.view, TODAY + after * DAY) for after in (-1, 0, 4, 5, 9, 10, 99)}
    assert {after: held and held.notice_days for after, held in days.items()} == {
        -1: None,
        0: 7,
        4: 7,
        5: 3,
        9: 3,
        10: 14,
        99: 14,
    }


def test_of_two_policies_of_one_day_the_one_that_was_adopted_later_holds(scene: Scene) -> None:
    adopt(scene, POLICY, TODAY)
    adopt(scene, SECOND, TODAY, notice_days=14)
    held = policy_on(scene.view, TODAY)
    assert held is not None
    assert held.notice_days == 14


@pytest.mark.parametrize(
    ("minor", "tier"), [(1, 0), (5_000 * YUAN - 1, 0), (5_000 * YUAN, 1), (50_000 * YUAN, 2), (10**13, 2)]
)
def test_the_tier_of_a_sum_is_the_first_whose_bound_it_does_not_reach(minor: int, tier: int) -> None:
    held = terms()
    assert tier_of(held, minor) is held.tiers[tier]


def test_an_adopted_resolution_is_noted_and_others_are_not(scene: Scene) -> None:
    close(scene, "rejected").then()
    close(scene, "escalated").then()
    close(scene).then(ResolutionNoted(RESOLUTION, "project", Money(100, "CNY"), None, None, PROJECT, TODAY))
    close(scene).then()
    found = lookup.resolution(scene.view, RESOLUTION)
    assert (found.used, found.left) == (0, 100)


def test_a_resolution_that_is_not_noted_may_be_on_its_way(scene: Scene) -> None:
    with pytest.raises(ResolutionNotAdopted) as no:
        lookup.resolution(scene.view, RESOLUTION)
    assert no.value.may_be_behind == ("members",)
    assert no.value.fields() == {"resolution": ["projects.resolution_not_adopted"]}


def test_a_notice_is_opened_extended_and_withdrawn(scene: Scene) -> None:
    post(scene).then(NoticeNoted(NOTICE, PROJECT, TODAY))
    longer = theirs_of_notices.NoticeExtended(NOTICE, "project", PROJECT, TODAY + DAY)
    scene.hears("members", longer, NOTICE, TODAY).then(NoticeNoted(NOTICE, PROJECT, TODAY + DAY))
    found = lookup.notice_of(scene.view, PROJECT)
    assert found == Notice(NOTICE, TODAY + DAY)
    assert [found.runs_on(TODAY + n * DAY) for n in (0, 1, 2)] == [True, True, False]
    down = theirs_of_notices.NoticeWithdrawn(NOTICE, "project", PROJECT, None)
    scene.hears("members", down, NOTICE, TODAY).then(NoticeNoted(NOTICE, PROJECT, None))
    assert lookup.notice_of(scene.view, PROJECT) is None


def test_what_becomes_of_an_earlier_notice_does_not_move_a_later_one(scene: Scene) -> None:
    post(scene)
    post(scene, nth("not", 2), TODAY + DAY)
    down = theirs_of_notices.NoticeWithdrawn(NOTICE, "project", PROJECT, None)
    scene.hears("members", down, NOTICE, TODAY).then()
    assert lookup.notice_of(scene.view, PROJECT) == Notice(nth("not", 2), TODAY + DAY, Notice(NOTICE, TODAY))


def test_a_notice_that_is_withdrawn_leaves_the_one_before_it(scene: Scene) -> None:
    post(scene)
    for again in (2, 3):
        post(scene, nth("not", again), TODAY + again * DAY)
        down = theirs_of_notices.NoticeWithdrawn(nth("not", again), "project", PROJECT, None)
        scene.hears("members", down, nth("not", again), TODAY)
        assert lookup.notice_of(scene.view, PROJECT) == Notice(NOTICE, TODAY)
    scene.replayed()


def test_an_objection_is_open_until_it_is_answered(scene: Scene) -> None:
    raised: list[Any] = [
        theirs_of_notices.ObjectionRaised(
            nth("obj", n), "project", PROJECT, None, Sealed("a" * 64), nth("per", n)
        )
        for n in (1, 2)
    ]
    answered: list[Any] = [
        theirs_of_notices.ObjectionAnswered(
            one.objection, "project", PROJECT, one.text, upheld=False, person=one.person
        )
        for one in raised
    ]
    about = (None, nth("spd"), PROJECT)
    assert not lookup.has_open_objection(scene.view, *about)
    for one in raised:
        scene.hears("members", one, one.objection, TODAY).then(
            ObjectionNoted(one.objection, PROJECT, open=True)
        )
        scene.hears("members", one, one.objection, TODAY).then()
        assert lookup.has_open_objection(scene.view, *about)
    assert not lookup.has_open_objection(scene.view, nth("spd"))
    for one, still in zip(answered, (True, False), strict=True):
        scene.hears("members", one, one.objection, TODAY).then(
            ObjectionNoted(one.objection, PROJECT, open=False)
        )
        assert lookup.has_open_objection(scene.view, *about) is still
    scene.hears("members", answered[0], OBJECTION, TODAY).then()
    scene.replayed()


def test_an_objection_that_was_upheld_is_open_until_it_is_settled(scene: Scene) -> None:
    text = Sealed("a" * 64)
    raised = theirs_of_notices.ObjectionRaised(OBJECTION, "project", PROJECT, None, text, nth("per"))
    scene.hears("members", raised, OBJECTION, TODAY)
    upheld: Any = theirs_of_notices.ObjectionAnswered(
        OBJECTION, "project", PROJECT, text, upheld=True, person=nth("per")
    )
    scene.hears("members", upheld, OBJECTION, TODAY).then()
    assert lookup.has_open_objection(scene.view, PROJECT)
    settled = theirs_of_notices.ObjectionSettled(OBJECTION, "project", PROJECT, text, nth("per"))
    scene.hears("members", settled, OBJECTION, TODAY).then(ObjectionNoted(OBJECTION, PROJECT, open=False))
    assert not lookup.has_open_objection(scene.view, PROJECT)
    scene.replayed()

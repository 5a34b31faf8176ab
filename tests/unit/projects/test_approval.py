"""With a policy a project waits for its resolution, its notice and answers; then it is approved by itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from support.policies import terms
from support.rules import TODAY, Scene, nth
from unit.projects.story import CHAIR, LEAD

from kernel.domain import Actor, Given
from kernel.sealed import Sealed
from services.members.events import notices, policy, resolutions
from services.projects.domain import DOMAIN
from services.projects.domain.documents import PROPOSALS, Project, Proposals
from services.projects.domain.projects.commands import CancelProject, CloseProject, ProposeProject
from services.projects.errors.projects import NotAccepted
from services.projects.events import ProjectApproved, ProjectCancelled, ProjectProposed
from services.projects.events.decisions import ResolutionNoted

PROJECT, RESOLUTION, NOTICE, OBJECTION = nth("prj"), nth("res"), nth("not"), nth("obj")
DAY = timedelta(days=1)
PLAZA = ProjectProposed(PROJECT, "plaza", "长椅", "rest", None, needs_approval=True, needs_notice=True)


def proposed(effective_from: date = TODAY, *, project_notice: bool = True) -> Scene:
    """A council with a policy, and a project."""
    scene = Scene(DOMAIN)
    held = terms(effective_from=effective_from, project_notice=project_notice)
    adopted = policy.PolicyAdopted(nth("pol"), None, held)
    scene.hears("members", adopted, nth("pol"), TODAY)
    return scene.when(ProposeProject("plaza", "长椅", "rest"), by=LEAD)


def adopt(scene: Scene, project: Any = PROJECT, kind: Any = "project", resolution: Any = RESOLUTION) -> Scene:
    fact = resolutions.ResolutionClosed(
        resolution=resolution,
        outcome="adopted",
        why=None,
        base=33,
        present=30,
        votes_for=20,
        against=5,
        abstained=5,
        recused=0,
        departed=0,
        kind=kind,
        amount=None,
        fund=None,
        to_fund=None,
        project=project,
    )
    return scene.hears("members", fact, resolution, scene.today)


def post(scene: Scene, days: int = 7, about: str = PROJECT, notice: Any = NOTICE) -> Scene:
    ends_on = scene.today + (days - 1) * DAY
    fact = notices.NoticeOpened(notice, "project", about, "公示", scene.today, ends_on)
    return scene.hears("members", fact, notice, scene.today)


def taken_down(scene: Scene, notice: Any = NOTICE) -> Scene:
    fact = notices.NoticeWithdrawn(notice, "project", PROJECT, None)
    return scene.hears("members", fact, notice, scene.today)


def objected(scene: Scene, about: str = PROJECT) -> Scene:
    fact = notices.ObjectionRaised(OBJECTION, "project", about, NOTICE, Sealed("a" * 64), nth("per"))
    return scene.hears("members", fact, OBJECTION, scene.today)


def answered(scene: Scene, about: str = PROJECT, *, upheld: bool = False) -> Scene:
    text = Sealed("a" * 64)
    fact = notices.ObjectionAnswered(OBJECTION, "project", about, text, upheld=upheld, person=nth("per"))
    return scene.hears("members", fact, OBJECTION, scene.today)


def settled(scene: Scene, about: str = PROJECT) -> Scene:
    fact = notices.ObjectionSettled(OBJECTION, "project", about, Sealed("a" * 64), person=nth("per"))
    return scene.hears("members", fact, OBJECTION, scene.today)


def due(scene: Scene) -> list[Any]:
    """What is due is said."""
    assert DOMAIN.due is not None
    given = Given("main", Actor("service:projects"), scene.now, scene.today, lambda prefix: prefix)
    said = DOMAIN.due(scene.view, given)
    scene.given(*said)
    assert not DOMAIN.due(scene.view, given), "it says nothing once its facts stand"
    return [saying.fact for saying in said]


def state(scene: Scene) -> str:
    return scene.document(Project, PROJECT).state


def test_with_a_policy_a_project_is_proposed_and_waits() -> None:
    scene = proposed().then(PLAZA)
    assert state(scene) == "proposed"
    assert due(scene) == []


def test_before_the_policy_holds_a_project_is_open_at_once() -> None:
    scene = proposed(effective_from=TODAY + DAY)
    scene.then(ProjectProposed(PROJECT, "plaza", "长椅", "rest", None))
    assert state(scene) == "open"
    scene.later(2).when(CloseProject("plaza"), by=CHAIR)
    assert scene.refusal is None


def test_it_is_approved_when_its_notice_is_over_and_its_resolution_adopted() -> None:
    scene = post(proposed())
    adopt(scene)
    for _ in range(7):
        assert due(scene) == []
        scene.later()
    assert due(scene) == [ProjectApproved(PROJECT, RESOLUTION)]
    assert state(scene) == "approved"
    assert scene.document(Proposals, PROPOSALS).waiting == {}
    scene.replayed()


def test_a_resolution_after_the_notice_approves_at_once() -> None:
    scene = post(proposed()).later(7)
    assert due(scene) == []
    adopt(scene).then(ResolutionNoted(RESOLUTION, "project", None, None, None, PROJECT, scene.today))
    assert due(scene) == [ProjectApproved(PROJECT, RESOLUTION)]


@pytest.mark.parametrize("about", [PROJECT, RESOLUTION])
def test_an_open_objection_is_waited_for_until_it_is_answered(about: str) -> None:
    scene = adopt(objected(post(proposed()), about)).later(30)
    assert due(scene) == []
    answered(scene, about)
    assert due(scene) == [ProjectApproved(PROJECT, RESOLUTION)]


@pytest.mark.parametrize("about", [PROJECT, RESOLUTION])
def test_an_objection_that_was_upheld_is_waited_for_until_it_is_settled(about: str) -> None:
    scene = answered(adopt(objected(post(proposed()), about)).later(30), about, upheld=True)
    assert due(scene) == []
    settled(scene, about)
    assert due(scene) == [ProjectApproved(PROJECT, RESOLUTION)]


# --- whether there must be a notice -------------------------------------------------------------------
def test_without_a_notice_nothing_is_approved_however_long_ago_the_resolution_was_adopted() -> None:
    scene = adopt(proposed()).later(400)
    assert due(scene) == []
    assert state(scene) == "proposed"


def test_a_notice_after_the_resolution_runs_all_its_days_before_it_approves() -> None:
    scene = post(adopt(proposed()).later(30))
    for _ in range(7):
        assert due(scene) == []
        scene.later()
    assert due(scene) == [ProjectApproved(PROJECT, RESOLUTION)]
    scene.replayed()


def test_the_days_by_which_a_notice_was_extended_are_days_of_it() -> None:
    scene = post(adopt(proposed())).later(6)
    longer = notices.NoticeExtended(NOTICE, "project", PROJECT, TODAY + 13 * DAY)
    scene.hears("members", longer, NOTICE, scene.today)
    for _ in range(8):
        assert due(scene) == []
        scene.later()
    assert due(scene) == [ProjectApproved(PROJECT, RESOLUTION)]


def test_a_notice_about_the_resolution_is_none_about_the_project() -> None:
    scene = adopt(post(proposed(), about=RESOLUTION)).later(7)
    assert due(scene) == []
    post(scene, 1).later(1)
    assert due(scene) == [ProjectApproved(PROJECT, RESOLUTION)]


def test_a_notice_about_another_project_is_none_about_this_one() -> None:
    assert due(adopt(post(proposed(), about=nth("prj", 2))).later(7)) == []


def test_a_notice_that_was_taken_down_is_as_if_it_had_never_been_posted() -> None:
    scene = taken_down(adopt(post(proposed())).later(6))
    assert due(scene.later(7)) == []
    post(scene, notice=nth("not", 2))
    assert due(scene.later(6)) == []
    assert due(scene.later(1)) == [ProjectApproved(PROJECT, RESOLUTION)]


def test_what_ran_all_its_days_is_not_undone_by_a_later_notice_that_is_taken_down() -> None:
    scene = adopt(post(post(proposed()).later(7), notice=nth("not", 2)))
    assert due(scene) == []
    taken_down(scene, nth("not", 2))
    assert due(scene) == [ProjectApproved(PROJECT, RESOLUTION)]


def test_a_later_policy_does_not_take_the_notice_away_from_what_was_proposed_before_it() -> None:
    scene = proposed()
    freer = policy.PolicyAdopted(nth("pol", 2), None, terms(TODAY + DAY, project_notice=False))
    adopt(scene.hears("members", freer, nth("pol", 2), TODAY)).later(2)
    assert due(scene) == []
    swing = ProjectProposed(nth("prj", 2), "swing", "秋千", "play", None, needs_approval=True)
    scene.when(ProposeProject("swing", "秋千", "play"), by=LEAD).then(swing)


def test_where_the_policy_wants_none_the_resolution_alone_approves() -> None:
    assert due(adopt(proposed(project_notice=False))) == [ProjectApproved(PROJECT, RESOLUTION)]


@pytest.mark.parametrize("about", [PROJECT, RESOLUTION])
def test_where_the_policy_wants_none_one_that_runs_is_waited_for_all_the_same(about: str) -> None:
    scene = adopt(post(proposed(project_notice=False), about=about))
    assert due(scene) == []
    assert due(scene.later(7)) == [ProjectApproved(PROJECT, RESOLUTION)]


def test_where_the_policy_wants_none_one_that_was_taken_down_is_not_waited_for() -> None:
    scene = adopt(post(proposed(project_notice=False)))
    assert due(scene) == []
    assert due(taken_down(scene)) == [ProjectApproved(PROJECT, RESOLUTION)]


# --- which resolutions --------------------------------------------------------------------------------
def test_resolutions_of_another_kind_or_about_another_project_approve_nothing() -> None:
    scene = post(proposed()).later(7)
    adopt(scene, kind="allocation")
    adopt(scene, nth("prj", 7), resolution=nth("res", 2))
    adopt(scene, None, resolution=nth("res", 3))
    assert due(scene) == []


def test_of_two_resolutions_the_first_approves_and_a_later_one_changes_nothing() -> None:
    scene = adopt(adopt(post(proposed()).later(7)), resolution=nth("res", 2))
    assert due(scene) == [ProjectApproved(PROJECT, RESOLUTION)]
    adopt(scene, resolution=nth("res", 3))
    assert due(scene) == []


def test_what_is_only_proposed_is_cancelled_and_not_closed() -> None:
    scene = proposed()
    scene.when(CloseProject("plaza"), by=CHAIR).refused(NotAccepted, "plaza")
    why = Sealed("b" * 64)
    scene.when(CancelProject("plaza", why), by=CHAIR).then(ProjectCancelled(PROJECT, why))
    assert due(adopt(post(scene)).later(30)) == []

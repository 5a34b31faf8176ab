"""Milestones are set, moved, completed; late ones are said to be so once, while the project lives."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from support.rules import TODAY, Scene, nth
from unit.projects.story import CHAIR, LEAD, PROJECT, council

from kernel.domain import Actor, Given
from kernel.errors import NotFound
from kernel.sealed import Sealed
from services.projects.domain import DOMAIN
from services.projects.domain.commands import CloseProject
from services.projects.domain.milestones.commands import CompleteMilestone, MoveMilestone, SetMilestone
from services.projects.domain.milestones.documents import CALENDAR, Calendar
from services.projects.domain.projects.commands import CancelProject
from services.projects.errors import ProjectIsClosed
from services.projects.errors.projects import MilestoneDone
from services.projects.events.milestones import (
    MilestoneCompleted,
    MilestoneMoved,
    MilestoneOverdue,
    MilestoneSet,
)

MILESTONE, WHY = nth("mil"), Sealed("a" * 64)
DAY = timedelta(days=1)


def with_one(due_on: date = TODAY + 2 * DAY) -> Scene:
    return council().when(SetMilestone("benches", "木料到场", due_on), by=LEAD)


def due(scene: Scene) -> list[Any]:
    """What is due is said."""
    assert DOMAIN.due is not None
    given = Given("main", Actor("service:projects"), scene.now, scene.today, lambda prefix: prefix)
    said = DOMAIN.due(scene.view, given)
    scene.given(*said)
    assert not DOMAIN.due(scene.view, given), "it says nothing once its facts stand"
    return [saying.fact for saying in said]


def test_a_milestone_is_set_for_a_day_to_come() -> None:
    with_one().then(MilestoneSet(MILESTONE, PROJECT, "木料到场", TODAY + 2 * DAY))
    with_one(TODAY).then(MilestoneSet(MILESTONE, PROJECT, "木料到场", TODAY))
    late = with_one(TODAY - DAY)
    assert late.refusal is not None
    assert late.refusal.fields() == {"due_on": ["date.past"]}


def test_it_is_overdue_from_the_day_after_and_that_is_said_once() -> None:
    scene = with_one()
    for _ in range(3):
        assert due(scene) == []
        scene.later()
    assert due(scene) == [MilestoneOverdue(MILESTONE, PROJECT, TODAY + 2 * DAY)]
    scene.later(400)
    assert due(scene) == []
    scene.replayed()


def test_what_is_done_is_never_overdue_and_what_is_overdue_is_still_done_later() -> None:
    scene = with_one().when(CompleteMilestone(MILESTONE, TODAY, ("a" * 64,)), by=LEAD)
    scene.then(MilestoneCompleted(MILESTONE, PROJECT, ("a" * 64,)))
    assert due(scene.later(9)) == []
    late = with_one().later(3)
    assert due(late) == [MilestoneOverdue(MILESTONE, PROJECT, TODAY + 2 * DAY)]
    late.when(CompleteMilestone(MILESTONE), by=LEAD).then(MilestoneCompleted(MILESTONE, PROJECT, ()))
    assert late.said[0].occurred_on == TODAY + 3 * DAY
    late.when(CompleteMilestone(MILESTONE), by=LEAD).refused(MilestoneDone)
    late.when(MoveMilestone(MILESTONE, late.today, WHY), by=CHAIR).refused(MilestoneDone)


def test_a_milestone_that_is_moved_is_overdue_anew() -> None:
    scene = with_one().later(3)
    assert len(due(scene)) == 1
    scene.when(MoveMilestone(MILESTONE, TODAY + 2 * DAY, WHY), by=CHAIR)
    assert scene.refusal is not None
    assert scene.refusal.fields() == {"due_on": ["date.past"]}
    scene.when(MoveMilestone(MILESTONE, TODAY + 5 * DAY, WHY), by=CHAIR)
    scene.then(MilestoneMoved(MILESTONE, PROJECT, TODAY + 5 * DAY, WHY))
    assert due(scene) == []
    scene.later(3)
    assert due(scene) == [MilestoneOverdue(MILESTONE, PROJECT, TODAY + 5 * DAY)]


def test_nothing_is_done_before_it_was_or_in_time_to_come() -> None:
    scene = with_one().when(CompleteMilestone(MILESTONE, TODAY + DAY), by=LEAD)
    assert scene.refusal is not None
    assert scene.refusal.fields() == {"occurred_on": ["date.future"]}
    scene.when(CompleteMilestone(nth("mil", 9)), by=LEAD).refused(NotFound, field="milestone")


def test_an_ended_project_has_no_milestones_any_more() -> None:
    for end in (CloseProject("benches"), CancelProject("benches", WHY)):
        scene = with_one().when(end, by=CHAIR)
        assert scene.document(Calendar, CALENDAR) == Calendar()
        assert due(scene.later(9)) == []
        scene.when(CompleteMilestone(MILESTONE), by=LEAD).refused(ProjectIsClosed)
        scene.when(SetMilestone("benches", "x", scene.today), by=LEAD).refused(ProjectIsClosed)


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("set"), st.integers(0, 9)),
        st.tuples(st.just("move"), st.integers(1, 4), st.integers(0, 9)),
        st.tuples(st.just("complete"), st.integers(1, 4)),
        st.tuples(st.just("later"), st.integers(1, 5)),
        st.tuples(st.just("close")),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(ACTS)
def test_the_calendar_says_of_each_day_that_was_missed_once(acts: list[Any]) -> None:
    """Against a plain list of what is promised: milestone -> [day, said, done]."""
    scene, promised, ended = council(), dict[str, list[Any]](), False
    for act in acts:
        match act:
            case ("set", days):
                scene.when(SetMilestone("benches", "x", scene.today + days * DAY), by=LEAD)
                if scene.refusal is None:
                    promised[scene.facts[0].milestone] = [scene.today + days * DAY, False, False]
            case ("move", n, days):
                scene.when(MoveMilestone(nth("mil", n), scene.today + days * DAY, WHY), by=CHAIR)
                if scene.refusal is None:
                    promised[nth("mil", n)] = [scene.today + days * DAY, False, False]
            case ("complete", n):
                scene.when(CompleteMilestone(nth("mil", n)), by=LEAD)
                if scene.refusal is None:
                    promised[nth("mil", n)][2] = True
            case ("later", days):
                scene.later(days)
            case _:
                ended = True
                scene.when(CloseProject("benches"), by=CHAIR)
        said = {fact.milestone for fact in due(scene)}
        late = {
            one
            for one, (on, was, done) in promised.items()
            if on < scene.today and not (was or done or ended)
        }
        assert said == late
        for one in said:
            promised[one][1] = True
    scene.replayed()

"""Activities with their visits, and volunteers' hours, of a project."""

from __future__ import annotations

from datetime import timedelta

from support.rules import TODAY, nth
from unit.projects.story import CHAIR, LEAD, PROJECT, council

from kernel.errors import InvalidInput, NotFound
from kernel.ids import derived
from kernel.sealed import Sealed
from services.projects.domain.activities.commands import (
    RecordActivity,
    RecordHours,
    WithdrawActivity,
    WithdrawHours,
)
from services.projects.domain.commands import CloseProject, ProposeProject
from services.projects.errors.activities import ActivityElsewhere, AlreadyWithdrawn
from services.projects.events.activities import (
    ActivityHeld,
    ActivityWithdrawn,
    HoursGiven,
    HoursWithdrawn,
)
from services.projects.events.claims import MemberId

TEAM = MemberId(derived("mem", "team"))
ACTIVITY, HOURS = nth("act"), nth("hrs")
WRONG = Sealed("cc" * 32)
YESTERDAY = TODAY - timedelta(days=1)


def test_an_activity_says_how_often_somebody_came() -> None:
    scene = council().when(RecordActivity("benches", "义诊", 60, TEAM, YESTERDAY))
    scene.then(ActivityHeld(ACTIVITY, PROJECT, "义诊", 60, TEAM))
    assert (scene.said[0].subject, scene.said[0].occurred_on) == (ACTIVITY, YESTERDAY)


def test_an_activity_is_of_a_project_that_is_known_and_of_no_day_to_come() -> None:
    council().when(RecordActivity("toilet", "义诊", 60)).refused(NotFound, "project", "toilet")
    tomorrow = RecordActivity("benches", "义诊", 60, occurred_on=TODAY + timedelta(days=1))
    council().when(tomorrow).refused(InvalidInput, field="occurred_on")


def test_the_lists_of_a_closed_project_are_still_counted() -> None:
    scene = council().when(CloseProject("benches"), by=CHAIR)
    assert scene.when(RecordActivity("benches", "义诊", 60)).refusal is None
    assert scene.when(RecordHours("benches", TEAM, 3, 9)).refusal is None


def test_hours_are_of_a_unit_and_perhaps_of_an_activity() -> None:
    scene = council().when(RecordActivity("benches", "义诊", 60))
    scene.when(RecordHours("benches", TEAM, 3, 9, ACTIVITY, YESTERDAY))
    scene.then(HoursGiven(HOURS, PROJECT, TEAM, 3, 9, ACTIVITY))
    assert scene.said[0].occurred_on == YESTERDAY
    scene.when(RecordHours("benches", TEAM, 3, 9, nth("act", 9))).refused(NotFound, field="activity")
    scene.when(RecordHours("toilet", TEAM, 3, 9)).refused(NotFound, field="project")


def test_hours_of_an_activity_are_of_its_project() -> None:
    scene = council().when(RecordActivity("benches", "义诊", 60))
    scene.when(ProposeProject("toilet", "公厕", "eco"), by=LEAD)
    scene.when(RecordHours("toilet", TEAM, 3, 9, ACTIVITY)).refused(ActivityElsewhere, ACTIVITY)


def test_what_was_written_down_wrongly_is_taken_back_once() -> None:
    scene = council().when(RecordActivity("benches", "义诊", 60))
    scene.when(WithdrawActivity(ACTIVITY, WRONG)).then(ActivityWithdrawn(ACTIVITY, PROJECT, 60, WRONG))
    scene.when(WithdrawActivity(ACTIVITY, WRONG)).refused(AlreadyWithdrawn, ACTIVITY)
    scene.when(WithdrawActivity(nth("act", 9), WRONG)).refused(NotFound, field="activity")
    scene.when(RecordHours("benches", TEAM, 3, 9, ACTIVITY)).refused(AlreadyWithdrawn, ACTIVITY)


def test_hours_are_taken_back_once() -> None:
    scene = council().when(RecordHours("benches", TEAM, 3, 9))
    scene.when(WithdrawHours(HOURS, WRONG)).then(HoursWithdrawn(HOURS, PROJECT, TEAM, 9, WRONG))
    scene.when(WithdrawHours(HOURS, WRONG)).refused(AlreadyWithdrawn, HOURS)
    scene.when(WithdrawHours(nth("hrs", 9), WRONG)).refused(NotFound, field="volunteer_hours")

"""Member units join, change their names and standing, and leave; their id stays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from support.rules import TODAY, Scene, nth

from kernel.errors import InvalidInput, NotFound
from kernel.sealed import Sealed
from services.members.domain.commands import GiveMandate, JoinMember, RegisterPerson
from services.members.domain.documents import Member
from services.members.domain.units.commands import (
    CountMember,
    LeaveCouncil,
    MergeMember,
    RenameMember,
    ResumeMember,
    SuspendMember,
)
from services.members.errors import CodeTaken
from services.members.errors.units import MemberGone, MemberNotSuspended, MemberSuspendedAlready
from services.members.events import MemberJoined
from services.members.events.units import (
    MemberCounted,
    MemberLeft,
    MemberMerged,
    MemberRenamed,
    MemberResumed,
    MemberSuspended,
)

CHOIR, TEAM = nth("mem"), nth("mem", 2)
DAY = timedelta(days=1)
FOUNDED = date(2020, 5, 1)


@pytest.fixture
def units(scene: Scene) -> Scene:
    """A choir, and a team of 12 volunteers, both long here."""
    scene.when(JoinMember("choir", "合唱团", "cultural_society", None, FOUNDED))
    return scene.when(JoinMember("team", "志愿队", "volunteer_team", 12, FOUNDED))


def test_a_unit_joins_with_its_head_count_on_the_day_that_it_joined(units: Scene) -> None:
    units.then(MemberJoined(TEAM, "team", "志愿队", "volunteer_team", 12))
    assert units.said[0].occurred_on == FOUNDED
    units.when(JoinMember("team", "x", "volunteer_team")).refused(CodeTaken, "team")
    units.when(JoinMember("new", "x", "volunteer_team", None, TODAY + DAY)).refused(
        InvalidInput, field="joined_on"
    )


def test_a_renaming_is_of_its_day_and_later_ones_come_later(units: Scene) -> None:
    units.when(RenameMember("choir", "新合唱团", date(2025, 1, 1))).then(MemberRenamed(CHOIR, "新合唱团"))
    assert (units.said[0].subject, units.said[0].occurred_on) == (CHOIR, date(2025, 1, 1))
    units.when(RenameMember(CHOIR, "更早", date(2024, 12, 31))).refused(InvalidInput, field="from")
    units.when(RenameMember(CHOIR, "将来", TODAY + DAY)).refused(InvalidInput, field="from")
    units.when(RenameMember(CHOIR, "同日改正", date(2025, 1, 1))).then(MemberRenamed(CHOIR, "同日改正"))


def test_a_unit_is_suspended_and_resumed(units: Scene) -> None:
    why = Sealed("a" * 64)
    units.when(ResumeMember("choir")).refused(MemberNotSuspended, "choir")
    units.when(SuspendMember("choir", date(2025, 2, 1), why)).then(MemberSuspended(CHOIR, why))
    assert units.document(Member, CHOIR).standing == "suspended"
    units.when(SuspendMember("choir")).refused(MemberSuspendedAlready, "choir")
    units.when(ResumeMember("choir", date(2025, 1, 31))).refused(InvalidInput, field="on")
    units.when(ResumeMember("choir")).then(MemberResumed(CHOIR))
    assert units.document(Member, CHOIR).standing == "active"


def test_a_merged_unit_is_a_part_of_another_for_good(units: Scene) -> None:
    units.when(MergeMember("choir", "choir")).refused(InvalidInput, field="into")
    units.when(MergeMember("choir", "nope")).refused(NotFound, "member", "nope", field="into")
    units.when(MergeMember("choir", "team")).then(MemberMerged(CHOIR, TEAM))
    units.when(MergeMember("team", "choir")).refused(MemberGone, "choir", "merged", field="into")


GONE: list[Any] = [
    RenameMember("choir", "x"),
    CountMember("choir", 3),
    MergeMember("choir", "team"),
    SuspendMember("choir"),
    ResumeMember("choir"),
    LeaveCouncil("choir"),
]


@pytest.mark.parametrize("command", GONE, ids=lambda command: command.COMMAND)
def test_who_left_changes_no_more(units: Scene, command: Any) -> None:
    units.when(LeaveCouncil("choir", TODAY)).then(MemberLeft(CHOIR, None))
    units.when(command).refused(MemberGone, "choir", "left", field="member")
    units.replayed()


def test_nobody_becomes_councillor_of_a_unit_that_left(units: Scene) -> None:
    units.when(RegisterPerson(Sealed("a" * 64), None)).when(LeaveCouncil("choir"))
    units.when(GiveMandate(nth("per", 2), "councillor", TODAY, None, "choir")).refused(
        MemberGone, "choir", "left", field="member"
    )


def test_people_are_counted_anew(units: Scene) -> None:
    units.when(CountMember("team", 20, TODAY - DAY)).then(MemberCounted(TEAM, 20))
    units.when(CountMember("nope", 20)).refused(NotFound, "member", "nope", field="member")


def test_the_secretary_keeps_the_roll_too() -> None:
    assert {"founder", "secretary"} == RenameMember.ROLES
    assert {"founder"} == JoinMember.ROLES

"""Notices run for their days, objections wait for somebody else's answer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from support.policies import terms
from support.rules import NOON, TODAY, Scene, nth
from unit.members.chamber import CHAIR, DAY, SECRETARY, opened, seated

from kernel.domain import Saying
from kernel.errors import InvalidInput, NotFound
from kernel.sealed import Sealed
from services.members.domain.aliases.commands import RecordAlias
from services.members.domain.notices.commands import (
    AnswerObjection,
    Objected,
    OpenNotice,
    RaiseObjection,
    SettleObjection,
    WithdrawNotice,
)
from services.members.domain.notices.documents import About, Notice
from services.members.domain.policy.commands import AdoptPolicy
from services.members.errors.decisions import (
    AlreadyAnswered,
    NoticeIsOver,
    NoticeRuns,
    ObjectionNotUpheld,
    ObjectsAlready,
    SamePerson,
    SettlersApart,
    TooManyObjections,
)
from services.members.events import PartyRegistered
from services.members.events.notices import (
    NoticeExtended,
    NoticeOpened,
    NoticeWithdrawn,
    ObjectionAnswered,
    ObjectionRaised,
    ObjectionSettled,
)

PROJECT, NOTICE, OBJECTION = nth("prj"), nth("not"), nth("obj")
BENCHES = About("project", PROJECT)
TEXT, ANSWER = Sealed("a" * 64), Sealed("b" * 64)
ADA, BO = "per_ada", "per_bo"
TO_NOTICE = RaiseObjection(Objected("notice", NOTICE), TEXT)
TO_PROJECT = RaiseObjection(Objected("project", PROJECT), TEXT)


@pytest.fixture
def council(scene: Scene) -> Scene:
    """With a policy of seven days."""
    return scene.when(AdoptPolicy(terms()))


def post(scene: Scene, **said: Any) -> Scene:
    return scene.when(OpenNotice(**{"about": BENCHES, "text": "公示：广场长椅", **said}), by=SECRETARY)


def object_(scene: Scene, command: RaiseObjection = TO_NOTICE, by: str = ADA, **how: Any) -> Scene:
    return scene.when(command, by=by, role="resident", **how)


def test_a_notice_runs_for_the_days_of_the_policy_both_ends_included(council: Scene) -> None:
    post(council).then(NoticeOpened(NOTICE, "project", PROJECT, "公示：广场长椅", TODAY, TODAY + 6 * DAY))
    notice = council.document(Notice, NOTICE)
    assert [notice.runs_on(TODAY + n * DAY) for n in (0, 6, 7)] == [True, True, False]


def test_its_days_are_days_in_shanghai(council: Scene) -> None:
    council.now = NOON.replace(hour=15, minute=59)  # the last minute of the day there
    assert post(council).facts[0].starts_on == date(2026, 3, 2)
    council.now = NOON.replace(hour=16)
    post(council, about=About("project", nth("prj", 2)))
    assert council.facts[0].starts_on == date(2026, 3, 3)


def test_it_may_run_longer_and_later_and_never_shorter_or_sooner(council: Scene) -> None:
    post(council, days=6).refused(InvalidInput, field="days")
    post(council, starts_on=TODAY - DAY).refused(InvalidInput, field="starts_on")
    post(council, starts_on=date(9998, 1, 1)).refused(InvalidInput, field="starts_on")
    fact = post(council, starts_on=TODAY + DAY, days=10).facts[0]
    assert (fact.starts_on, fact.ends_on) == (TODAY + DAY, TODAY + 10 * DAY)


def test_without_a_policy_its_days_are_given(scene: Scene) -> None:
    post(scene).refused(InvalidInput, field="days")
    assert post(scene, days=1).facts[0].ends_on == TODAY


def test_of_one_thing_one_notice_runs_at_a_time(council: Scene) -> None:
    post(council)
    post(council).refused(NoticeRuns, NOTICE, str(TODAY + 6 * DAY), field="about")
    council.later(7)
    post(council)
    assert council.refusal is None


def test_a_notice_that_was_withdrawn_makes_room_for_another(council: Scene) -> None:
    post(council)
    down = WithdrawNotice(NOTICE, ANSWER)
    council.when(down).then(NoticeWithdrawn(NOTICE, "project", PROJECT, ANSWER))
    council.when(down).refused(NoticeIsOver, NOTICE)
    post(council)
    council.later(7).when(WithdrawNotice(nth("not", 2))).refused(NoticeIsOver)
    council.when(WithdrawNotice(nth("not", 9))).refused(NotFound, "notice", nth("not", 9), field="notice")


def test_a_notice_is_of_the_kind_of_thing_that_its_id_says(council: Scene) -> None:
    post(council, about=About("spending", PROJECT)).refused(InvalidInput, field="about.id")
    post(council, about=About("resolution", nth("res", 9))).refused(NotFound, field="about.id")


def test_a_notice_may_be_about_a_resolution(scene: Scene) -> None:
    seated(scene, 3)
    resolution = opened(scene)
    assert post(scene, about=About("resolution", resolution)).facts[0].about == resolution


def test_an_objection_is_about_the_thing_and_never_about_the_notice_itself(council: Scene) -> None:
    post(council)
    raised = ObjectionRaised(OBJECTION, "project", PROJECT, NOTICE, TEXT, ADA)  # type: ignore[arg-type]
    object_(council).then(raised)
    object_(council, TO_PROJECT, by=BO)
    assert council.facts[0].notice == NOTICE


def test_there_need_be_no_notice_to_object(scene: Scene) -> None:
    object_(scene, TO_PROJECT)
    assert scene.facts == [
        ObjectionRaised(OBJECTION, "project", PROJECT, None, TEXT, ADA)  # type: ignore[arg-type]
    ]
    object_(scene).refused(NotFound, field="about.id")
    strange = RaiseObjection(Objected("spending", PROJECT), TEXT)
    object_(scene, strange).refused(InvalidInput, field="about.id")


@pytest.mark.parametrize("command", [TO_NOTICE, TO_PROJECT])
def test_an_objection_on_the_last_day_extends_the_notice_by_as_many_days_again(
    council: Scene, command: RaiseObjection
) -> None:
    post(council)
    object_(council.later(5), command)
    assert len(council.facts) == 1
    object_(council.later(1), command, by=BO)
    assert council.facts[1] == NoticeExtended(NOTICE, "project", PROJECT, TODAY + 13 * DAY)
    object_(council, command, by="per_cy")
    assert len(council.facts) == 1  # it is the last day no more
    object_(council.later(7), command, by="per_di")
    assert council.facts[1].ends_on == TODAY + 20 * DAY
    council.replayed()


def test_a_late_objection_is_heard_and_extends_nothing(council: Scene) -> None:
    post(council)
    object_(council.later(7))
    assert [fact.notice for fact in council.facts] == [NOTICE]
    object_(council, TO_PROJECT, by=BO)
    assert council.facts[0].notice is None


def test_an_objection_to_an_earlier_notice_extends_the_one_that_runs(council: Scene) -> None:
    post(council)
    post(council.later(8))
    running = nth("not", 2)
    object_(council.later(6), TO_NOTICE)
    assert [council.facts[0].notice, council.facts[1]] == [
        running,
        NoticeExtended(running, "project", PROJECT, TODAY + 21 * DAY),
    ]


# --- few at a time -----------------------------------------------------------------------------------


def to(number: int) -> RaiseObjection:
    return RaiseObjection(Objected("spending", nth("spd", number)), TEXT)


def test_of_one_thing_somebody_has_one_objection_without_an_answer(council: Scene) -> None:
    post(council)
    object_(council)
    for command, how in ((TO_PROJECT, {}), (TO_NOTICE, {"through": SECRETARY})):
        object_(council, command, **how).refused(ObjectsAlready, OBJECTION, field="about")
    object_(council, by=BO)
    assert council.refusal is None
    council.when(AnswerObjection(OBJECTION, ANSWER, upheld=False), by=CHAIR)
    object_(council)
    assert council.refusal is None
    council.replayed()


def test_five_objections_of_one_person_wait_for_an_answer_and_no_sixth(council: Scene) -> None:
    for number in range(1, 6):
        object_(council, to(number), through=SECRETARY if number == 2 else None)
        assert council.refusal is None
    object_(council, to(6)).refused(TooManyObjections, "5")
    object_(council, to(6), through=SECRETARY).refused(TooManyObjections, "5")
    object_(council, to(6), by=BO)
    assert council.refusal is None
    council.when(AnswerObjection(nth("obj", 3), ANSWER, upheld=True), by=CHAIR)
    object_(council, to(6))
    assert council.refusal is None


def test_the_objections_of_one_human_are_counted_under_all_registrations(council: Scene) -> None:
    name = Sealed("c" * 64)
    for person in (ADA, BO):
        named: Any = person
        fact = PartyRegistered(named, "person", None, name, None, "full", "council")
        council.given(Saying(fact, person, TODAY))
    for number in range(1, 6):
        object_(council, to(number), by=ADA if number < 3 else BO)
    council.when(RecordAlias(BO, ADA), by="per_founder")
    object_(council, to(4)).refused(ObjectsAlready, nth("obj", 4), field="about")
    object_(council, to(6)).refused(TooManyObjections, "5")


# --- settlements -------------------------------------------------------------------------------------


def test_what_was_upheld_is_settled_once_and_concerns_whoever_objected(council: Scene) -> None:
    object_(council, TO_PROJECT)
    settle = SettleObjection(OBJECTION, ANSWER)
    council.when(settle, by=SECRETARY).refused(ObjectionNotUpheld, "open")
    council.when(AnswerObjection(OBJECTION, ANSWER, upheld=True), by=CHAIR)
    council.when(settle, by=SECRETARY)
    council.then(ObjectionSettled(OBJECTION, "project", PROJECT, ANSWER, ADA))  # type: ignore[arg-type]
    assert council.said[0].concerns == (ADA,)
    council.when(settle, by=SECRETARY).refused(ObjectionNotUpheld, "settled")
    council.when(SettleObjection(nth("obj", 9), ANSWER)).refused(NotFound, field="objection")
    council.replayed()


def test_what_was_dismissed_needs_no_settlement(council: Scene) -> None:
    object_(council, TO_PROJECT)
    council.when(AnswerObjection(OBJECTION, ANSWER, upheld=False), by=CHAIR)
    council.when(SettleObjection(OBJECTION, ANSWER), by=SECRETARY).refused(ObjectionNotUpheld, "dismissed")


def test_neither_who_objected_nor_who_upheld_it_settles(council: Scene) -> None:
    """Whoever wrote it down for somebody may: else they and the chair who answers could settle nothing."""
    object_(council, TO_PROJECT, by=BO, through=SECRETARY)
    council.when(AnswerObjection(OBJECTION, ANSWER, upheld=True), by=CHAIR)
    for by in (CHAIR, BO):
        council.when(SettleObjection(OBJECTION, ANSWER), by=by).refused(SettlersApart)
    council.when(SettleObjection(OBJECTION, ANSWER), by=SECRETARY)
    assert council.refusal is None


def test_what_the_secretary_raised_and_the_chair_upheld_is_the_supervisors_to_settle(council: Scene) -> None:
    object_(council, TO_PROJECT, by=SECRETARY)
    council.when(AnswerObjection(OBJECTION, ANSWER, upheld=True), by=CHAIR)
    for by, role in ((SECRETARY, "secretary"), (CHAIR, "chair"), (SECRETARY, "supervisor")):
        council.when(SettleObjection(OBJECTION, ANSWER), by=by, role=role).refused(SettlersApart)
    council.when(SettleObjection(OBJECTION, ANSWER), by="per_supervisor", role="supervisor")
    assert council.refusal is None


def test_the_reason_of_a_withdrawal_concerns_whoever_objected(council: Scene) -> None:
    object_(object_(post(council)), by=BO).when(WithdrawNotice(NOTICE, ANSWER), by=SECRETARY)
    assert council.said[0].concerns == (ADA, BO)


def test_nobody_objects_to_a_notice_that_was_withdrawn(council: Scene) -> None:
    post(council).when(WithdrawNotice(NOTICE))
    object_(council).refused(NoticeIsOver, NOTICE, field="about.id")


def test_an_objection_on_paper_is_of_whoever_signed_it(council: Scene) -> None:
    post(council)
    object_(council, through=SECRETARY)
    assert council.facts[0].person == ADA
    assert council.log[-1].actor["person"] == SECRETARY


def test_an_answer_is_given_once_and_concerns_whoever_objected(council: Scene) -> None:
    object_(council, TO_PROJECT)
    answer = AnswerObjection(OBJECTION, ANSWER, upheld=True)
    council.when(answer, by=CHAIR).then(
        ObjectionAnswered(
            OBJECTION,
            "project",
            PROJECT,
            ANSWER,
            upheld=True,
            person=ADA,  # type: ignore[arg-type]
        )
    )
    assert council.said[0].concerns == (ADA,)
    council.when(answer, by=CHAIR).refused(AlreadyAnswered, OBJECTION)
    unknown = AnswerObjection(nth("obj", 9), ANSWER, upheld=True)
    council.when(unknown).refused(NotFound, field="objection")


def test_neither_who_objected_nor_who_wrote_it_down_answers(council: Scene) -> None:
    object_(council, TO_PROJECT, by=CHAIR)
    object_(council, TO_PROJECT, through=SECRETARY)
    for number, by in ((1, CHAIR), (2, SECRETARY)):
        answer = AnswerObjection(nth("obj", number), ANSWER, upheld=False)
        council.when(answer, by=by).refused(SamePerson)
        council.when(answer, by="per_another")
        assert council.refusal is None

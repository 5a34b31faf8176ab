"""Opinions are heard, issues of them are dealt with, and the authors are called back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from support.rules import TODAY, Scene, nth
from unit.projects.story import CHAIR, LEAD, OTHER, PROJECT, council

from kernel.errors import InvalidInput, NotFound, PersonGone
from kernel.ids import derived
from kernel.sealed import Sealed
from services.members import events as theirs
from services.members.events.aliases import AliasRecorded
from services.projects.domain.commands import CloseProject, ProposeProject
from services.projects.domain.foreign import PersonHidden
from services.projects.domain.opinions.commands import (
    AssignIssue,
    CallBack,
    IssueToProject,
    JoinOpinions,
    OpenIssue,
    RecordOpinion,
    SolveIssue,
    SuperviseIssue,
)
from services.projects.domain.opinions.decide import OPINIONS_MAX
from services.projects.domain.opinions.documents import Issue, Opinion
from services.projects.domain.projects.commands import CancelProject
from services.projects.errors import ProjectIsClosed
from services.projects.errors.opinions import (
    AlreadyCalledBack,
    IssueIsFull,
    IssueWrongState,
    NotApart,
    NotAssigned,
    NotYourOpinion,
    OpinionElsewhere,
    OpinionJoined,
)
from services.projects.events.opinions import (
    AuthorCalledBack,
    IssueAssigned,
    IssueBecameProject,
    IssueOpened,
    IssueSolved,
    IssueSupervised,
    OpinionHeard,
    OpinionsJoined,
)

WANG, LI, ZHAO = (derived("per", one) for one in ("wang", "li", "zhao"))
SAID, DONE = Sealed("aa" * 32), Sealed("bb" * 32)
FIRST, SECOND, THIRD = (nth("opi", n) for n in (1, 2, 3))
ISSUE = nth("iss")
SECRETARY = "per_secretary"


def opinion(author: str | None = WANG, **more: Any) -> RecordOpinion:
    return RecordOpinion("visit", "公共设施", SAID, author=author, **more)  # type: ignore[arg-type]


def heard(*authors: str | None) -> Scene:
    """A council that heard an opinion of each of these."""
    scene = council()
    for author in authors:
        scene.when(opinion(author), by=SECRETARY, role="secretary")
    return scene


def with_issue(*authors: str | None) -> Scene:
    """The same, and one issue of all of them."""
    scene = heard(*authors)
    opinions = tuple(nth("opi", n) for n in range(1, len(authors) + 1))
    return scene.when(OpenIssue("广场没有长椅", opinions), by=SECRETARY)


def solved(scene: Scene, by: str = LI) -> Scene:
    """It is assigned, and said to be solved."""
    scene.when(AssignIssue(ISSUE, by), by=SECRETARY)  # type: ignore[arg-type]
    scene.when(SolveIssue(ISSUE, DONE), by=by)
    assert scene.refusal is None
    return scene


def test_an_opinion_is_heard_with_its_channel_and_its_author() -> None:
    scene = heard(WANG)
    scene.then(OpinionHeard(FIRST, "visit", "公共设施", SAID, None, WANG))  # type: ignore[arg-type]
    assert (scene.said[0].subject, scene.said[0].occurred_on) == (FIRST, TODAY)


def test_an_opinion_of_nobody_who_is_known_is_heard_too() -> None:
    assert heard(None).document(Opinion, FIRST) == Opinion(None)


def test_an_opinion_of_a_day_to_come_is_refused() -> None:
    scene = council().when(opinion(occurred_on=TODAY + timedelta(days=1)))
    scene.refused(InvalidInput, field="occurred_on")


def test_a_resident_speaks_for_themselves_alone() -> None:
    scene = council().when(opinion(None), by=WANG, role="resident")
    assert scene.facts[0].author == WANG
    scene.when(opinion(LI), by=WANG, role="resident").refused(NotYourOpinion, field="author")
    assert scene.when(opinion(WANG), by=WANG, role="resident").facts[0].author == WANG


def test_what_a_resident_wrote_on_paper_is_their_own_opinion() -> None:
    scene = council().when(opinion(None), by=WANG, role="resident", through=SECRETARY)
    assert scene.facts[0].author == WANG
    assert scene.log[-1].whose == WANG
    scene.when(opinion(LI), by=WANG, role="resident", through=SECRETARY).refused(NotYourOpinion)


def test_nothing_new_is_heard_of_who_asked_to_be_erased() -> None:
    scene = council().hears("members", PersonHidden(WANG), WANG)  # type: ignore[arg-type]
    scene.when(opinion(WANG), role="secretary").refused(PersonGone, WANG, field="author")


def test_an_issue_groups_many_opinions_and_an_opinion_may_belong_to_several() -> None:
    scene = with_issue(WANG, LI).then(IssueOpened(ISSUE, "广场没有长椅", (FIRST, SECOND)))
    scene.when(OpenIssue("路灯不亮", (SECOND,)), by=SECRETARY)
    assert scene.document(Opinion, SECOND) == Opinion(LI, (ISSUE, nth("iss", 2)))  # type: ignore[arg-type]
    scene.replayed()


def test_an_issue_of_an_unknown_opinion_is_refused() -> None:
    scene = heard(WANG).when(OpenIssue("长椅", (FIRST, SECOND)))
    scene.refused(NotFound, "opinion", SECOND, field="opinions.1")


def test_more_opinions_join_an_issue_once() -> None:
    scene = with_issue(WANG)
    scene.when(opinion(LI), role="secretary")
    scene.when(JoinOpinions(ISSUE, (SECOND,))).then(OpinionsJoined(ISSUE, (SECOND,)))
    scene.when(JoinOpinions(ISSUE, (SECOND,))).refused(OpinionJoined, SECOND, field="opinions")
    scene.when(JoinOpinions(nth("iss", 9), (SECOND,))).refused(NotFound, field="issue")


def test_so_many_opinions_are_more_than_one_issue() -> None:
    scene = heard(*([None] * (OPINIONS_MAX + 1)))
    scene.when(OpenIssue("长椅", tuple(nth("opi", n) for n in range(1, OPINIONS_MAX + 1))))
    last = nth("opi", OPINIONS_MAX + 1)
    scene.when(JoinOpinions(ISSUE, (last,))).refused(IssueIsFull, str(OPINIONS_MAX), field="opinions")


def test_who_deals_with_an_issue_and_who_supervises_it_are_two() -> None:
    scene = with_issue(WANG)
    scene.when(AssignIssue(ISSUE, LI)).then(IssueAssigned(ISSUE, LI))  # type: ignore[arg-type]
    scene.when(SuperviseIssue(ISSUE, LI)).refused(NotApart, "assigned", field="person")  # type: ignore[arg-type]
    scene.when(SuperviseIssue(ISSUE, ZHAO)).then(IssueSupervised(ISSUE, ZHAO))  # type: ignore[arg-type]
    scene.when(AssignIssue(ISSUE, ZHAO)).refused(NotApart, "supervisor", field="person")  # type: ignore[arg-type]


def test_one_human_under_two_registrations_does_not_deal_with_an_issue_and_supervise_it() -> None:
    scene = with_issue(WANG)
    again = "per_li_again"
    scene.hears("members", AliasRecorded(theirs.PartyId(again), theirs.PartyId(LI)), again, TODAY)
    scene.when(AssignIssue(ISSUE, again))  # type: ignore[arg-type]
    scene.when(SuperviseIssue(ISSUE, LI)).refused(NotApart, "assigned", field="person")  # type: ignore[arg-type]
    scene.when(SuperviseIssue(ISSUE, ZHAO))  # type: ignore[arg-type]
    scene.when(SolveIssue(ISSUE, DONE), by=LI)
    assert scene.refusal is None, "they act under the other one"


def test_only_who_it_is_assigned_to_says_that_it_is_solved() -> None:
    scene = with_issue(WANG, ZHAO)
    scene.when(SolveIssue(ISSUE, DONE), by=LI).refused(IssueWrongState, "open")
    scene.when(AssignIssue(ISSUE, LI))  # type: ignore[arg-type]
    scene.when(SolveIssue(ISSUE, DONE), by=CHAIR).refused(NotAssigned)
    scene.when(SolveIssue(ISSUE, DONE), by=LI).then(IssueSolved(ISSUE, DONE))
    assert scene.said[0].concerns == (WANG, ZHAO)
    scene.when(SolveIssue(ISSUE, DONE), by=LI).refused(IssueWrongState, "solved")


def test_what_was_solved_on_paper_was_solved_by_who_signed_it() -> None:
    scene = with_issue(WANG)
    scene.when(AssignIssue(ISSUE, LI))  # type: ignore[arg-type]
    scene.when(SolveIssue(ISSUE, DONE), by=LI, through=SECRETARY)
    assert scene.document(Issue, ISSUE).solver == LI


def test_nothing_is_assigned_to_who_asked_to_be_erased() -> None:
    scene = with_issue(None).hears("members", PersonHidden(LI), LI)  # type: ignore[arg-type]
    scene.when(AssignIssue(ISSUE, LI)).refused(PersonGone, LI, field="person")  # type: ignore[arg-type]
    scene.when(SuperviseIssue(ISSUE, LI)).refused(PersonGone, LI, field="person")  # type: ignore[arg-type]


def test_an_issue_becomes_a_project_that_is_there_and_open() -> None:
    scene = with_issue(WANG)
    scene.when(IssueToProject(ISSUE, "toilet")).refused(NotFound, "project", "toilet")
    scene.when(IssueToProject(ISSUE, "benches")).then(IssueBecameProject(ISSUE, PROJECT))
    scene.when(IssueToProject(ISSUE, "benches")).refused(IssueWrongState, "project")
    scene.when(SolveIssue(ISSUE, DONE), by=LI).refused(IssueWrongState, "project")


def test_an_issue_does_not_become_a_project_that_is_closed() -> None:
    scene = with_issue(WANG).when(CloseProject("benches"), by=CHAIR)
    scene.when(IssueToProject(ISSUE, "benches")).refused(ProjectIsClosed)


def test_more_opinions_join_while_the_project_is_under_way_and_not_after() -> None:
    scene = with_issue(WANG)
    scene.when(opinion(LI), role="secretary").when(opinion(ZHAO), role="secretary")
    scene.when(IssueToProject(ISSUE, "benches"))
    scene.when(JoinOpinions(ISSUE, (SECOND,))).then(OpinionsJoined(ISSUE, (SECOND,)))
    scene.when(CloseProject("benches"), by=CHAIR)
    scene.when(JoinOpinions(ISSUE, (THIRD,))).refused(IssueWrongState, "solved")


def test_the_author_is_called_back_when_it_is_solved() -> None:
    scene = with_issue(WANG)
    scene.when(CallBack(FIRST, "satisfied", ISSUE)).refused(IssueWrongState, "open")
    solved(scene).when(CallBack(FIRST, "satisfied", ISSUE, note=SAID), by=SECRETARY)
    scene.then(AuthorCalledBack(nth("cbk"), ISSUE, FIRST, None, "satisfied", SAID, reopens=False))
    assert scene.said[0].concerns == (WANG,)
    scene.when(CallBack(FIRST, "dissatisfied", ISSUE)).refused(AlreadyCalledBack, FIRST, field="opinion")


def test_who_solved_it_does_not_ask_whether_it_is_solved() -> None:
    scene = solved(with_issue(WANG), by=CHAIR)
    scene.when(CallBack(FIRST, "satisfied", ISSUE), by=CHAIR).refused(NotApart, "solver")


def test_who_was_not_reached_is_tried_again() -> None:
    scene = solved(with_issue(WANG))
    scene.when(CallBack(FIRST, "unreachable", ISSUE))
    scene.when(CallBack(FIRST, "unreachable", ISSUE))
    assert scene.when(CallBack(FIRST, "satisfied", ISSUE)).refusal is None


def test_a_dissatisfied_author_opens_the_issue_again_once_and_no_more() -> None:
    scene = solved(with_issue(WANG))
    assert scene.when(CallBack(FIRST, "dissatisfied", ISSUE)).facts[0].reopens
    assert scene.document(Issue, ISSUE).state == "reopened"
    scene.when(CallBack(FIRST, "satisfied", ISSUE)).refused(IssueWrongState, "reopened")
    solved(scene, by=ZHAO)
    assert not scene.when(CallBack(FIRST, "dissatisfied", ISSUE)).facts[0].reopens
    assert scene.document(Issue, ISSUE).state == "solved"


def test_of_two_dissatisfied_authors_the_first_opens_it_again() -> None:
    scene = solved(with_issue(WANG, LI), by=ZHAO)
    assert scene.when(CallBack(FIRST, "dissatisfied", ISSUE)).facts[0].reopens
    solved(scene, by=ZHAO)
    assert not scene.when(CallBack(SECOND, "dissatisfied", ISSUE)).facts[0].reopens


def test_the_authors_are_called_back_when_the_project_is_done() -> None:
    scene = with_issue(WANG).when(IssueToProject(ISSUE, "benches"))
    scene.when(CallBack(FIRST, "satisfied", project="benches")).refused(IssueWrongState, "project")
    scene.when(CloseProject("benches"), by=CHAIR)
    scene.when(CallBack(FIRST, "dissatisfied", project="benches"))
    scene.then(AuthorCalledBack(nth("cbk"), ISSUE, FIRST, PROJECT, "dissatisfied", None, reopens=True))
    assert scene.document(Issue, ISSUE).state == "reopened"


def test_each_issue_that_became_one_project_is_asked_about_once() -> None:
    scene = with_issue(WANG).when(OpenIssue("长椅太少", (FIRST,)), by=SECRETARY)
    scene.when(IssueToProject(ISSUE, "benches")).when(IssueToProject(nth("iss", 2), "benches"))
    scene.when(CloseProject("benches"), by=CHAIR)
    asked = [scene.when(CallBack(FIRST, "satisfied", project="benches")).facts[0].issue for _ in range(2)]
    assert asked == [ISSUE, nth("iss", 2)]
    scene.when(CallBack(FIRST, "satisfied", project="benches")).refused(AlreadyCalledBack)


def test_a_call_back_is_about_an_issue_or_a_project() -> None:
    scene = solved(with_issue(WANG))
    scene.when(CallBack(FIRST, "satisfied")).refused(InvalidInput, field="issue")
    scene.when(CallBack(FIRST, "satisfied", ISSUE, "benches")).refused(InvalidInput, field="project")


def test_a_call_back_is_about_an_opinion_of_that_issue() -> None:
    scene = solved(with_issue(WANG))
    scene.when(opinion(LI), role="secretary")
    scene.when(CallBack(SECOND, "satisfied", ISSUE)).refused(OpinionElsewhere, SECOND, field="opinion")
    scene.when(CallBack(SECOND, "satisfied", project="benches")).refused(OpinionElsewhere, SECOND)
    scene.when(CallBack(THIRD, "satisfied", ISSUE)).refused(NotFound, "opinion", THIRD, field="opinion")
    scene.when(CallBack(FIRST, "satisfied", nth("iss", 9))).refused(NotFound, field="issue")
    scene.when(CallBack(FIRST, "satisfied", project="toilet")).refused(NotFound, field="project")


def test_an_issue_that_was_opened_again_may_become_another_project() -> None:
    scene = with_issue(WANG).when(IssueToProject(ISSUE, "benches"))
    scene.when(CloseProject("benches"), by=CHAIR).when(CallBack(FIRST, "dissatisfied", ISSUE))
    scene.when(ProposeProject("more-benches", "更多长椅", "more"), by=LEAD)
    scene.when(IssueToProject(ISSUE, "more-benches"))
    assert scene.document(Issue, ISSUE).project == nth("prj", 2)
    scene.when(CallBack(FIRST, "satisfied", project="benches")).refused(OpinionElsewhere)


def test_an_issue_whose_project_was_cancelled_is_dealt_with_again() -> None:
    scene = with_issue(WANG).when(IssueToProject(ISSUE, "benches"))
    scene.when(CancelProject("benches", SAID), by=CHAIR)
    scene.when(CallBack(FIRST, "satisfied", project="benches")).refused(IssueWrongState, "project")
    scene.when(AssignIssue(ISSUE, LI)).then(IssueAssigned(ISSUE, LI))  # type: ignore[arg-type]
    assert scene.document(Issue, ISSUE).state == "assigned"


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("assign"), st.sampled_from([LI, ZHAO, OTHER])),
        st.tuples(st.just("solve"), st.sampled_from([LI, ZHAO, OTHER])),
        st.tuples(st.just("satisfied"), st.sampled_from([FIRST, SECOND])),
        st.tuples(st.just("dissatisfied"), st.sampled_from([FIRST, SECOND])),
        st.tuples(st.just("project"), st.just("benches")),
        st.tuples(st.just("close"), st.just("benches")),
    ),
    max_size=30,
)


def _step(what: str, arg: str) -> Any:
    match what:
        case "assign":
            return AssignIssue(ISSUE, arg)  # type: ignore[arg-type]
        case "solve":
            return SolveIssue(ISSUE, DONE)
        case "project":
            return IssueToProject(ISSUE, arg)
        case "close":
            return CloseProject(arg)
        case _:
            return CallBack(arg, what, ISSUE)  # type: ignore[arg-type]


@settings(max_examples=150, deadline=None)
@drawn(STEPS)
def test_whatever_is_done_an_issue_is_reopened_once_at_most_and_only_when_it_was_solved(
    steps: list[tuple[str, str]],
) -> None:
    scene = with_issue(WANG, LI)
    reopened = 0
    for what, arg in steps:
        before = scene.document(Issue, ISSUE).state
        scene.when(_step(what, arg), by=arg if what == "solve" else SECRETARY)
        again = scene.refusal is None and any(getattr(fact, "reopens", False) for fact in scene.facts)
        reopened += again
        assert not again or before in ("solved", "project")
        assert again == (scene.document(Issue, ISSUE).state == "reopened" and before != "reopened")
    assert reopened <= 1
    scene.replayed()


@pytest.mark.parametrize("role", ["councillor", "project_lead", "secretary"])
def test_who_speaks_with_people_writes_down_what_others_said(role: str) -> None:
    assert council().when(opinion(WANG), role=role).facts[0].author == WANG

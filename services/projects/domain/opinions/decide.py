"""Opinions are heard, and issues of them dealt with. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.errors import NotFound
from kernel.gone import require_present
from services.projects.domain import lookup
from services.projects.domain.opinions.commands import (
    AssignIssue,
    IssueToProject,
    JoinOpinions,
    OpenIssue,
    RecordOpinion,
    SolveIssue,
    SuperviseIssue,
)
from services.projects.domain.opinions.documents import Issue, IssueState, Opinion
from services.projects.domain.roles import FOR_OTHERS
from services.projects.errors.opinions import (
    IssueIsFull,
    IssueWrongState,
    NotApart,
    NotAssigned,
    NotYourOpinion,
    OpinionJoined,
)
from services.projects.events import PartyId, ProjectId
from services.projects.events.opinions import (
    IssueAssigned,
    IssueBecameProject,
    IssueId,
    IssueOpened,
    IssueSolved,
    IssueSupervised,
    OpinionHeard,
    OpinionId,
    OpinionsJoined,
)

OPINIONS_MAX: Final = 1_000
"""Of one issue: what so many ask for is more than one."""
UNDER_WAY: Final[tuple[IssueState, ...]] = ("open", "assigned", "reopened")
"""States in which an issue is still to be dealt with."""


def record(view: View, command: RecordOpinion, given: Given) -> Sequence[Saying]:
    """Raises: InvalidInput, NotYourOpinion, PersonGone."""
    occurred_on = lookup.occurred(command.occurred_on, given)
    author = _author(command, given)
    require_present(view, author, "author")
    heard = OpinionHeard(
        OpinionId(given.new_id("opi")), command.channel, command.topic, command.text, command.place, author
    )
    return [Saying(heard, heard.opinion, occurred_on)]


def _author(command: RecordOpinion, given: Given) -> PartyId | None:
    """Whose opinion it is: a resident's own, also where the secretary writes it down for them."""
    actor = given.actor
    mandates = actor.mandates if actor.principal is None else actor.principal.mandates
    if FOR_OTHERS & mandates.keys():
        return command.author
    if command.author not in (None, actor.whose):
        raise NotYourOpinion(field="author")
    return PartyId(actor.whose)


def open_issue(view: View, command: OpenIssue, given: Given) -> Sequence[Saying]:
    """Raises: NotFound."""
    _require_opinions(view, command.opinions)
    issue = IssueId(given.new_id("iss"))
    return [Saying(IssueOpened(issue, command.title, command.opinions), issue, given.today)]


def join(view: View, command: JoinOpinions, given: Given) -> Sequence[Saying]:
    """Also while its project is under way: whoever asks for the same is called back with the others.

    Raises: NotFound, IssueWrongState, OpinionJoined, IssueIsFull.
    """
    issue = in_state(view, command.issue, *UNDER_WAY, "project")
    if issue.state == "project" and lookup.is_done(view, ProjectId(str(issue.project))):
        raise IssueWrongState("solved")
    _require_opinions(view, command.opinions)
    for one in command.opinions:
        if one in issue.opinions:
            raise OpinionJoined(one, field="opinions")
    if len(issue.opinions) + len(command.opinions) > OPINIONS_MAX:
        raise IssueIsFull(str(OPINIONS_MAX), field="opinions")
    return [Saying(OpinionsJoined(command.issue, command.opinions), command.issue, given.today)]


def _require_opinions(view: View, opinions: Sequence[OpinionId]) -> None:
    for at, one in enumerate(opinions):
        if view.get(Opinion, one) is None:
            raise NotFound("opinion", one, field=f"opinions.{at}")


def assign(view: View, command: AssignIssue, given: Given) -> Sequence[Saying]:
    """Anew, where somebody else shall deal with it.

    Raises: NotFound, IssueWrongState, PersonGone, NotApart.
    """
    issue = in_state(view, command.issue, *UNDER_WAY)
    require_present(view, command.person, "person")
    if issue.supervisor in lookup.registrations(view, command.person):
        raise NotApart("supervisor", field="person")
    return [Saying(IssueAssigned(command.issue, command.person), command.issue, given.today)]


def supervise(view: View, command: SuperviseIssue, given: Given) -> Sequence[Saying]:
    """Raises: NotFound, IssueWrongState, PersonGone, NotApart."""
    issue = in_state(view, command.issue, *UNDER_WAY)
    require_present(view, command.person, "person")
    if issue.assigned in lookup.registrations(view, command.person):
        raise NotApart("assigned", field="person")
    return [Saying(IssueSupervised(command.issue, command.person), command.issue, given.today)]


def solve(view: View, command: SolveIssue, given: Given) -> Sequence[Saying]:
    """What was done may speak of whoever asked for it: the text goes with any of them who is erased.

    Raises: NotFound, IssueWrongState, NotAssigned.
    """
    issue = in_state(view, command.issue, "assigned")
    if issue.assigned not in lookup.registrations(view, PartyId(given.actor.whose)):
        raise NotAssigned
    solved = IssueSolved(command.issue, command.text)
    return [Saying(solved, command.issue, given.today, concerns=authors(view, issue.opinions))]


def to_project(view: View, command: IssueToProject, given: Given) -> Sequence[Saying]:
    """Raises: NotFound, IssueWrongState, ProjectIsClosed."""
    in_state(view, command.issue, *UNDER_WAY)
    project = lookup.open_project(view, command.project)
    return [Saying(IssueBecameProject(command.issue, project), command.issue, given.today)]


def in_state(view: View, ref: IssueId, *states: IssueState) -> Issue:
    """Raises: NotFound, IssueWrongState."""
    issue = view.get(Issue, ref)
    if issue is None:
        raise NotFound("issue", ref, field="issue")
    if issue.state in states or ("open" in states and _given_up(view, issue)):
        return issue
    raise IssueWrongState(issue.state)


def _given_up(view: View, issue: Issue) -> bool:
    """Whether the project that it became was cancelled: it is to be dealt with again."""
    if issue.state != "project" or issue.project is None:
        return False
    return not (lookup.is_open(view, issue.project) or lookup.is_done(view, issue.project))


def authors(view: View, opinions: Sequence[OpinionId]) -> tuple[str, ...]:
    """Whose they are, each once."""
    found = (view.get(Opinion, one) for one in opinions)
    known = [one.author for one in found if one is not None and one.author is not None]
    return tuple(dict.fromkeys(known))

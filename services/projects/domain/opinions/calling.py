"""Whoever asked for something is asked whether they have it (回访): satisfaction comes first. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.errors import InvalidInput, NotFound
from services.projects.domain import lookup
from services.projects.domain.opinions.commands import CallBack
from services.projects.domain.opinions.decide import authors
from services.projects.domain.opinions.documents import Issue, Opinion
from services.projects.errors.opinions import AlreadyCalledBack, IssueWrongState, NotApart, OpinionElsewhere
from services.projects.events import ProjectId
from services.projects.events.opinions import AuthorCalledBack, CallBackId, IssueId


def call_back(view: View, command: CallBack, given: Given) -> Sequence[Saying]:
    """Never by who solved it. A dissatisfied answer opens the issue again, once.

    Whoever was not reached may be tried again; who answered has answered, until it is solved anew.

    Raises: InvalidInput, NotFound, OpinionElsewhere, IssueWrongState, AlreadyCalledBack, NotApart.
    """
    ref = _issue(view, command)
    issue = _known(view, ref)
    project = _solved_by(view, issue)
    if issue.solver in given.actor.hands:
        raise NotApart("solver")
    if issue.answers.get(command.opinion, "unreachable") != "unreachable":
        raise AlreadyCalledBack(command.opinion, field="opinion")
    made = AuthorCalledBack(
        CallBackId(given.new_id("cbk")),
        ref,
        command.opinion,
        project,
        command.result,
        command.note,
        reopens=command.result == "dissatisfied" and not issue.reopened,
    )
    return [Saying(made, ref, given.today, concerns=authors(view, [command.opinion]))]


def _issue(view: View, command: CallBack) -> IssueId:
    """The issue that it is about: named, or the one of the opinion that became the project."""
    if (command.issue is None) == (command.project is None):
        raise InvalidInput({"issue": ["call_back.one_of"], "project": ["call_back.one_of"]})
    opinion = view.get(Opinion, command.opinion)
    if opinion is None:
        raise NotFound("opinion", command.opinion, field="opinion")
    if command.issue is not None:
        _known(view, command.issue)
        if command.issue not in opinion.issues:
            raise OpinionElsewhere(command.opinion, field="opinion")
        return command.issue
    project = lookup.project_of(view, str(command.project))
    became = [one for one in opinion.issues if _known(view, one).project == project]
    if not became:
        raise OpinionElsewhere(command.opinion, field="opinion")
    # Several of its issues may have become the one project: each is asked about once.
    return next(_unanswered(view, became, command), became[0])


def _unanswered(view: View, issues: Sequence[IssueId], command: CallBack) -> Iterator[IssueId]:
    return (one for one in issues if command.opinion not in _known(view, one).answers)


def _known(view: View, ref: IssueId) -> Issue:
    issue = view.get(Issue, ref)
    if issue is None:
        raise NotFound("issue", ref, field="issue")
    return issue


def _solved_by(view: View, issue: Issue) -> ProjectId | None:
    """The project that solved it; None where that took no money. Raises: IssueWrongState."""
    if issue.state == "solved":
        return None
    if issue.state == "project" and issue.project is not None and lookup.is_done(view, issue.project):
        return issue.project
    raise IssueWrongState(issue.state)

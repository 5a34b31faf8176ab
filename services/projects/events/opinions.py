"""Opinions (诉求) are heard, issues of them are dealt with, and the authors are called back. Pure.

An opinion may belong to several issues, an issue groups many opinions: the two are never counted together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, NewType

from kernel.sealed import Sealed
from services.projects.events.ids import PartyId, ProjectId

OpinionId = NewType("OpinionId", str)
IssueId = NewType("IssueId", str)
CallBackId = NewType("CallBackId", str)

Channel = Literal["chat_group", "visit", "hotline", "meeting", "web"]
"""By which an opinion came."""
Satisfaction = Literal["satisfied", "dissatisfied", "unreachable"]
"""What a call-back found."""


@dataclass(frozen=True, slots=True)
class OpinionHeard:
    """Somebody said what is wrong, or what they wish for. Subject: the opinion.

    `text` and `place` may tell who it was, so both are sealed; `author` None: nobody who is known.
    """

    TYPE: ClassVar = "projects.opinion_heard.v1"
    opinion: OpinionId
    channel: Channel
    topic: str
    text: Sealed
    place: Sealed | None
    author: PartyId | None


@dataclass(frozen=True, slots=True)
class IssueOpened:
    """Something to be dealt with, that `opinions` ask for. Subject: the issue."""

    TYPE: ClassVar = "projects.issue_opened.v1"
    issue: IssueId
    title: str
    opinions: tuple[OpinionId, ...]


@dataclass(frozen=True, slots=True)
class OpinionsJoined:
    """More opinions ask for the same. Subject: the issue."""

    TYPE: ClassVar = "projects.opinions_joined.v1"
    issue: IssueId
    opinions: tuple[OpinionId, ...]


@dataclass(frozen=True, slots=True)
class IssueAssigned:
    """From now on `person` is the one who deals with it. Subject: the issue."""

    TYPE: ClassVar = "projects.issue_assigned.v1"
    issue: IssueId
    person: PartyId


@dataclass(frozen=True, slots=True)
class IssueSupervised:
    """From now on `person`, another than who deals with it, sees to it (督办). Subject: the issue."""

    TYPE: ClassVar = "projects.issue_supervised.v1"
    issue: IssueId
    person: PartyId


@dataclass(frozen=True, slots=True)
class IssueSolved:
    """Dealt with, and no money was needed. `text`: what was done. Subject: the issue."""

    TYPE: ClassVar = "projects.issue_solved.v1"
    issue: IssueId
    text: Sealed


@dataclass(frozen=True, slots=True)
class IssueBecameProject:
    """It is dealt with by a project, and is solved when that is. Subject: the issue."""

    TYPE: ClassVar = "projects.issue_became_project.v1"
    issue: IssueId
    project: ProjectId


@dataclass(frozen=True, slots=True)
class AuthorCalledBack:
    """The author of an opinion was asked whether it is solved (回访). Subject: the issue.

    `project`: the one by whose end it was solved; None where that took no money. `reopens`: a first
    dissatisfied answer, upon which the issue is open again; a later one is remembered and no more.
    """

    TYPE: ClassVar = "projects.author_called_back.v1"
    call_back: CallBackId
    issue: IssueId
    opinion: OpinionId
    project: ProjectId | None
    result: Satisfaction
    note: Sealed | None
    reopens: bool


Fact = (
    OpinionHeard
    | IssueOpened
    | OpinionsJoined
    | IssueAssigned
    | IssueSupervised
    | IssueSolved
    | IssueBecameProject
    | AuthorCalledBack
)

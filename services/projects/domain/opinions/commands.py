"""What may be asked: to write down opinions, to deal with issues, to call authors back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kernel.sealed import Sealed
from services.projects.domain.roles import CHAIR, HEARING, OF_THE_COUNCIL, SECRETARY
from services.projects.events import PartyId
from services.projects.events.opinions import Channel, IssueId, OpinionId, Satisfaction


@dataclass(frozen=True, slots=True)
class RecordOpinion:
    """Write down what somebody said. Who is a resident and nothing else says it for themselves alone."""

    COMMAND: ClassVar = "projects.record_opinion"
    ROLES: ClassVar = HEARING
    ON_BEHALF: ClassVar = True
    channel: Channel
    topic: str
    text: Sealed
    place: Sealed | None = None
    author: PartyId | None = None
    occurred_on: date | None = None


@dataclass(frozen=True, slots=True)
class OpenIssue:
    """Open an issue of one opinion or of many."""

    COMMAND: ClassVar = "projects.open_issue"
    ROLES: ClassVar = SECRETARY | CHAIR
    title: str
    opinions: tuple[OpinionId, ...]


@dataclass(frozen=True, slots=True)
class JoinOpinions:
    """More opinions that ask for the same."""

    COMMAND: ClassVar = "projects.join_opinions"
    ROLES: ClassVar = SECRETARY | CHAIR
    issue: IssueId
    opinions: tuple[OpinionId, ...]


@dataclass(frozen=True, slots=True)
class AssignIssue:
    """Say who deals with it."""

    COMMAND: ClassVar = "projects.assign_issue"
    ROLES: ClassVar = SECRETARY | CHAIR
    issue: IssueId
    person: PartyId


@dataclass(frozen=True, slots=True)
class SuperviseIssue:
    """Say who sees to it that it is dealt with."""

    COMMAND: ClassVar = "projects.supervise_issue"
    ROLES: ClassVar = SECRETARY | CHAIR
    issue: IssueId
    person: PartyId


@dataclass(frozen=True, slots=True)
class SolveIssue:
    """Say that it is solved, and no money was needed: by whom it was assigned to."""

    COMMAND: ClassVar = "projects.solve_issue"
    ROLES: ClassVar = OF_THE_COUNCIL
    ON_BEHALF: ClassVar = True
    issue: IssueId
    text: Sealed


@dataclass(frozen=True, slots=True)
class IssueToProject:
    """Say by which project it is dealt with."""

    COMMAND: ClassVar = "projects.issue_to_project"
    ROLES: ClassVar = SECRETARY | CHAIR
    issue: IssueId
    project: str


@dataclass(frozen=True, slots=True)
class CallBack:
    """Ask the author of an opinion whether it is solved: about an issue, or the project that it became."""

    COMMAND: ClassVar = "projects.call_back"
    ROLES: ClassVar = SECRETARY | CHAIR
    opinion: OpinionId
    result: Satisfaction
    issue: IssueId | None = None
    project: str | None = None
    note: Sealed | None = None

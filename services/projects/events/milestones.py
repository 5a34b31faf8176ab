"""What of a project is to be done by when. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kernel.sealed import Sealed
from services.projects.events.ids import MilestoneId, ProjectId


@dataclass(frozen=True, slots=True)
class MilestoneSet:
    """To be done by the end of `due_on`. Subject: the milestone."""

    TYPE: ClassVar = "projects.milestone_set.v1"
    milestone: MilestoneId
    project: ProjectId
    name: str
    due_on: date


@dataclass(frozen=True, slots=True)
class MilestoneMoved:
    """To another day, of which it is overdue anew. Subject: the milestone."""

    TYPE: ClassVar = "projects.milestone_moved.v1"
    milestone: MilestoneId
    project: ProjectId
    due_on: date
    reason: Sealed


@dataclass(frozen=True, slots=True)
class MilestoneOverdue:
    """The day is over, and it is not done: said once for each such day. Subject: the milestone."""

    TYPE: ClassVar = "projects.milestone_overdue.v1"
    milestone: MilestoneId
    project: ProjectId
    due_on: date


@dataclass(frozen=True, slots=True)
class MilestoneCompleted:
    """Done, in time or late. `attachments`: SHA-256 of papers. Subject: the milestone."""

    TYPE: ClassVar = "projects.milestone_completed.v1"
    milestone: MilestoneId
    project: ProjectId
    attachments: tuple[str, ...]


Fact = MilestoneSet | MilestoneMoved | MilestoneOverdue | MilestoneCompleted

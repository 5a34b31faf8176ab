"""Projects are proposed, approved, accepted (验收), and end: closed or cancelled. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kernel.sealed import Sealed
from services.projects.events.decisions import ResolutionId
from services.projects.events.ids import ProjectId


@dataclass(frozen=True, slots=True)
class ProjectProposed:
    """`needs_approval`: a policy held on that day, so it waits for a resolution. Subject: the project.

    `needs_notice`: that policy's `project_notice`: a notice about it runs all its days before that.
    """

    TYPE: ClassVar = "projects.project_proposed.v1"
    project: ProjectId
    code: str
    name: str
    purpose: str
    category: str | None
    needs_approval: bool = False
    needs_notice: bool = False


@dataclass(frozen=True, slots=True)
class ProjectApproved:
    """By an adopted resolution, its notice over and no objection standing. Subject: the project."""

    TYPE: ClassVar = "projects.project_approved.v1"
    project: ProjectId
    resolution: ResolutionId


@dataclass(frozen=True, slots=True)
class ProjectAccepted:
    """What it was for is done, by the report. `attachments`: SHA-256 of papers. Subject: the project."""

    TYPE: ClassVar = "projects.project_accepted.v1"
    project: ProjectId
    report: Sealed
    attachments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProjectCancelled:
    """Ended before it was done; what was left went back before, in the same batch. Subject: the project."""

    TYPE: ClassVar = "projects.project_cancelled.v1"
    project: ProjectId
    reason: Sealed


@dataclass(frozen=True, slots=True)
class ProjectClosed:
    """Nothing more is spent; what was left went back before, in the same batch. Subject: the project."""

    TYPE: ClassVar = "projects.project_closed.v1"
    project: ProjectId


Fact = ProjectProposed | ProjectApproved | ProjectAccepted | ProjectCancelled | ProjectClosed

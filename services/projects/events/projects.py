"""Projects are proposed and closed. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from services.projects.events.ids import ProjectId


@dataclass(frozen=True, slots=True)
class ProjectProposed:
    """Subject: the project."""

    TYPE: ClassVar = "projects.project_proposed.v1"
    project: ProjectId
    code: str
    name: str
    purpose: str
    category: str | None


@dataclass(frozen=True, slots=True)
class ProjectClosed:
    """Nothing more is spent; what was left went back before, in the same batch. Subject: the project."""

    TYPE: ClassVar = "projects.project_closed.v1"
    project: ProjectId


Fact = ProjectProposed | ProjectClosed

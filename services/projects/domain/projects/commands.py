"""What may be asked: to propose and to close projects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from services.projects.domain.roles import CHAIR, PROJECT_LEAD


@dataclass(frozen=True, slots=True)
class ProposeProject:
    """Propose a project."""

    COMMAND: ClassVar = "projects.propose_project"
    ROLES: ClassVar = PROJECT_LEAD
    code: str
    name: str
    purpose: str
    category: str | None = None


@dataclass(frozen=True, slots=True)
class CloseProject:
    """Close a project: nothing more is spent, and the rest goes back by itself."""

    COMMAND: ClassVar = "projects.close_project"
    ROLES: ClassVar = CHAIR
    project: str

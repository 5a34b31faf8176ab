"""What may be asked: to propose projects, to accept them, and to end them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kernel.sealed import Sealed
from services.projects.domain.roles import ACCEPTING, CHAIR, PROJECT_LEAD


@dataclass(frozen=True, slots=True)
class ProposeProject:
    """Propose a project: where a policy holds, it waits for a resolution; else it is open at once."""

    COMMAND: ClassVar = "projects.propose_project"
    ROLES: ClassVar = PROJECT_LEAD
    CATCH_UP: ClassVar = ("members",)  # which policy holds: it is asked once, and for good
    code: str
    name: str
    purpose: str
    category: str | None = None


@dataclass(frozen=True, slots=True)
class AcceptProject:
    """Say that what the project was for is done (验收): the supervising side does, or the chair.

    Never who leads it, or asked for its spending.
    """

    COMMAND: ClassVar = "projects.accept_project"
    ROLES: ClassVar = ACCEPTING
    ON_BEHALF: ClassVar = True
    project: str
    report: Sealed
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CancelProject:
    """End a project before it is done: what is spent stays, and the rest goes back by itself."""

    COMMAND: ClassVar = "projects.cancel_project"
    ROLES: ClassVar = CHAIR
    project: str
    reason: Sealed


@dataclass(frozen=True, slots=True)
class CloseProject:
    """Close a project: nothing more is spent, and the rest goes back by itself.

    One that was approved by resolution is accepted first.
    """

    COMMAND: ClassVar = "projects.close_project"
    ROLES: ClassVar = CHAIR
    project: str

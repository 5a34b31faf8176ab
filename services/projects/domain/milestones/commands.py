"""What may be asked: to set a milestone, to move it, to complete it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kernel.sealed import Sealed
from services.projects.domain.roles import CHAIR, LEADING
from services.projects.events import MilestoneId


@dataclass(frozen=True, slots=True)
class SetMilestone:
    """Say what of a project is to be done by when."""

    COMMAND: ClassVar = "projects.set_milestone"
    ROLES: ClassVar = LEADING
    project: str
    name: str
    due_on: date


@dataclass(frozen=True, slots=True)
class MoveMilestone:
    """Give a milestone another day, and say why: the first day stays written."""

    COMMAND: ClassVar = "projects.move_milestone"
    ROLES: ClassVar = CHAIR
    milestone: MilestoneId
    due_on: date
    reason: Sealed


@dataclass(frozen=True, slots=True)
class CompleteMilestone:
    """Say that it is done, in time or late."""

    COMMAND: ClassVar = "projects.complete_milestone"
    ROLES: ClassVar = LEADING
    ON_BEHALF: ClassVar = True
    milestone: MilestoneId
    occurred_on: date | None = None
    attachments: tuple[str, ...] = ()

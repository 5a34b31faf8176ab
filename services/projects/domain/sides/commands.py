"""What may be asked: to say who leads a project, and who supervises it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from services.projects.domain.roles import CHAIR
from services.projects.events import MemberId, PartyId


@dataclass(frozen=True, slots=True)
class LeadProject:
    """Say which member unit leads a project (领办), and who answers for it."""

    COMMAND: ClassVar = "projects.lead_project"
    ROLES: ClassVar = CHAIR
    ON_BEHALF: ClassVar = True
    project: str
    member: MemberId
    person: PartyId | None = None


@dataclass(frozen=True, slots=True)
class SuperviseProject:
    """Say which member unit supervises a project (督办), and who answers for it."""

    COMMAND: ClassVar = "projects.supervise_project"
    ROLES: ClassVar = CHAIR
    ON_BEHALF: ClassVar = True
    project: str
    member: MemberId
    person: PartyId | None = None

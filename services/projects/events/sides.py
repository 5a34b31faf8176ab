"""Who leads a project (领办) and who supervises it (督办): two member units. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from services.projects.events.ids import MemberId, PartyId, ProjectId


@dataclass(frozen=True, slots=True)
class ProjectLed:
    """From now on by `member`, for whom `person` answers, if one is named. Subject: the project."""

    TYPE: ClassVar = "projects.project_led.v1"
    project: ProjectId
    member: MemberId
    person: PartyId | None


@dataclass(frozen=True, slots=True)
class ProjectSupervised:
    """From now on by `member`, for whom `person` answers, if one is named. Subject: the project."""

    TYPE: ClassVar = "projects.project_supervised.v1"
    project: ProjectId
    member: MemberId
    person: PartyId | None


Fact = ProjectLed | ProjectSupervised

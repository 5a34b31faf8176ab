"""What later decisions need to know of activities and hours, and no more. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from services.projects.events import ProjectId
from services.projects.events.claims import MemberId


@dataclass(frozen=True, slots=True)
class Activity:
    """By id, loaded when it is asked for."""

    project: ProjectId
    visits: int
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Hours:
    """By id, loaded when it is asked for."""

    project: ProjectId
    member: MemberId
    hours: int
    withdrawn: bool = False

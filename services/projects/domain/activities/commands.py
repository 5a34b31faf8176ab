"""What may be asked: to write down activities and hours, and to take back what was written down wrongly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kernel.sealed import Sealed
from services.projects.domain.roles import PROJECT_LEAD, SECRETARY
from services.projects.events.activities import ActivityId, HoursId
from services.projects.events.claims import MemberId


@dataclass(frozen=True, slots=True)
class RecordActivity:
    """An activity of a project, and how often somebody came; `member`: the unit that held it."""

    COMMAND: ClassVar = "projects.record_activity"
    ROLES: ClassVar = PROJECT_LEAD | SECRETARY
    project: str
    name: str
    visits: int
    member: MemberId | None = None
    occurred_on: date | None = None


@dataclass(frozen=True, slots=True)
class WithdrawActivity:
    """It was written down wrongly."""

    COMMAND: ClassVar = "projects.withdraw_activity"
    ROLES: ClassVar = PROJECT_LEAD | SECRETARY
    activity: ActivityId
    reason: Sealed


@dataclass(frozen=True, slots=True)
class RecordHours:
    """Hours that `count` volunteers of a member unit gave a project, all of theirs together."""

    COMMAND: ClassVar = "projects.record_hours"
    ROLES: ClassVar = PROJECT_LEAD | SECRETARY
    project: str
    member: MemberId
    count: int
    hours: int
    activity: ActivityId | None = None
    occurred_on: date | None = None


@dataclass(frozen=True, slots=True)
class WithdrawHours:
    """They were written down wrongly."""

    COMMAND: ClassVar = "projects.withdraw_hours"
    ROLES: ClassVar = PROJECT_LEAD | SECRETARY
    volunteer_hours: HoursId
    reason: Sealed

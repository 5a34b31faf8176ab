"""What a project does beside spending: activities with their visits (人次), and volunteers' hours. Pure.

A wrong figure is taken back whole, with a reason, and written down anew: nothing is edited.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NewType

from kernel.sealed import Sealed
from services.projects.events.claims import MemberId
from services.projects.events.ids import ProjectId

ActivityId = NewType("ActivityId", str)
HoursId = NewType("HoursId", str)


@dataclass(frozen=True, slots=True)
class ActivityHeld:
    """`visits`: how often somebody came, not how many people did. Subject: the activity."""

    TYPE: ClassVar = "projects.activity_held.v1"
    activity: ActivityId
    project: ProjectId
    name: str
    visits: int
    member: MemberId | None


@dataclass(frozen=True, slots=True)
class ActivityWithdrawn:
    """It was written down wrongly: its visits count no more. Subject: the activity."""

    TYPE: ClassVar = "projects.activity_withdrawn.v1"
    activity: ActivityId
    project: ProjectId
    visits: int
    reason: Sealed


@dataclass(frozen=True, slots=True)
class HoursGiven:
    """`count` volunteers of `member` gave `hours` to a project, all of theirs together.

    Subject: the volunteer hours.
    """

    TYPE: ClassVar = "projects.hours_given.v1"
    volunteer_hours: HoursId
    project: ProjectId
    member: MemberId
    count: int
    hours: int
    activity: ActivityId | None


@dataclass(frozen=True, slots=True)
class HoursWithdrawn:
    """They were written down wrongly, and count no more. Subject: the volunteer hours."""

    TYPE: ClassVar = "projects.hours_withdrawn.v1"
    volunteer_hours: HoursId
    project: ProjectId
    member: MemberId
    hours: int
    reason: Sealed


Fact = ActivityHeld | ActivityWithdrawn | HoursGiven | HoursWithdrawn

"""Milestones, and the few of them that may come to be overdue. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from services.projects.events import MilestoneId, ProjectId

CALENDAR: Final = "milestones"
"""The key of the one `Calendar`."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """By id, loaded when it is asked for."""

    project: ProjectId
    due_on: date
    done: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """Of projects that have not ended: what is neither done nor said to be overdue.

    `next_on`: the first of their days, so that mostly one comparison tells that nothing is overdue.
    """

    waiting: Mapping[MilestoneId, tuple[ProjectId, date]] = field(default_factory=dict)
    next_on: date | None = None

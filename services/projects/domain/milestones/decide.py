"""Milestones are set, moved and completed; time alone makes them overdue. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.errors import InvalidInput, NotFound
from services.projects.domain import lookup
from services.projects.domain.milestones.commands import CompleteMilestone, MoveMilestone, SetMilestone
from services.projects.domain.milestones.documents import CALENDAR, Calendar, Milestone
from services.projects.errors import ProjectIsClosed
from services.projects.errors.projects import MilestoneDone
from services.projects.events import MilestoneId
from services.projects.events.milestones import (
    MilestoneCompleted,
    MilestoneMoved,
    MilestoneOverdue,
    MilestoneSet,
)


def set_one(view: View, command: SetMilestone, given: Given) -> Sequence[Saying]:
    """Raises: NotFound, ProjectIsClosed, InvalidInput."""
    project = lookup.open_project(view, command.project)
    _to_come(command.due_on, given)
    milestone = MilestoneId(given.new_id("mil"))
    return [Saying(MilestoneSet(milestone, project, command.name, command.due_on), milestone, given.today)]


def move(view: View, command: MoveMilestone, given: Given) -> Sequence[Saying]:
    """Raises: NotFound, ProjectIsClosed, MilestoneDone, InvalidInput."""
    found = _standing(view, command.milestone)
    _to_come(command.due_on, given)
    moved = MilestoneMoved(command.milestone, found.project, command.due_on, command.reason)
    return [Saying(moved, command.milestone, given.today)]


def complete(view: View, command: CompleteMilestone, given: Given) -> Sequence[Saying]:
    """Raises: NotFound, ProjectIsClosed, MilestoneDone, InvalidInput."""
    found = _standing(view, command.milestone)
    occurred_on = lookup.occurred(command.occurred_on, given)
    completed = MilestoneCompleted(command.milestone, found.project, command.attachments)
    return [Saying(completed, command.milestone, occurred_on)]


def due(view: View, given: Given) -> Sequence[Saying]:
    """What is late since the end of its day."""
    calendar = view.get(Calendar, CALENDAR)
    if calendar is None or calendar.next_on is None or given.today <= calendar.next_on:
        return []
    return [
        Saying(MilestoneOverdue(milestone, project, due_on), milestone, given.today)
        for milestone, (project, due_on) in calendar.waiting.items()
        if due_on < given.today
    ]


def _standing(view: View, ref: MilestoneId) -> Milestone:
    found = view.get(Milestone, ref)
    if found is None:
        raise NotFound("milestone", ref, field="milestone")
    if found.done:
        raise MilestoneDone
    if not lookup.is_open(view, found.project):
        raise ProjectIsClosed(found.project)
    return found


def _to_come(due_on: date, given: Given) -> None:
    """Nothing is promised for a day that is over."""
    if due_on < given.today:
        raise InvalidInput({"due_on": ["date.past"]})

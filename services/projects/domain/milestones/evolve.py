"""What becomes of milestones, and what may still be overdue. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, assert_never

from kernel.domain import Evolve, Keys, Told
from services.projects.domain.milestones.documents import CALENDAR, Calendar, Milestone
from services.projects.events import ProjectCancelled, ProjectClosed
from services.projects.events.milestones import (
    Fact,
    MilestoneCompleted,
    MilestoneMoved,
    MilestoneOverdue,
    MilestoneSet,
)


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    return [(Milestone, fact.milestone), (Calendar, CALENDAR)]


def _milestone(before: Milestone, told: Told) -> Milestone:
    fact: Fact = told.fact
    match fact:
        case MilestoneSet():
            return Milestone(fact.project, fact.due_on)
        case MilestoneMoved():
            return replace(before, due_on=fact.due_on)
        case MilestoneOverdue():
            return before
        case MilestoneCompleted():
            return replace(before, done=True)
        case _:
            assert_never(fact)


def _calendar(before: Calendar | None, told: Told) -> Calendar:
    fact: Fact | ProjectClosed | ProjectCancelled = told.fact
    waiting = dict((before or Calendar()).waiting)
    match fact:
        case MilestoneSet() | MilestoneMoved():
            waiting[fact.milestone] = fact.project, fact.due_on
        case MilestoneOverdue() | MilestoneCompleted():
            waiting.pop(fact.milestone, None)
        case ProjectClosed() | ProjectCancelled():
            waiting = {one: of for one, of in waiting.items() if of[0] != fact.project}
        case _:
            assert_never(fact)
    return Calendar(waiting, min((due_on for _, due_on in waiting.values()), default=None))


EVOLVE: Final[Mapping[type, Evolve]] = {Milestone: _milestone, Calendar: _calendar}

"""What of a project is to be done by when; what is late is said once. Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.projects.domain.milestones import decide, evolve
from services.projects.domain.milestones.commands import CompleteMilestone, MoveMilestone, SetMilestone
from services.projects.domain.milestones.documents import Calendar
from services.projects.events.milestones import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={
        SetMilestone: decide.set_one,
        MoveMilestone: decide.move,
        CompleteMilestone: decide.complete,
    },
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
    resident=frozenset({Calendar}),
    due=decide.due,
)

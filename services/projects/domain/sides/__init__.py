"""A member unit leads a project, and another supervises it. Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.projects.domain.sides import decide, evolve
from services.projects.domain.sides.commands import LeadProject, SuperviseProject
from services.projects.events.sides import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={
        LeadProject: decide.lead,
        SuperviseProject: decide.supervise,
    },
    keys=evolve.keys,
)

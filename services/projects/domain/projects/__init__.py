"""Projects are proposed and closed. Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.projects.domain.documents import Project, ProjectCode
from services.projects.domain.projects import decide, evolve
from services.projects.domain.projects.commands import CloseProject, ProposeProject
from services.projects.events.projects import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={
        ProposeProject: decide.propose,
        CloseProject: decide.close,
    },
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
    resident=frozenset({Project, ProjectCode}),
)

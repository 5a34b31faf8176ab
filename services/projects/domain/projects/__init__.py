"""Projects are proposed, approved, accepted, and end: closed or cancelled. Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.projects.domain.documents import Project, ProjectCode, Proposals
from services.projects.domain.projects import approval, decide, evolve
from services.projects.domain.projects.commands import (
    AcceptProject,
    CancelProject,
    CloseProject,
    ProposeProject,
)
from services.projects.events.projects import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={
        ProposeProject: decide.propose,
        AcceptProject: decide.accept,
        CancelProject: decide.cancel,
        CloseProject: decide.close,
    },
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
    resident=frozenset({Project, ProjectCode, Proposals}),
    due=approval.due,
)

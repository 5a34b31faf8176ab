"""What other services' facts leave here: projects, payments, returns, and who is gone. Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from kernel.gone import Gone
from services.funds.domain.documents import Project
from services.funds.domain.foreign import OfMembers, OfProjects
from services.funds.domain.notes import evolve
from services.funds.domain.notes.noting import note_member, note_project
from services.funds.events.notes import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
    resident=frozenset({Project, Gone}),
    note={
        "projects": dict.fromkeys(classes(OfProjects), note_project),
        "members": dict.fromkeys(classes(OfMembers), note_member),
    },
)

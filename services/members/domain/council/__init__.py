"""The council is founded. Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.members.domain.council import decide, evolve
from services.members.domain.council.commands import FoundCouncil
from services.members.domain.documents import Council
from services.members.events.council import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={
        FoundCouncil: decide.found,
    },
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
    resident=frozenset({Council}),
)

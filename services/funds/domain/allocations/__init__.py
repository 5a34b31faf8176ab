"""So much of a fund is committed to a project. Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.funds.domain.allocations import decide, evolve
from services.funds.domain.allocations.commands import Allocate
from services.funds.events.allocations import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={
        Allocate: decide.allocate,
    },
    keys=evolve.keys,
)

"""Money that projects hold: it arrives by itself, and goes back. Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.projects.domain.allocations import decide, evolve
from services.projects.domain.allocations.commands import ReturnAllocation
from services.projects.domain.documents import ProjectFund, ProjectFunds
from services.projects.events.allocations import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={
        ReturnAllocation: decide.give_back,
    },
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
    resident=frozenset({ProjectFunds, ProjectFund}),
)

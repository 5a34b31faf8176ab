"""Advances (借款, 预付款) are spending of that kind; here they are settled against papers. Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.projects.domain.advances import decide, evolve
from services.projects.domain.advances.commands import SettleAdvance
from services.projects.domain.documents import Advances
from services.projects.events.advances import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={SettleAdvance: decide.settle},
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
    resident=frozenset({Advances}),
)

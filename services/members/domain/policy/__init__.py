"""Council policy: data that is changed by resolution, with the day from which it holds. Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from policy.history import Policies
from services.members.domain.policy import decide, evolve
from services.members.domain.policy.commands import AdoptPolicy
from services.members.events.policy import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={AdoptPolicy: decide.adopt},
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
    resident=frozenset({Policies}),
)

"""One treasurer hands over to another (交接). Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.members.domain.handovers import decide, evolve
from services.members.domain.handovers.commands import OpenHandover, SignHandover
from services.members.domain.handovers.documents import CurrentHandover
from services.members.events.handovers import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={
        OpenHandover: decide.open_handover,
        SignHandover: decide.sign,
    },
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
    resident=frozenset({CurrentHandover}),
)

"""Who acts as what, and when. Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.members.domain.documents import PersonMandates
from services.members.domain.mandates import decide, evolve
from services.members.domain.mandates.commands import GiveMandate, RevokeMandate
from services.members.events.mandates import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={
        GiveMandate: decide.give,
        RevokeMandate: decide.revoke,
    },
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
    resident=frozenset({PersonMandates}),
)

"""Whom the books may name, and who asked to be forgotten. Pure.

Parties load by subject: there may be a million donors.
"""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.members.domain.foreign import FOREIGN
from services.members.domain.people import decide, erasure, evolve
from services.members.domain.people.commands import (
    ConfirmErasure,
    RegisterParty,
    RegisterPerson,
    RequestErasure,
)
from services.members.domain.people.noting import note
from services.members.events.people import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={
        RegisterPerson: decide.register_person,
        RegisterParty: decide.register_party,
        RequestErasure: erasure.request,
        ConfirmErasure: erasure.confirm,
    },
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
    note={source: dict.fromkeys(readers, note) for source, readers in FOREIGN.items()},
)

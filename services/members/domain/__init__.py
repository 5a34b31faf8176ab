"""The rules of the members service: who belongs, who may act, who may be named. Pure."""

from __future__ import annotations

import typing
from typing import Any, Final

from kernel.domain import Domain
from services.members import events
from services.members.domain.commands import Command
from services.members.domain.decide import decide
from services.members.domain.documents import RESIDENT
from services.members.domain.evolve import evolve, keys
from services.members.domain.foreign import FOREIGN
from services.members.domain.notes import note
from services.members.domain.queries import authenticate, mandates_in_force

__all__ = ["DOMAIN", "authenticate", "mandates_in_force"]


def erases(fact: Any) -> str | None:
    """The person whose openings go when `fact` is written."""
    return fact.person if isinstance(fact, events.PersonErased) else None


DOMAIN: Final = Domain(
    name="members",
    facts=typing.get_args(events.Fact),
    commands=typing.get_args(Command),
    resident=RESIDENT,
    keys=keys,
    evolve=evolve,
    decide=decide,
    note={"funds": note, "projects": note},
    foreign=FOREIGN,
    erases=erases,
)

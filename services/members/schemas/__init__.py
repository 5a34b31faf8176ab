"""Wire -> commands of the members service. Names of people and reasons are sealed, once all is valid."""

from __future__ import annotations

from typing import Final

from kernel import wire
from kernel.cases import Cases, Seal, merged
from kernel.domain import Command
from kernel.errors import NotFound
from services.members.schemas import (
    aliases,
    council,
    handovers,
    mandates,
    notices,
    passwords,
    people,
    policy,
    resolutions,
    tokens,
    units,
)

__all__ = ["CASES", "load"]

CASES: Final[Cases] = merged(
    council.CASES,
    units.CASES,
    people.CASES,
    aliases.CASES,
    mandates.CASES,
    tokens.CASES,
    policy.CASES,
    resolutions.CASES,
    notices.CASES,
    passwords.CASES,
    handovers.CASES,
)
"""Every command by its name: the shape of its body, and what makes the command of it. A line per topic."""


def load(command: str, body: object, seal: Seal) -> Command:
    """The command of this name with `body`. Raises: NotFound (no such command), InvalidInput."""
    case = CASES.get(command)
    if case is None:
        raise NotFound("command", command, field="command")
    schema, make = case
    return make(wire.load(schema, body), seal)

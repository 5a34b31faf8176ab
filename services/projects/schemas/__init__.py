"""From the wire to commands: strict, every fault by its field and code. Nothing is decided here."""

from __future__ import annotations

from typing import Final

from kernel import wire
from kernel.cases import Cases, Seal, merged
from kernel.domain import Command
from kernel.errors import NotFound
from services.projects.schemas import (
    activities,
    advances,
    allocations,
    claims,
    files,
    grants,
    milestones,
    opinions,
    projects,
    reversals,
    sides,
    spending,
)

__all__ = ["CASES", "load"]

CASES: Final[Cases] = merged(
    projects.CASES,
    opinions.CASES,
    claims.CASES,
    activities.CASES,
    grants.CASES,
    allocations.CASES,
    spending.CASES,
    advances.CASES,
    reversals.CASES,
    sides.CASES,
    milestones.CASES,
    files.CASES,
)
"""Every command by its name: the shape of its body, and what makes the command of it. A line per topic."""


def load(command: str, body: object, seal: Seal) -> Command:
    """The command of this name with `body`. Raises: NotFound (no such command), InvalidInput."""
    case = CASES.get(command)
    if case is None:
        raise NotFound("command", command, field="command")
    schema, make = case
    return make(wire.load(schema, body), seal)

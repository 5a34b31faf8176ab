"""From the wire to commands: strict, every fault by its field and code. Nothing is decided here."""

from __future__ import annotations

from typing import Final

from kernel import wire
from kernel.cases import Cases, Seal, merged
from kernel.domain import Command
from kernel.errors import NotFound
from services.funds.schemas import (
    allocations,
    fund_transfers,
    gifts,
    goods,
    receipts,
    registry,
    reversals,
)

__all__ = ["CASES", "load"]

CASES: Final[Cases] = merged(
    registry.CASES,
    gifts.CASES,
    receipts.CASES,
    allocations.CASES,
    reversals.CASES,
    goods.CASES,
    fund_transfers.CASES,
)
"""Every command by its name: the shape of its body, and what makes the command of it. A line per topic."""


def load(command: str, body: object, seal: Seal) -> Command:
    """The command that `body` asks for; its free texts about people are sealed.

    Raises: NotFound for a name that is no command, InvalidInput with the path of every fault.
    """
    case = CASES.get(command)
    if case is None:
        raise NotFound("command", command)
    schema, make = case
    return make(wire.load(schema, body), seal)

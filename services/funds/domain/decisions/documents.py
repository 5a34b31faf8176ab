"""The council's decisions, by what rules ask for. All resident: there are few. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kernel.money import Money
from services.funds.events import FundId, ProjectId
from services.funds.events.decisions import (
    ObjectionId,
    ResolutionId,
    ResolutionKind,
)


@dataclass(frozen=True, slots=True)
class Resolution:
    """By id: adopted. `used`: what was decided under it so far, in minor units of `amount`."""

    resolution: ResolutionId
    kind: ResolutionKind
    amount: Money | None
    fund: FundId | None
    to_fund: FundId | None
    project: ProjectId | None
    adopted_on: date
    used: int = 0

    @property
    def left(self) -> int | None:
        """What may still be decided under it, in minor units; None where it names no amount."""
        return None if self.amount is None else self.amount.minor - self.used


@dataclass(frozen=True, slots=True)
class Objections:
    """By the resolution that they are about: those that are neither dismissed nor settled."""

    standing: frozenset[ObjectionId] = frozenset()

"""The council's decisions, by what rules ask for. All resident: there are few. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kernel.money import Money
from services.projects.events import FundId, ProjectId
from services.projects.events.decisions import (
    NoticeId,
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
class Notice:
    """By what it is about: the last one that was posted. `ends_on` is its last day; None: withdrawn.

    `before`: the last one before it that was not, if any. None begins while another runs: that one is over.
    """

    notice: NoticeId
    ends_on: date | None
    before: Notice | None = None

    def runs_on(self, day: date) -> bool:
        """Whether it is not over yet."""
        return self.ends_on is not None and day <= self.ends_on


@dataclass(frozen=True, slots=True)
class Objections:
    """By what they are about: those that are neither dismissed nor settled, in the order of arrival."""

    standing: tuple[ObjectionId, ...] = ()

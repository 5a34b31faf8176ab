"""So much of a fund is committed to a project, at once or when enough people have approved. Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.funds.domain.allocations import decide, evolve
from services.funds.domain.allocations.commands import (
    Allocate,
    ApproveAllocation,
    RejectAllocation,
    WithdrawAllocation,
)
from services.funds.domain.allocations.documents import Allotted
from services.funds.events.allocations import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={
        Allocate: decide.allocate,
        ApproveAllocation: decide.approve,
        RejectAllocation: decide.reject,
        WithdrawAllocation: decide.withdraw,
    },
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
    resident=frozenset({Allotted}),
)

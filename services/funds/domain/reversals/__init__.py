"""Reversals (红字冲销): requested by one person, confirmed by another. Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.funds.domain.documents import Reversal
from services.funds.domain.reversals import decide, evolve
from services.funds.domain.reversals.commands import (
    ConfirmReversal,
    RejectReversal,
    RequestReversal,
    WithdrawReversal,
)
from services.funds.events.reversals import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={
        RequestReversal: decide.request,
        ConfirmReversal: decide.confirm,
        WithdrawReversal: decide.withdraw,
        RejectReversal: decide.reject,
    },
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
    resident=frozenset({Reversal}),
)

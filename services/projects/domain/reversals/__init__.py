"""A payment is reversed by two people: asked for by one, confirmed by another. Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.projects.domain.documents import PendingReversal
from services.projects.domain.reversals import decide, evolve
from services.projects.domain.reversals.commands import (
    ConfirmPaymentReversal,
    RejectPaymentReversal,
    RequestPaymentReversal,
    WithdrawPaymentReversal,
)
from services.projects.events.reversals import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={
        RequestPaymentReversal: decide.request,
        ConfirmPaymentReversal: decide.confirm,
        WithdrawPaymentReversal: decide.withdraw,
        RejectPaymentReversal: decide.reject,
    },
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
    resident=frozenset({PendingReversal}),
)

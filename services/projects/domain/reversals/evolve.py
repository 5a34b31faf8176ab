"""What requests to reverse a payment become. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, assert_never

from kernel.domain import Evolve, Keys, Told
from services.projects.domain.documents import PendingReversal, Spending
from services.projects.domain.spending.evolve import beside
from services.projects.events import (
    PaymentReversalRejected,
    PaymentReversalRequested,
    PaymentReversalWithdrawn,
    PaymentReversed,
)
from services.projects.events.reversals import Fact


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    match fact:
        case PaymentReversalRequested() | PaymentReversalWithdrawn() | PaymentReversalRejected():
            return [(Spending, fact.spending), (PendingReversal, fact.reversal)]
        case PaymentReversed():
            return [(Spending, fact.spending), (PendingReversal, fact.reversal), *beside(fact)]
        case _:
            assert_never(fact)


def _pending_reversal(before: PendingReversal, told: Told) -> PendingReversal:
    fact: PaymentReversalRequested | PaymentReversalWithdrawn | PaymentReversalRejected | PaymentReversed = (
        told.fact
    )
    match fact:
        case PaymentReversalRequested():
            return PendingReversal(fact.spending, fact.payment, told.actor["person"])
        case PaymentReversed():
            return replace(before, state="confirmed")
        case PaymentReversalWithdrawn():
            return replace(before, state="withdrawn")
        case PaymentReversalRejected():
            return replace(before, state="rejected")
        case _:
            assert_never(fact)


EVOLVE: Final[Mapping[type, Evolve]] = {PendingReversal: _pending_reversal}

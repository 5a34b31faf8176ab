"""What requests to reverse become; what they are about changes at its own home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, assert_never

from kernel.domain import Evolve, Keys, Told
from services.funds.domain.documents import REVERSIBLE, Donation, Fund, Outlay, Receipt, Reversal, Transfer
from services.funds.domain.figures import bearer
from services.funds.events import (
    DonationReversed,
    OutlayReversed,
    ReceiptReversed,
    ReversalRejected,
    ReversalRequested,
    ReversalWithdrawn,
    Reversing,
    TransferReversed,
)
from services.funds.events.reversals import Fact


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    match fact:
        case ReversalRequested() | ReversalWithdrawn() | ReversalRejected():
            return [(Reversal, fact.reversal), (REVERSIBLE[fact.kind], fact.target)]
        case DonationReversed():
            return [(Reversal, fact.reversal), (Donation, fact.donation), (Fund, fact.fund)]
        case ReceiptReversed():
            return [(Reversal, fact.reversal), (Receipt, fact.receipt), (Fund, fact.fund)]
        case TransferReversed():
            return [(Reversal, fact.reversal), (Transfer, fact.transfer), *bearer(fact)]
        case OutlayReversed():
            return [(Reversal, fact.reversal), (Outlay, fact.outlay), (Fund, fact.fund)]
        case _:
            assert_never(fact)


def _reversal(reversal: Reversal, told: Told) -> Reversal:
    fact: ReversalRequested | ReversalWithdrawn | ReversalRejected | Reversing = told.fact
    match fact:
        case ReversalRequested():
            return Reversal(fact.kind, fact.target, told.actor["person"])
        case ReversalWithdrawn():
            return replace(reversal, state="withdrawn")
        case ReversalRejected():
            return replace(reversal, state="rejected")
        case _:
            return replace(reversal, state="confirmed")


EVOLVE: Final[Mapping[type, Evolve]] = {Reversal: _reversal}

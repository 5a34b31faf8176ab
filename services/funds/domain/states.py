"""What a recorded fact's state allows, and what requests to reverse it make of the state."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar, assert_never

from services.funds.domain.documents import Donation, Outlay, Receipt, Reversible, Transfer
from services.funds.errors import AlreadyReversed, ReversalPending
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

Document = TypeVar("Document", Donation, Receipt, Transfer, Outlay)
Turning = ReversalRequested | ReversalWithdrawn | ReversalRejected | Reversing
"""The facts of a reversal, as what is reversed sees them."""


def require_standing(document: Reversible, ref: str) -> None:
    """Raises: ReversalPending, AlreadyReversed."""
    if document.state == "reversal_pending":
        raise ReversalPending(ref)
    if document.state == "reversed":
        raise AlreadyReversed(ref)


def turned(document: Document, fact: Turning) -> Document:
    """What is reversed, or is not after all, in the state that `fact` puts it in."""
    match fact:
        case ReversalRequested():
            return replace(document, state="reversal_pending")
        case ReversalWithdrawn() | ReversalRejected():
            return replace(document, state="standing")
        case DonationReversed() | ReceiptReversed() | TransferReversed() | OutlayReversed():
            return replace(document, state="reversed")
        case _:
            assert_never(fact)

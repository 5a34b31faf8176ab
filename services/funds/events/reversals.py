"""Reversals (红字冲销): asked for by one person, confirmed by another. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from kernel.money import Money
from kernel.sealed import Sealed
from services.funds.events.ids import (
    AccountId,
    DonationId,
    FundId,
    OutlayId,
    PartyId,
    ReceiptId,
    Restriction,
    ReversalId,
    TransferId,
)
from services.funds.events.receipts import OutlayKind, ReceiptKind

ReversibleKind = Literal["donation", "receipt", "transfer", "outlay"]


@dataclass(frozen=True, slots=True)
class ReversalRequested:
    """A reversal (红字冲销) awaits the second person. Subject: what it would reverse."""

    TYPE: ClassVar = "funds.reversal_requested.v1"
    reversal: ReversalId
    target: str
    kind: ReversibleKind
    reason: Sealed


@dataclass(frozen=True, slots=True)
class ReversalWithdrawn:
    """A treasurer takes the request back: what it would have reversed stands. Subject: that."""

    TYPE: ClassVar = "funds.reversal_withdrawn.v1"
    reversal: ReversalId
    target: str
    kind: ReversibleKind
    reason: Sealed


@dataclass(frozen=True, slots=True)
class ReversalRejected:
    """The chair does not agree: what it would have reversed stands. Subject: that."""

    TYPE: ClassVar = "funds.reversal_rejected.v1"
    reversal: ReversalId
    target: str
    kind: ReversibleKind
    reason: Sealed


@dataclass(frozen=True, slots=True)
class DonationReversed:
    """As it was received on `original_on`, less refunds, with the opposite sign. Subject: the donation."""

    TYPE: ClassVar = "funds.donation_reversed.v1"
    reversal: ReversalId
    donation: DonationId
    fund: FundId
    account: AccountId
    donor: PartyId | None
    amount: Money
    restriction: Restriction | None
    original_on: date


@dataclass(frozen=True, slots=True)
class ReceiptReversed:
    """Subject: the receipt."""

    TYPE: ClassVar = "funds.receipt_reversed.v1"
    reversal: ReversalId
    receipt: ReceiptId
    fund: FundId
    account: AccountId
    kind: ReceiptKind
    payer: PartyId | None
    amount: Money
    restriction: Restriction | None
    original_on: date


@dataclass(frozen=True, slots=True)
class TransferReversed:
    """Subject: the transfer."""

    TYPE: ClassVar = "funds.transfer_reversed.v1"
    reversal: ReversalId
    transfer: TransferId
    source: AccountId
    target: AccountId
    amount: Money
    fee: Money | None
    fund: FundId | None
    original_on: date


@dataclass(frozen=True, slots=True)
class OutlayReversed:
    """Subject: the outlay."""

    TYPE: ClassVar = "funds.outlay_reversed.v1"
    reversal: ReversalId
    outlay: OutlayId
    fund: FundId
    account: AccountId
    kind: OutlayKind
    payee: PartyId | None
    amount: Money
    original_on: date


Reversing = DonationReversed | ReceiptReversed | TransferReversed | OutlayReversed

Fact = (
    ReversalRequested
    | ReversalWithdrawn
    | ReversalRejected
    | DonationReversed
    | ReceiptReversed
    | TransferReversed
    | OutlayReversed
)

"""The reversal of a payment: asked for by one person, confirmed by another. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kernel.money import Money
from kernel.sealed import Sealed
from services.projects.events.decisions import ResolutionId
from services.projects.events.ids import (
    AccountId,
    FundId,
    PartyId,
    PaymentId,
    ProjectId,
    ReversalId,
    Share,
    SpendingId,
    SpendingKind,
)


@dataclass(frozen=True, slots=True)
class PaymentReversalRequested:
    """Awaits the second person. Subject: the spending."""

    TYPE: ClassVar = "projects.payment_reversal_requested.v1"
    reversal: ReversalId
    payment: PaymentId
    spending: SpendingId
    reason: Sealed


@dataclass(frozen=True, slots=True)
class PaymentReversalWithdrawn:
    """A treasurer takes the request back: the payment stands. Subject: the spending."""

    TYPE: ClassVar = "projects.payment_reversal_withdrawn.v1"
    reversal: ReversalId
    payment: PaymentId
    spending: SpendingId
    reason: Sealed


@dataclass(frozen=True, slots=True)
class PaymentReversalRejected:
    """The chair does not agree: the payment stands. Subject: the spending."""

    TYPE: ClassVar = "projects.payment_reversal_rejected.v1"
    reversal: ReversalId
    payment: PaymentId
    spending: SpendingId
    reason: Sealed


@dataclass(frozen=True, slots=True)
class PaymentReversed:
    """The money is back (or never left). Subject: the spending.

    `original_on`: the accounting date of the payment, whose regime posts the reversal. `still_owed`: reserved
    again under the spending; where that was cancelled it is not, and the money is the project's.
    Of a cancelled spending, `uncounted`: what no tier counts any more, and `resolution`: the one under which
    the sum may be spent again.
    """

    TYPE: ClassVar = "projects.payment_reversed.v1"
    reversal: ReversalId
    payment: PaymentId
    spending: SpendingId
    project: ProjectId
    fund: FundId
    account: AccountId
    payee: PartyId
    amount: Money
    shares: tuple[Share, ...]
    original_on: date
    still_owed: bool
    kind: SpendingKind = "payment"
    uncounted: Money | None = None
    resolution: ResolutionId | None = None


Fact = PaymentReversalRequested | PaymentReversalWithdrawn | PaymentReversalRejected | PaymentReversed

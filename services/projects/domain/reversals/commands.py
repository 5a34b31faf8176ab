"""What may be asked: to reverse a payment, by two people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kernel.sealed import Sealed
from services.projects.domain.roles import CHAIR, TREASURER
from services.projects.events import PaymentId, ReversalId, SpendingId


@dataclass(frozen=True, slots=True)
class RequestPaymentReversal:
    """Ask for the reversal of a payment."""

    COMMAND: ClassVar = "projects.request_payment_reversal"
    ROLES: ClassVar = TREASURER
    spending: SpendingId
    payment: PaymentId
    reason: Sealed


@dataclass(frozen=True, slots=True)
class ConfirmPaymentReversal:
    """Carry out a reversal that another person asked for."""

    COMMAND: ClassVar = "projects.confirm_payment_reversal"
    ROLES: ClassVar = CHAIR
    reversal: ReversalId


@dataclass(frozen=True, slots=True)
class WithdrawPaymentReversal:
    """Take back a request that awaits its second person, by whichever treasurer."""

    COMMAND: ClassVar = "projects.withdraw_payment_reversal"
    ROLES: ClassVar = TREASURER
    reversal: ReversalId
    reason: Sealed


@dataclass(frozen=True, slots=True)
class RejectPaymentReversal:
    """Say no to a reversal that awaits its second person; also to one of their own asking."""

    COMMAND: ClassVar = "projects.reject_payment_reversal"
    ROLES: ClassVar = CHAIR
    reversal: ReversalId
    reason: Sealed

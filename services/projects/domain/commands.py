"""What may be asked of the projects service. What a command names may be a code or an id. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kernel.money import Money
from kernel.sealed import Sealed
from services.projects.events import AllocationId, PartyId, PaymentId, ReversalId, SpendingId

PROJECT_LEAD = frozenset({"project_lead"})
CHAIR = frozenset({"chair"})
TREASURER = frozenset({"treasurer"})


@dataclass(frozen=True, slots=True)
class ProposeProject:
    COMMAND: ClassVar = "projects.propose_project"
    ROLES: ClassVar = PROJECT_LEAD
    code: str
    name: str
    purpose: str
    category: str | None = None


@dataclass(frozen=True, slots=True)
class CloseProject:
    COMMAND: ClassVar = "projects.close_project"
    ROLES: ClassVar = CHAIR
    project: str


@dataclass(frozen=True, slots=True)
class ReturnAllocation:
    COMMAND: ClassVar = "projects.return_allocation"
    ROLES: ClassVar = CHAIR
    allocation: AllocationId
    amount: Money
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True)
class RequestSpending:
    """Without `fund`: the only one of that currency whose money the project has left."""

    COMMAND: ClassVar = "projects.request_spending"
    ROLES: ClassVar = PROJECT_LEAD
    project: str
    payee: PartyId
    amount: Money
    purpose: str
    fund: str | None = None
    occurred_on: date | None = None
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ApproveSpending:
    COMMAND: ClassVar = "projects.approve_spending"
    ROLES: ClassVar = CHAIR
    spending: SpendingId


@dataclass(frozen=True, slots=True)
class RejectSpending:
    COMMAND: ClassVar = "projects.reject_spending"
    ROLES: ClassVar = CHAIR
    spending: SpendingId
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True)
class CancelSpending:
    """By the chair, or by the project lead who asked for it."""

    COMMAND: ClassVar = "projects.cancel_spending"
    ROLES: ClassVar = CHAIR | PROJECT_LEAD
    spending: SpendingId
    reason: Sealed


@dataclass(frozen=True, slots=True)
class PaySpending:
    COMMAND: ClassVar = "projects.pay_spending"
    ROLES: ClassVar = TREASURER
    spending: SpendingId
    amount: Money
    account: str
    occurred_on: date | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class RequestPaymentReversal:
    COMMAND: ClassVar = "projects.request_payment_reversal"
    ROLES: ClassVar = TREASURER
    spending: SpendingId
    payment: PaymentId
    reason: Sealed


@dataclass(frozen=True, slots=True)
class ConfirmPaymentReversal:
    COMMAND: ClassVar = "projects.confirm_payment_reversal"
    ROLES: ClassVar = CHAIR
    reversal: ReversalId


@dataclass(frozen=True, slots=True)
class WithdrawPaymentReversal:
    """Of a request that awaits its second person, by whichever treasurer."""

    COMMAND: ClassVar = "projects.withdraw_payment_reversal"
    ROLES: ClassVar = TREASURER
    reversal: ReversalId
    reason: Sealed


@dataclass(frozen=True, slots=True)
class RejectPaymentReversal:
    COMMAND: ClassVar = "projects.reject_payment_reversal"
    ROLES: ClassVar = CHAIR
    reversal: ReversalId
    reason: Sealed


Command = (
    ProposeProject
    | CloseProject
    | ReturnAllocation
    | RequestSpending
    | ApproveSpending
    | RejectSpending
    | CancelSpending
    | PaySpending
    | RequestPaymentReversal
    | ConfirmPaymentReversal
    | WithdrawPaymentReversal
    | RejectPaymentReversal
)

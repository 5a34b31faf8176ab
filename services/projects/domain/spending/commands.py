"""What may be asked: to spend, and to pay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kernel.money import Money
from kernel.sealed import Sealed
from services.projects.domain.roles import CHAIR, PROJECT_LEAD, STANDING_BOARD, TREASURER
from services.projects.events import PartyId, SpendingId, SpendingKind


@dataclass(frozen=True, slots=True)
class RequestSpending:
    """Ask to pay somebody.

    Without `fund`: the only one of that currency whose money the project has left. `invoice`: its number.
    `retained`: so much of `amount` is kept back until `retained_until`. `payee_name`: what the payee is
    called, to tell what else is theirs.
    """

    COMMAND: ClassVar = "projects.request_spending"
    ROLES: ClassVar = PROJECT_LEAD
    CATCH_UP: ClassVar = ("members",)  # tiers count it from the first day of a policy on
    project: str
    payee: PartyId
    amount: Money
    purpose: str
    fund: str | None = None
    occurred_on: date | None = None
    attachments: tuple[str, ...] = ()
    kind: SpendingKind = "payment"
    category: str | None = None
    invoice: str | None = None
    seller: Sealed | None = None
    retained: Money | None = None
    retained_until: date | None = None
    payee_name: Sealed | None = None


@dataclass(frozen=True, slots=True)
class AttachToSpending:
    """Add papers to a spending, or name its invoice where it has none; nothing is taken away."""

    COMMAND: ClassVar = "projects.attach_to_spending"
    ROLES: ClassVar = PROJECT_LEAD | TREASURER
    spending: SpendingId
    attachments: tuple[str, ...] = ()
    invoice: str | None = None
    seller: Sealed | None = None


@dataclass(frozen=True, slots=True)
class ApproveSpending:
    """Approve a request. The sum is reserved, and owed, when all have approved whom the policy asks.

    `resolution`: an adopted one that the chair names, where the sum needs one. `called`: the names of whoever
    has a hand in it, recorded nowhere: nobody approves what they are paid. `occurred_on`: the day of what is
    written down later; the policy is that of the day on which it is.
    """

    COMMAND: ClassVar = "projects.approve_spending"
    ROLES: ClassVar = CHAIR | STANDING_BOARD
    ON_BEHALF: ClassVar = True
    CATCH_UP: ClassVar = ("members",)  # a policy that holds since a moment asks for more
    spending: SpendingId
    resolution: str | None = None
    occurred_on: date | None = None
    called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RejectSpending:
    """Say no to a request."""

    COMMAND: ClassVar = "projects.reject_spending"
    ROLES: ClassVar = CHAIR | STANDING_BOARD
    ON_BEHALF: ClassVar = True
    spending: SpendingId
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True)
class CancelSpending:
    """Pay nothing more of it; what is still reserved is released.

    By the chair, or by the project lead who asked for it.
    """

    COMMAND: ClassVar = "projects.cancel_spending"
    ROLES: ClassVar = CHAIR | PROJECT_LEAD
    spending: SpendingId
    reason: Sealed


@dataclass(frozen=True, slots=True)
class PaySpending:
    """Pay what was approved, whole or in part. `called`: the names of whoever pays, as in an approval."""

    COMMAND: ClassVar = "projects.pay_spending"
    ROLES: ClassVar = TREASURER
    CATCH_UP: ClassVar = ("members",)  # an objection on its way stops it: what has left is not called back
    spending: SpendingId
    amount: Money
    account: str
    occurred_on: date | None = None
    reference: str | None = None
    called: tuple[str, ...] = ()

"""What may be asked: to commit money of a fund to a project, and to agree to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kernel.money import Money
from kernel.sealed import Sealed
from services.funds.domain.roles import APPROVER, CHAIR


@dataclass(frozen=True, slots=True)
class Allocate:
    """Commit money of a fund to a project.

    Where a policy is in force: by a resolution, or with the approvals that the sum asks for, of which this is
    the chair's.
    """

    COMMAND: ClassVar = "funds.allocate"
    ROLES: ClassVar = CHAIR
    CATCH_UP: ClassVar = ("members",)  # a policy that holds since a moment, and an objection on its way
    fund: str
    project: str
    amount: Money
    occurred_on: date
    purpose: str | None
    resolution: str | None = None


@dataclass(frozen=True, slots=True)
class ApproveAllocation:
    """Agree to an allocation that the chair asked for; with the last approval it is made."""

    COMMAND: ClassVar = "funds.approve_allocation"
    ROLES: ClassVar = APPROVER
    ON_BEHALF: ClassVar = True
    CATCH_UP: ClassVar = ("members",)  # a policy that holds since a moment asks for more
    allocation_request: str


@dataclass(frozen=True, slots=True)
class RejectAllocation:
    """Say no to an allocation that the chair asked for."""

    COMMAND: ClassVar = "funds.reject_allocation"
    ROLES: ClassVar = APPROVER
    ON_BEHALF: ClassVar = True
    allocation_request: str
    reason: Sealed


@dataclass(frozen=True, slots=True)
class WithdrawAllocation:
    """Ask no more for an allocation that awaits approvals."""

    COMMAND: ClassVar = "funds.withdraw_allocation"
    ROLES: ClassVar = CHAIR
    allocation_request: str
    reason: Sealed

"""What may be asked: to give back what is not needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kernel.money import Money
from kernel.sealed import Sealed
from services.projects.domain.roles import CHAIR
from services.projects.events import AllocationId


@dataclass(frozen=True, slots=True)
class ReturnAllocation:
    """Give back what is unspent and unreserved."""

    COMMAND: ClassVar = "projects.return_allocation"
    ROLES: ClassVar = CHAIR
    allocation: AllocationId
    amount: Money
    reason: Sealed | None = None

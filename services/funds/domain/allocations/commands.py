"""What may be asked: to commit money of a fund to a project."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kernel.money import Money
from services.funds.domain.roles import CHAIR


@dataclass(frozen=True, slots=True)
class Allocate:
    """Commit money of a fund to a project."""

    COMMAND: ClassVar = "funds.allocate"
    ROLES: ClassVar = CHAIR
    fund: str
    project: str
    amount: Money
    occurred_on: date
    purpose: str | None

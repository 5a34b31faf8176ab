"""Money is committed to projects. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kernel.money import Money
from services.funds.events.ids import AllocationId, FundId, Part, ProjectId


@dataclass(frozen=True, slots=True)
class AllocationMade:
    """So much is committed to the project: no entry. `parts` sum to `amount`. Subject: the allocation."""

    TYPE: ClassVar = "funds.allocation_made.v1"
    allocation: AllocationId
    fund: FundId
    project: ProjectId
    amount: Money
    parts: tuple[Part, ...]
    purpose: str | None


Fact = AllocationMade

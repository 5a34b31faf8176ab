"""What facts and commands of projects are named by, and the parts that they share. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NewType

ProjectId = NewType("ProjectId", str)
SpendingId = NewType("SpendingId", str)
PaymentId = NewType("PaymentId", str)
ReversalId = NewType("ReversalId", str)
FundId = NewType("FundId", str)
AccountId = NewType("AccountId", str)
AllocationId = NewType("AllocationId", str)
PartyId = NewType("PartyId", str)


@dataclass(frozen=True, slots=True)
class Restriction:
    """As the funds service gave it: one project (its id) or a category."""

    kind: Literal["project", "category"]
    value: str


@dataclass(frozen=True, slots=True)
class Part:
    """So much (minor units) of an allocation under one restriction; None: unrestricted."""

    restriction: Restriction | None
    minor: int


@dataclass(frozen=True, slots=True)
class Share:
    """So much (minor units) of a payment out of one allocation, under one restriction."""

    allocation: AllocationId
    restriction: Restriction | None
    minor: int

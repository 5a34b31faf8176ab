"""What facts and commands of projects are named by, and the parts that they share. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, NewType

ProjectId = NewType("ProjectId", str)
SpendingId = NewType("SpendingId", str)
PaymentId = NewType("PaymentId", str)
SettlementId = NewType("SettlementId", str)
ReversalId = NewType("ReversalId", str)
FundId = NewType("FundId", str)
AccountId = NewType("AccountId", str)
AllocationId = NewType("AllocationId", str)
PartyId = NewType("PartyId", str)
MemberId = NewType("MemberId", str)
MilestoneId = NewType("MilestoneId", str)
InvoiceUseId = NewType("InvoiceUseId", str)

SpendingKind = Literal["payment", "advance", "reimbursement"]
"""What the money goes out for: a cost, an advance to be settled later, a cost that the payee bore for us."""


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


@dataclass(frozen=True, slots=True)
class Invoice:
    """The number of a seller's paper: its letters and digits alone, half-width and in capitals."""

    number: str


@dataclass(frozen=True, slots=True)
class Retention:
    """So much (minor units) of a spending is kept back until a day, and paid from that day on (质保金)."""

    minor: int
    until: date

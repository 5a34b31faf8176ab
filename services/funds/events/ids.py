"""What facts and commands of funds are named by, and the parts that they share. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NewType

FundId = NewType("FundId", str)
AccountId = NewType("AccountId", str)
PledgeId = NewType("PledgeId", str)
DonationId = NewType("DonationId", str)
RefundId = NewType("RefundId", str)
ReceiptId = NewType("ReceiptId", str)
TransferId = NewType("TransferId", str)
OutlayId = NewType("OutlayId", str)
AllocationId = NewType("AllocationId", str)
ReversalId = NewType("ReversalId", str)
ProjectId = NewType("ProjectId", str)
PaymentId = NewType("PaymentId", str)
PartyId = NewType("PartyId", str)


@dataclass(frozen=True, slots=True)
class Restriction:
    """What the donor or the law ties money to: one project (its id) or a category of projects."""

    kind: Literal["project", "category"]
    value: str


@dataclass(frozen=True, slots=True)
class Part:
    """So much (minor units) of the money under one restriction; None: unrestricted."""

    restriction: Restriction | None
    minor: int


@dataclass(frozen=True, slots=True)
class Historical:
    """Taken over from older books: `line` (from 1 on) of the file of this SHA-256 (lower-case hex)."""

    file: str
    line: int

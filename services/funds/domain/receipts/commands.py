"""What may be asked: to record other money in, between own accounts, and out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kernel.money import Money
from kernel.sealed import Sealed
from services.funds.domain.roles import TREASURER
from services.funds.events import Historical, OutlayKind, PartyId, ReceiptKind, Restriction


@dataclass(frozen=True, slots=True)
class RecordReceipt:
    """Record money in that is no donation."""

    COMMAND: ClassVar = "funds.record_receipt"
    ROLES: ClassVar = TREASURER
    fund: str
    account: str
    kind: ReceiptKind
    payer: PartyId | None
    amount: Money
    occurred_on: date
    purpose: str | None
    restriction: Restriction | None
    reference: str | None
    note: Sealed | None
    historical: Historical | None = None


@dataclass(frozen=True, slots=True)
class TransferMoney:
    """Move money between own accounts.

    `fee` is on top of `amount`; `fund` bears it (None: the only fund of that holder and currency).
    """

    COMMAND: ClassVar = "funds.transfer_money"
    ROLES: ClassVar = TREASURER
    source: str
    target: str
    amount: Money
    fee: Money | None
    fund: str | None
    occurred_on: date
    reference: str | None


@dataclass(frozen=True, slots=True)
class RecordOutlay:
    """Record a fee, or one that came back; as `historical` also a gift or an expense, already made."""

    COMMAND: ClassVar = "funds.record_outlay"
    ROLES: ClassVar = TREASURER
    fund: str
    account: str
    kind: OutlayKind
    payee: PartyId | None
    amount: Money
    occurred_on: date
    purpose: str | None
    reference: str | None
    note: Sealed | None
    historical: Historical | None = None

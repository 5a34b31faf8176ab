"""Other money in, money between own accounts, and money out that no project asks for. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from kernel.money import Money
from kernel.sealed import Sealed
from services.funds.events.ids import (
    AccountId,
    FundId,
    Historical,
    OutlayId,
    PartyId,
    ReceiptId,
    Restriction,
    TransferId,
)

ReceiptKind = Literal[
    "grant", "appropriation", "dues", "service", "interest", "other", "agency", "unidentified"
]

OutlayKind = Literal["bank_fee", "platform_fee", "processor_fee", "fee_returned", "gift", "expense"]


@dataclass(frozen=True, slots=True)
class ReceiptRecorded:
    """Money in that is no donation. `payer` None: not named. Subject: the receipt."""

    TYPE: ClassVar = "funds.receipt_recorded.v1"
    receipt: ReceiptId
    fund: FundId
    account: AccountId
    kind: ReceiptKind
    payer: PartyId | None
    amount: Money
    restriction: Restriction | None
    purpose: str | None
    reference: str | None
    note: Sealed | None
    historical: Historical | None = None


@dataclass(frozen=True, slots=True)
class MoneyTransferred:
    """`amount` leaves and arrives, `fee` leaves, borne by `fund` (None: no fee). Subject: the transfer."""

    TYPE: ClassVar = "funds.money_transferred.v1"
    transfer: TransferId
    source: AccountId
    target: AccountId
    amount: Money
    fee: Money | None
    fund: FundId | None
    reference: str | None


@dataclass(frozen=True, slots=True)
class OutlayRecorded:
    """A fee; as `historical` also a gift or an expense. `fee_returned` is money in. Subject: the outlay."""

    TYPE: ClassVar = "funds.outlay_recorded.v1"
    outlay: OutlayId
    fund: FundId
    account: AccountId
    kind: OutlayKind
    payee: PartyId | None
    amount: Money
    purpose: str | None
    reference: str | None
    note: Sealed | None
    historical: Historical | None = None


Fact = ReceiptRecorded | MoneyTransferred | OutlayRecorded

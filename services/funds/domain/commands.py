"""What the funds service can be told to do. Funds, accounts and projects are named by code or id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from kernel.money import Money
from kernel.sealed import Sealed
from services.funds.events import (
    AccountKind,
    FundKind,
    FundSource,
    Historical,
    OutlayKind,
    PartyId,
    ReceiptKind,
    Restriction,
    ReversibleKind,
)

FOUNDER: Final = frozenset({"founder"})
TREASURER: Final = frozenset({"treasurer"})
CHAIR: Final = frozenset({"chair"})


@dataclass(frozen=True, slots=True)
class OpenAccount:
    COMMAND: ClassVar = "funds.open_account"
    ROLES: ClassVar = FOUNDER
    code: str
    name: str
    kind: AccountKind
    currency: str
    legal_holder: str


@dataclass(frozen=True, slots=True)
class OpenFund:
    """A `restriction` of kind project names it by code or id, here and in the commands below."""

    COMMAND: ClassVar = "funds.open_fund"
    ROLES: ClassVar = FOUNDER
    code: str
    name: str
    kind: FundKind
    source: FundSource
    legal_holder: str
    currency: str
    restriction: Restriction | None


@dataclass(frozen=True, slots=True)
class PledgeDonation:
    COMMAND: ClassVar = "funds.pledge_donation"
    ROLES: ClassVar = TREASURER
    fund: str
    donor: PartyId | None
    amount: Money
    occurred_on: date
    purpose: str | None
    restriction: Restriction | None


@dataclass(frozen=True, slots=True)
class FulfilPledge:
    """`amount` None: as much as is open of the pledge and left of the donation."""

    COMMAND: ClassVar = "funds.fulfil_pledge"
    ROLES: ClassVar = TREASURER
    pledge: str
    donation: str
    amount: Money | None


@dataclass(frozen=True, slots=True)
class RecordDonation:
    COMMAND: ClassVar = "funds.record_donation"
    ROLES: ClassVar = TREASURER
    fund: str
    account: str
    donor: PartyId | None
    amount: Money
    occurred_on: date
    purpose: str | None
    restriction: Restriction | None
    reference: str | None
    note: Sealed | None
    historical: Historical | None = None


@dataclass(frozen=True, slots=True)
class RefundDonation:
    COMMAND: ClassVar = "funds.refund_donation"
    ROLES: ClassVar = TREASURER
    donation: str
    amount: Money
    occurred_on: date
    reason: Sealed | None
    historical: Historical | None = None


@dataclass(frozen=True, slots=True)
class RecordReceipt:
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
    """`fee` is on top of `amount`; `fund` bears it (None: the only fund of that holder and currency)."""

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
    """Gifts and expenses only as `historical`."""

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


@dataclass(frozen=True, slots=True)
class Allocate:
    COMMAND: ClassVar = "funds.allocate"
    ROLES: ClassVar = CHAIR
    fund: str
    project: str
    amount: Money
    occurred_on: date
    purpose: str | None


@dataclass(frozen=True, slots=True)
class RequestReversal:
    """Of the `target` (an id) of that kind."""

    COMMAND: ClassVar = "funds.request_reversal"
    ROLES: ClassVar = TREASURER
    kind: ReversibleKind
    target: str
    reason: Sealed


@dataclass(frozen=True, slots=True)
class ConfirmReversal:
    COMMAND: ClassVar = "funds.confirm_reversal"
    ROLES: ClassVar = CHAIR
    reversal: str


@dataclass(frozen=True, slots=True)
class WithdrawReversal:
    """Of a request that awaits its second person, by whichever treasurer."""

    COMMAND: ClassVar = "funds.withdraw_reversal"
    ROLES: ClassVar = TREASURER
    reversal: str
    reason: Sealed


@dataclass(frozen=True, slots=True)
class RejectReversal:
    COMMAND: ClassVar = "funds.reject_reversal"
    ROLES: ClassVar = CHAIR
    reversal: str
    reason: Sealed


Command = (
    OpenAccount
    | OpenFund
    | PledgeDonation
    | FulfilPledge
    | RecordDonation
    | RefundDonation
    | RecordReceipt
    | TransferMoney
    | RecordOutlay
    | Allocate
    | RequestReversal
    | ConfirmReversal
    | WithdrawReversal
    | RejectReversal
)

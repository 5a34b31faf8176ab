"""What the funds service records, each fact with all that the ledger needs to post it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal, NewType

from kernel.money import Money
from kernel.sealed import Sealed

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

AccountKind = Literal["bank", "cash", "wechat", "alipay"]
FundKind = Literal["co_governance", "public_welfare", "self_governance", "other"]
FundSource = Literal["donation", "government_grant", "agency", "own"]
ReceiptKind = Literal[
    "grant", "appropriation", "dues", "service", "interest", "other", "agency", "unidentified"
]
OutlayKind = Literal["bank_fee", "platform_fee", "processor_fee", "fee_returned", "gift", "expense"]
ReversibleKind = Literal["donation", "receipt", "transfer", "outlay"]


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


@dataclass(frozen=True, slots=True)
class MoneyAccountOpened:
    """An own account of a legal holder. Subject: the account."""

    TYPE: ClassVar = "funds.money_account_opened.v1"
    account: AccountId
    code: str
    name: str
    kind: AccountKind
    currency: str
    legal_holder: str


@dataclass(frozen=True, slots=True)
class FundOpened:
    """Subject: the fund. `restriction` holds for all its money."""

    TYPE: ClassVar = "funds.fund_opened.v1"
    fund: FundId
    code: str
    name: str
    kind: FundKind
    source: FundSource
    legal_holder: str
    currency: str
    restriction: Restriction | None


@dataclass(frozen=True, slots=True)
class DonationPledged:
    """A promise (认捐): no entry, shown as pledged. Subject: the pledge."""

    TYPE: ClassVar = "funds.donation_pledged.v1"
    pledge: PledgeId
    fund: FundId
    donor: PartyId | None
    amount: Money
    restriction: Restriction | None
    purpose: str | None


@dataclass(frozen=True, slots=True)
class PledgeFulfilled:
    """`donation` keeps (part of) the promise; `amount` of it counts. Subject: the pledge."""

    TYPE: ClassVar = "funds.pledge_fulfilled.v1"
    pledge: PledgeId
    donation: DonationId
    fund: FundId
    amount: Money


@dataclass(frozen=True, slots=True)
class PledgeReopened:
    """`amount` of `donation` went back and keeps it no more, `left` still does. Subject: the pledge."""

    TYPE: ClassVar = "funds.pledge_reopened.v1"
    pledge: PledgeId
    donation: DonationId
    fund: FundId
    amount: Money
    left: Money


@dataclass(frozen=True, slots=True)
class DonationReceived:
    """Money given, on the account. `donor` None: anonymous. Subject: the donation."""

    TYPE: ClassVar = "funds.donation_received.v1"
    donation: DonationId
    fund: FundId
    account: AccountId
    donor: PartyId | None
    amount: Money
    restriction: Restriction | None
    purpose: str | None
    reference: str | None
    note: Sealed | None
    historical: Historical | None = None


@dataclass(frozen=True, slots=True)
class DonationRefunded:
    """Given back (退款), from the account that took it on `donated_on`. Subject: the donation."""

    TYPE: ClassVar = "funds.donation_refunded.v1"
    refund: RefundId
    donation: DonationId
    fund: FundId
    account: AccountId
    donor: PartyId | None
    amount: Money
    restriction: Restriction | None
    donated_on: date
    reason: Sealed | None
    historical: Historical | None = None


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


@dataclass(frozen=True, slots=True)
class AllocationReturnNoted:
    """The projects service gave it back: available again. Subject: the allocation."""

    TYPE: ClassVar = "funds.allocation_return_noted.v1"
    allocation: AllocationId
    fund: FundId
    project: ProjectId
    amount: Money
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class PaymentNoted:
    """Projects paid it out of `fund`'s commitment; negative: reversed a payment. Subject: the payment."""

    TYPE: ClassVar = "funds.payment_noted.v1"
    payment: PaymentId
    fund: FundId
    project: ProjectId
    account: AccountId
    amount: Money


@dataclass(frozen=True, slots=True)
class ProjectNoted:
    """What allocations and restrictions need to know of a project. Subject: the project."""

    TYPE: ClassVar = "funds.project_noted.v1"
    project: ProjectId
    code: str
    category: str | None
    open: bool


@dataclass(frozen=True, slots=True)
class ReversalRequested:
    """A reversal (红字冲销) awaits the second person. Subject: what it would reverse."""

    TYPE: ClassVar = "funds.reversal_requested.v1"
    reversal: ReversalId
    target: str
    kind: ReversibleKind
    reason: Sealed


@dataclass(frozen=True, slots=True)
class ReversalWithdrawn:
    """A treasurer takes the request back: what it would have reversed stands. Subject: that."""

    TYPE: ClassVar = "funds.reversal_withdrawn.v1"
    reversal: ReversalId
    target: str
    kind: ReversibleKind
    reason: Sealed


@dataclass(frozen=True, slots=True)
class ReversalRejected:
    """The chair does not agree: what it would have reversed stands. Subject: that."""

    TYPE: ClassVar = "funds.reversal_rejected.v1"
    reversal: ReversalId
    target: str
    kind: ReversibleKind
    reason: Sealed


@dataclass(frozen=True, slots=True)
class DonationReversed:
    """As it was received on `original_on`, less refunds, with the opposite sign. Subject: the donation."""

    TYPE: ClassVar = "funds.donation_reversed.v1"
    reversal: ReversalId
    donation: DonationId
    fund: FundId
    account: AccountId
    donor: PartyId | None
    amount: Money
    restriction: Restriction | None
    original_on: date


@dataclass(frozen=True, slots=True)
class ReceiptReversed:
    """Subject: the receipt."""

    TYPE: ClassVar = "funds.receipt_reversed.v1"
    reversal: ReversalId
    receipt: ReceiptId
    fund: FundId
    account: AccountId
    kind: ReceiptKind
    payer: PartyId | None
    amount: Money
    restriction: Restriction | None
    original_on: date


@dataclass(frozen=True, slots=True)
class TransferReversed:
    """Subject: the transfer."""

    TYPE: ClassVar = "funds.transfer_reversed.v1"
    reversal: ReversalId
    transfer: TransferId
    source: AccountId
    target: AccountId
    amount: Money
    fee: Money | None
    fund: FundId | None
    original_on: date


@dataclass(frozen=True, slots=True)
class OutlayReversed:
    """Subject: the outlay."""

    TYPE: ClassVar = "funds.outlay_reversed.v1"
    reversal: ReversalId
    outlay: OutlayId
    fund: FundId
    account: AccountId
    kind: OutlayKind
    payee: PartyId | None
    amount: Money
    original_on: date


@dataclass(frozen=True, slots=True)
class FundOverCommitted:
    """A reversal or a bounced receipt left less than is committed: allocations refused, payments to stop."""

    TYPE: ClassVar = "funds.fund_over_committed.v1"
    fund: FundId
    short: Money


@dataclass(frozen=True, slots=True)
class FundCovered:
    """Nothing is short any more. Subject: the fund, as of `FundOverCommitted`."""

    TYPE: ClassVar = "funds.fund_covered.v1"
    fund: FundId


@dataclass(frozen=True, slots=True)
class PersonErasureNoted:
    """From here on nothing new names the person; `erased`: what we sealed of them is gone. Subject: they."""

    TYPE: ClassVar = "funds.person_erasure_noted.v1"
    person: PartyId
    erased: bool


Reversing = DonationReversed | ReceiptReversed | TransferReversed | OutlayReversed
Noted = AllocationReturnNoted | PaymentNoted | ProjectNoted | PersonErasureNoted
Fact = (
    MoneyAccountOpened
    | FundOpened
    | DonationPledged
    | PledgeFulfilled
    | PledgeReopened
    | DonationReceived
    | DonationRefunded
    | ReceiptRecorded
    | MoneyTransferred
    | OutlayRecorded
    | AllocationMade
    | ReversalRequested
    | ReversalWithdrawn
    | ReversalRejected
    | Reversing
    | FundOverCommitted
    | FundCovered
    | Noted
)

"""What the members service reads of other logs: who stands on a voucher, and who is known to be hidden.

Tolerant readers: the TYPE of the other service's fact and the fields needed here, no more. A field `None`
names nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from kernel.money import Money


@dataclass(frozen=True, slots=True)
class DonationReceived:
    TYPE: ClassVar = "funds.donation_received.v1"
    donor: str | None


@dataclass(frozen=True, slots=True)
class DonationRefunded:
    TYPE: ClassVar = "funds.donation_refunded.v1"
    donor: str | None


@dataclass(frozen=True, slots=True)
class DonationReversed:
    TYPE: ClassVar = "funds.donation_reversed.v1"
    donor: str | None


@dataclass(frozen=True, slots=True)
class ReceiptRecorded:
    TYPE: ClassVar = "funds.receipt_recorded.v1"
    payer: str | None


@dataclass(frozen=True, slots=True)
class ReceiptReversed:
    TYPE: ClassVar = "funds.receipt_reversed.v1"
    payer: str | None


@dataclass(frozen=True, slots=True)
class OutlayRecorded:
    TYPE: ClassVar = "funds.outlay_recorded.v1"
    payee: str | None


@dataclass(frozen=True, slots=True)
class OutlayReversed:
    TYPE: ClassVar = "funds.outlay_reversed.v1"
    payee: str | None


@dataclass(frozen=True, slots=True)
class MoneyTransferred:
    """Names nobody, but somebody signs it."""

    TYPE: ClassVar = "funds.money_transferred.v1"


@dataclass(frozen=True, slots=True)
class TransferReversed:
    TYPE: ClassVar = "funds.transfer_reversed.v1"


@dataclass(frozen=True, slots=True)
class FundTransferRequested:
    """The second signature may follow after the donor is hidden: the hold begins with the first."""

    TYPE: ClassVar = "funds.fund_transfer_requested.v1"
    donor: str | None


@dataclass(frozen=True, slots=True)
class FundTransferred:
    TYPE: ClassVar = "funds.fund_transferred.v1"
    donor: str | None


@dataclass(frozen=True, slots=True)
class GoodsReceived:
    """Goods without a `value` are in a register and no voucher: they hold nobody. So with all of goods."""

    TYPE: ClassVar = "funds.goods_received.v1"
    donor: str | None
    value: Money | None


@dataclass(frozen=True, slots=True)
class GoodsSorted:
    TYPE: ClassVar = "funds.goods_sorted.v1"
    value: Money | None


@dataclass(frozen=True, slots=True)
class GoodsShipped:
    TYPE: ClassVar = "funds.goods_shipped.v1"
    recipient: str
    value: Money | None


@dataclass(frozen=True, slots=True)
class Count:
    """So many of an item; `minor`: what they are worth."""

    name: str
    quantity: int
    minor: int | None


@dataclass(frozen=True, slots=True)
class GoodsAcknowledged:
    """A paper of the shipment's voucher, where that has one."""

    TYPE: ClassVar = "funds.goods_acknowledged.v1"
    recipient: str
    items: tuple[Count, ...]

    @property
    def value(self) -> int | None:
        return next((item.minor for item in self.items if item.minor is not None), None)


@dataclass(frozen=True, slots=True)
class GoodsLost:
    TYPE: ClassVar = "funds.goods_lost.v1"
    recipient: str | None
    value: Money | None


@dataclass(frozen=True, slots=True)
class AllocationRequested:
    """Names nobody; whoever asks has signed, whoever else is waited for."""

    TYPE: ClassVar = "funds.allocation_requested.v1"


@dataclass(frozen=True, slots=True)
class AllocationApproved:
    TYPE: ClassVar = "funds.allocation_approved.v1"


@dataclass(frozen=True, slots=True)
class AllocationMade:
    TYPE: ClassVar = "funds.allocation_made.v1"


@dataclass(frozen=True, slots=True)
class SpendingApprovalGiven:
    """One of several: the payee is held by the last of them (`SpendingApproved`), who signs by each."""

    TYPE: ClassVar = "projects.spending_approval_given.v1"


@dataclass(frozen=True, slots=True)
class SpendingPapersAdded:
    """What is added belongs to the voucher, and so does who added it."""

    TYPE: ClassVar = "projects.spending_papers_added.v1"


@dataclass(frozen=True, slots=True)
class SpendingApproved:
    """What is approved is owed, so the voucher of its payment will come: the hold begins here."""

    TYPE: ClassVar = "projects.spending_approved.v1"
    payee: str


@dataclass(frozen=True, slots=True)
class SpendingPaid:
    TYPE: ClassVar = "projects.spending_paid.v1"
    payee: str


@dataclass(frozen=True, slots=True)
class PaymentReversed:
    TYPE: ClassVar = "projects.payment_reversed.v1"
    payee: str


@dataclass(frozen=True, slots=True)
class AdvanceSettled:
    TYPE: ClassVar = "projects.advance_settled.v1"
    payee: str


@dataclass(frozen=True, slots=True)
class HidingNotedByFunds:
    """Not `erased`: from here on nothing new there names the person."""

    TYPE: ClassVar = "funds.person_erasure_noted.v1"
    person: str
    erased: bool


@dataclass(frozen=True, slots=True)
class HidingNotedByProjects:
    TYPE: ClassVar = "projects.person_erasure_noted.v1"
    person: str
    erased: bool


OfGoods = GoodsReceived | GoodsSorted | GoodsShipped | GoodsAcknowledged | GoodsLost
Hiding = HidingNotedByFunds | HidingNotedByProjects
Voucher = (
    DonationReceived
    | DonationRefunded
    | DonationReversed
    | ReceiptRecorded
    | ReceiptReversed
    | OutlayRecorded
    | OutlayReversed
    | MoneyTransferred
    | TransferReversed
    | FundTransferRequested
    | FundTransferred
    | OfGoods
    | AllocationRequested
    | AllocationApproved
    | AllocationMade
    | SpendingApprovalGiven
    | SpendingPapersAdded
    | SpendingApproved
    | SpendingPaid
    | PaymentReversed
    | AdvanceSettled
)

FOREIGN: Final[dict[str, tuple[type, ...]]] = {
    "funds": (
        DonationReceived,
        DonationRefunded,
        DonationReversed,
        ReceiptRecorded,
        ReceiptReversed,
        OutlayRecorded,
        OutlayReversed,
        MoneyTransferred,
        TransferReversed,
        FundTransferRequested,
        FundTransferred,
        GoodsReceived,
        GoodsSorted,
        GoodsShipped,
        GoodsAcknowledged,
        GoodsLost,
        AllocationRequested,
        AllocationApproved,
        AllocationMade,
        HidingNotedByFunds,
    ),
    "projects": (
        SpendingApprovalGiven,
        SpendingApproved,
        SpendingPapersAdded,
        SpendingPaid,
        PaymentReversed,
        AdvanceSettled,
        HidingNotedByProjects,
    ),
}

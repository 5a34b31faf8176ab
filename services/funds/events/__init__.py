"""What the funds service records, each fact with all that the ledger needs to post it. Pure.

A topic has a module of its own, with the union of its facts, and is imported by that path; the first ones can
be had from here too.
"""

from __future__ import annotations

from services.funds.events import (
    allocations,
    decisions,
    fund_transfers,
    gifts,
    goods,
    notes,
    receipts,
    registry,
    reversals,
)
from services.funds.events.allocations import AllocationMade
from services.funds.events.gifts import (
    DonationPledged,
    DonationReceived,
    DonationRefunded,
    PledgeFulfilled,
    PledgeReopened,
)
from services.funds.events.ids import (
    AccountId,
    AllocationId,
    DonationId,
    FundId,
    Historical,
    OutlayId,
    Part,
    PartyId,
    PaymentId,
    PledgeId,
    ProjectId,
    ReceiptId,
    RefundId,
    Restriction,
    ReversalId,
    TransferId,
)
from services.funds.events.notes import AllocationReturnNoted, PaymentNoted, PersonErasureNoted, ProjectNoted
from services.funds.events.receipts import (
    MoneyTransferred,
    OutlayKind,
    OutlayRecorded,
    ReceiptKind,
    ReceiptRecorded,
)
from services.funds.events.registry import (
    AccountKind,
    FundCovered,
    FundKind,
    FundOpened,
    FundOverCommitted,
    FundSource,
    MoneyAccountOpened,
)
from services.funds.events.reversals import (
    DonationReversed,
    OutlayReversed,
    ReceiptReversed,
    ReversalRejected,
    ReversalRequested,
    ReversalWithdrawn,
    ReversibleKind,
    Reversing,
    TransferReversed,
)

__all__ = [
    "AccountId",
    "AccountKind",
    "AllocationId",
    "AllocationMade",
    "AllocationReturnNoted",
    "DonationId",
    "DonationPledged",
    "DonationReceived",
    "DonationRefunded",
    "DonationReversed",
    "Fact",
    "FundCovered",
    "FundId",
    "FundKind",
    "FundOpened",
    "FundOverCommitted",
    "FundSource",
    "Historical",
    "MoneyAccountOpened",
    "MoneyTransferred",
    "OutlayId",
    "OutlayKind",
    "OutlayRecorded",
    "OutlayReversed",
    "Part",
    "PartyId",
    "PaymentId",
    "PaymentNoted",
    "PersonErasureNoted",
    "PledgeFulfilled",
    "PledgeId",
    "PledgeReopened",
    "ProjectId",
    "ProjectNoted",
    "ReceiptId",
    "ReceiptKind",
    "ReceiptRecorded",
    "ReceiptReversed",
    "RefundId",
    "Restriction",
    "ReversalId",
    "ReversalRejected",
    "ReversalRequested",
    "ReversalWithdrawn",
    "ReversibleKind",
    "Reversing",
    "TransferId",
    "TransferReversed",
]

# A line per topic, so that two who add one do not meet.
# fmt: off
Fact = (
    registry.Fact
    | gifts.Fact
    | receipts.Fact
    | allocations.Fact
    | reversals.Fact
    | notes.Fact
    | decisions.Fact
    | goods.Fact
    | fund_transfers.Fact
)
# fmt: on
"""Every fact of the service."""

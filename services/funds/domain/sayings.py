"""What each fact is about: the id whose history it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, cast

from kernel.domain import Saying, Told
from services.funds import events
from services.funds.events import Fact, allocations, fund_transfers

SUBJECT: Final[Mapping[type, str]] = {
    events.MoneyAccountOpened: "account",
    events.FundOpened: "fund",
    events.DonationPledged: "pledge",
    events.PledgeFulfilled: "pledge",
    events.PledgeReopened: "pledge",
    events.DonationReceived: "donation",
    events.DonationRefunded: "donation",
    events.ReceiptRecorded: "receipt",
    events.MoneyTransferred: "transfer",
    events.OutlayRecorded: "outlay",
    events.AllocationMade: "allocation",
    events.AllocationReturnNoted: "allocation",
    events.PaymentNoted: "payment",
    events.ProjectNoted: "project",
    events.ReversalRequested: "target",
    events.ReversalWithdrawn: "target",
    events.ReversalRejected: "target",
    events.DonationReversed: "donation",
    events.ReceiptReversed: "receipt",
    events.TransferReversed: "transfer",
    events.OutlayReversed: "outlay",
    events.FundOverCommitted: "fund",
    events.FundCovered: "fund",
    events.PersonErasureNoted: "person",
    allocations.AllocationRequested: "allocation_request",
    allocations.AllocationApproved: "allocation_request",
    allocations.AllocationRejected: "allocation_request",
    allocations.AllocationWithdrawn: "allocation_request",
    fund_transfers.FundTransferRequested: "fund_transfer",
    fund_transfers.FundTransferred: "fund_transfer",
    fund_transfers.FundTransferWithdrawn: "fund_transfer",
    fund_transfers.FundTransferRejected: "fund_transfer",
}
"""Fact -> the field that names its subject."""


def said(fact: Fact, occurred_on: date | None) -> Saying:
    """`fact` under its subject."""
    return Saying(fact, getattr(fact, SUBJECT[type(fact)]), occurred_on)


def day_of(told: Told) -> date:
    """The accounting date: what moves money is never said without one."""
    return cast("date", told.occurred_on)

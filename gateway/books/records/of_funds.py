"""Records of the funds service. Pure."""

from __future__ import annotations

from typing import Final

from gateway.books.records import reversals
from gateway.books.records.shelf import Shelf, Topic, add, known, made, status
from kernel.domain import Told
from services.funds import events as funds


def _account(told: Told, shelf: Shelf) -> None:
    shelf.put(made(told, "account", "account"))


def _fund(told: Told, shelf: Shelf) -> None:
    shelf.put(made(told, "fund", "fund", short=0))


def _fund_short(told: Told, shelf: Shelf) -> None:
    record = known(shelf, "fund", told.fact.fund)
    record["short"] = told.fact.short.minor if isinstance(told.fact, funds.FundOverCommitted) else 0
    shelf.put(record)


def _pledge(told: Told, shelf: Shelf) -> None:
    shelf.put(made(told, "pledge", "pledge", status="open", fulfilled=0, donations=[]))


def _pledge_fulfilled(told: Told, shelf: Shelf) -> None:
    fact: funds.PledgeFulfilled = told.fact
    record = known(shelf, "pledge", fact.pledge)
    record["fund"] = fact.fund
    record["donations"] = [*record.get("donations", []), fact.donation]
    add(record, "fulfilled", fact.amount.minor)
    status(record, "fulfilled", none="open", part="open", full="fulfilled")
    shelf.put(record)


def _pledge_reopened(told: Told, shelf: Shelf) -> None:
    fact: funds.PledgeReopened = told.fact
    record = known(shelf, "pledge", fact.pledge)
    if not fact.left:
        record["donations"] = [one for one in record.get("donations", []) if one != fact.donation]
    add(record, "fulfilled", -fact.amount.minor)
    status(record, "fulfilled", none="open", part="open", full="fulfilled")
    shelf.put(record)


def _donation(told: Told, shelf: Shelf) -> None:
    shelf.put(made(told, "donation", "donation", status="received", refunded=0))


def _refund(told: Told, shelf: Shelf) -> None:
    fact: funds.DonationRefunded = told.fact
    shelf.put(made(told, "refund", "refund", status="refunded"))
    donation = known(shelf, "donation", fact.donation)
    add(donation, "refunded", fact.amount.minor)
    status(donation, "refunded", none="received", part="partly_refunded", full="refunded")
    shelf.put(donation)


def _receipt(told: Told, shelf: Shelf) -> None:
    shelf.put(made(told, "receipt", "receipt", status="received"))


def _transfer(told: Told, shelf: Shelf) -> None:
    fee = told.fact.fee
    shelf.put(made(told, "transfer", "transfer", status="made", fee=fee.minor if fee else 0))


def _outlay(told: Told, shelf: Shelf) -> None:
    shelf.put(made(told, "outlay", "outlay", status="made"))


def _allocation(told: Told, shelf: Shelf) -> None:
    shelf.put(made(told, "allocation", "allocation", status="made", returned=0))


TOPIC: Final = Topic(
    apply={
        funds.MoneyAccountOpened: _account,
        funds.FundOpened: _fund,
        funds.FundOverCommitted: _fund_short,
        funds.FundCovered: _fund_short,
        funds.DonationPledged: _pledge,
        funds.PledgeFulfilled: _pledge_fulfilled,
        funds.PledgeReopened: _pledge_reopened,
        funds.DonationReceived: _donation,
        funds.DonationRefunded: _refund,
        funds.ReceiptRecorded: _receipt,
        funds.MoneyTransferred: _transfer,
        funds.OutlayRecorded: _outlay,
        funds.AllocationMade: _allocation,
        funds.ReversalRequested: reversals.requested,
        funds.ReversalWithdrawn: reversals.dropped,
        funds.ReversalRejected: reversals.dropped,
        funds.DonationReversed: reversals.confirmed("donation"),
        funds.ReceiptReversed: reversals.confirmed("receipt"),
        funds.TransferReversed: reversals.confirmed("transfer"),
        funds.OutlayReversed: reversals.confirmed("outlay"),
    },
    beside=frozenset({funds.FundOverCommitted, funds.FundCovered, funds.PledgeReopened}),
    looks_back=frozenset({funds.ReversalRequested}),
    adds_up=frozenset({funds.PledgeFulfilled}),
)

"""What a fact says to the accounting: a template's name, the sums, and whom and what they concern. Pure.

`None`: a fact that is no movement of money (a pledge, an allocation, a request): it makes no entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from gateway.ledger.registry import restriction_key
from services.funds import events as funds
from services.funds.events import goods
from services.funds.events.fund_transfers import FundTransferred
from services.members import events as members
from services.projects import events as projects

Fact = members.Fact | funds.Fact | projects.Fact


@dataclass(frozen=True, slots=True)
class Sum:
    """So many minor units, as one of the chart's `SUMS`, under one restriction.

    `fund`: whose it is, where that is not the voucher's.
    """

    minor: int
    restriction: str = ""
    name: str = "amount"
    fund: str = ""


@dataclass(frozen=True, slots=True)
class Voucher:
    """A fact in the words of the accounting, before any code is known. Without `account`, no money moves.

    `reverses`: the accounting date of what this undoes, with the opposite sign by the rules of that day.
    `gives_back_of`: the accounting date of what this gives back, by the rules of its own day.
    """

    template: str
    currency: str
    account: str
    sums: tuple[Sum, ...]
    fund: str = ""
    target: str = ""
    project: str = ""
    party: str = ""
    purpose: str = ""
    reverses: date | None = None
    gives_back_of: date | None = None


def voucher(fact: Fact) -> Voucher | None:  # noqa: PLR0911 - one case per kind of fact
    """The voucher of any service's fact."""
    match fact:
        case funds.DonationReceived() | funds.DonationRefunded() | funds.DonationReversed():
            return _donation(fact)
        case funds.ReceiptRecorded() | funds.ReceiptReversed():
            return _receipt(fact)
        case funds.MoneyTransferred() | funds.TransferReversed():
            return _transfer(fact)
        case funds.OutlayRecorded() | funds.OutlayReversed():
            return _outlay(fact)
        case projects.SpendingPaid() | projects.PaymentReversed() | projects.AdvanceSettled():
            return _spending(fact)
        case FundTransferred():
            return _between_funds(fact)
        case goods.GoodsReceived() | goods.GoodsSorted() | goods.GoodsShipped() | goods.GoodsLost():
            return _goods(fact)
        case _:
            return None


def original_of(fact: Fact) -> str | None:
    """The id of what a reversal undoes; None for whatever is no reversal."""
    match fact:
        case funds.DonationReversed():
            return fact.donation
        case funds.ReceiptReversed():
            return fact.receipt
        case funds.TransferReversed():
            return fact.transfer
        case funds.OutlayReversed():
            return fact.outlay
        case projects.PaymentReversed():
            return fact.payment
        case _:
            return None


def _donation(fact: funds.DonationReceived | funds.DonationRefunded | funds.DonationReversed) -> Voucher:
    match fact:
        case funds.DonationReceived():
            template, purpose, reverses = "donation_received", fact.purpose, None
        case funds.DonationRefunded():
            template, purpose, reverses = "donation_refunded", None, None
        case funds.DonationReversed():
            template, purpose, reverses = "donation_received", None, fact.original_on
        case _:
            assert_never(fact)
    return Voucher(
        template,
        fact.amount.currency,
        fact.account,
        (Sum(abs(fact.amount.minor), restriction_key(fact.restriction)),),
        fund=fact.fund,
        party=fact.donor or "",
        purpose=purpose or "",
        reverses=reverses,
        gives_back_of=fact.donated_on if isinstance(fact, funds.DonationRefunded) else None,
    )


def _receipt(fact: funds.ReceiptRecorded | funds.ReceiptReversed) -> Voucher:
    reverses = fact.original_on if isinstance(fact, funds.ReceiptReversed) else None
    return Voucher(
        f"receipt_{fact.kind}",
        fact.amount.currency,
        fact.account,
        (Sum(abs(fact.amount.minor), restriction_key(fact.restriction)),),
        fund=fact.fund,
        party=fact.payer or "",
        purpose="" if isinstance(fact, funds.ReceiptReversed) else fact.purpose or "",
        reverses=reverses,
    )


def _transfer(fact: funds.MoneyTransferred | funds.TransferReversed) -> Voucher:
    sums = [Sum(abs(fact.amount.minor))]
    if fact.fee is not None and fact.fee.minor:
        sums.append(Sum(abs(fact.fee.minor), name="fee"))
    return Voucher(
        "transfer",
        fact.amount.currency,
        fact.source,
        tuple(sums),
        fund=fact.fund or "",
        target=fact.target,
        reverses=fact.original_on if isinstance(fact, funds.TransferReversed) else None,
    )


def _outlay(fact: funds.OutlayRecorded | funds.OutlayReversed) -> Voucher:
    return Voucher(
        f"outlay_{fact.kind}",
        fact.amount.currency,
        fact.account,
        (Sum(abs(fact.amount.minor)),),
        fund=fact.fund,
        party=fact.payee or "",
        purpose="" if isinstance(fact, funds.OutlayReversed) else fact.purpose or "",
        reverses=fact.original_on if isinstance(fact, funds.OutlayReversed) else None,
    )


def _spending(fact: projects.SpendingPaid | projects.PaymentReversed | projects.AdvanceSettled) -> Voucher:
    if isinstance(fact, projects.AdvanceSettled):
        return _settlement(fact)
    return Voucher(
        f"advance_{_who(fact.payee)}" if fact.kind == "advance" else fact.kind,
        fact.amount.currency,
        fact.account,
        shared(fact.shares, abs(fact.amount.minor)),
        fund=fact.fund,
        project=fact.project,
        party=fact.payee,
        purpose=fact.purpose if isinstance(fact, projects.SpendingPaid) else "",
        reverses=fact.original_on if isinstance(fact, projects.PaymentReversed) else None,
    )


def _between_funds(fact: FundTransferred) -> Voucher:
    return Voucher(
        "fund_transfer",
        fact.amount.currency,
        "",
        (
            Sum(fact.amount.minor, restriction_key(fact.restriction)),
            Sum(fact.amount.minor, restriction_key(fact.into), "into", fact.target),
        ),
        fund=fact.source,
        party=fact.donor or "",
    )


def _goods(
    fact: goods.GoodsReceived | goods.GoodsSorted | goods.GoodsShipped | goods.GoodsLost,
) -> Voucher | None:
    """What is worth nothing, or is registered only, makes no entry."""
    if fact.value is None:
        return None
    party, purpose, cost_of = "", "", None
    match fact:
        case goods.GoodsReceived():
            template, party, purpose = "goods_received", fact.donor or "", fact.purpose or ""
        case goods.GoodsSorted():
            template = "goods_discarded"
        case goods.GoodsShipped():
            template, party, purpose = "goods_shipped", fact.recipient, fact.purpose or ""
        case goods.GoodsLost():
            template, party, cost_of = f"goods_lost_{fact.cause}", fact.recipient or "", fact.shipped_on
        case _:
            assert_never(fact)
    return Voucher(
        template,
        fact.value.currency,
        "",
        (Sum(fact.value.minor, restriction_key(fact.restriction)),),
        fund=fact.fund,
        party=party,
        purpose=purpose,
        gives_back_of=cost_of,
    )


def _settlement(fact: projects.AdvanceSettled) -> Voucher:
    return Voucher(
        f"advance_{_who(fact.payee)}_settled",
        fact.amount.currency,
        fact.account,
        (
            *shared(fact.shares, fact.amount.minor),
            *shared(fact.back, fact.returned.minor, "returned"),
            *shared(fact.extra, fact.topped_up.minor, "topped_up"),
        ),
        fund=fact.fund,
        project=fact.project,
        party=fact.payee,
        purpose=fact.purpose,
    )


def _who(payee: str) -> str:
    """An advance to a person is a receivable, one to a supplier a prepayment."""
    return "person" if payee.startswith("per_") else "supplier"


def shared(shares: Sequence[projects.Share], whole: int, name: str = "amount") -> tuple[Sum, ...]:
    """A sum for each restriction that the payment drew on."""
    by_key: dict[str, int] = {}
    for share in shares:
        key = restriction_key(share.restriction)
        by_key[key] = by_key.get(key, 0) + abs(share.minor)
    rest = whole - sum(by_key.values())
    if rest:  # a payment whose shares do not add up to it is still money that has left
        by_key[""] = by_key.get("", 0) + rest
    return tuple(Sum(minor, key, name) for key, minor in by_key.items())

"""How facts move a fund's figures, and when it must be said that a fund is short, or covered again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, Final, Literal, assert_never

from kernel.documents import View
from kernel.domain import Keys, Saying
from kernel.money import Money
from services.funds.domain.documents import Fund
from services.funds.domain.sayings import said
from services.funds.events import (
    AllocationMade,
    AllocationReturnNoted,
    DonationReceived,
    DonationRefunded,
    DonationReversed,
    FundCovered,
    FundId,
    FundOverCommitted,
    MoneyTransferred,
    OutlayKind,
    OutlayRecorded,
    OutlayReversed,
    PaymentNoted,
    ReceiptKind,
    ReceiptRecorded,
    ReceiptReversed,
    Restriction,
    TransferReversed,
)
from services.funds.events.fund_transfers import FundTransferred

Measure = Literal["received", "other_in", "refunded", "other_out", "committed", "spent", "fees"]
Effect = tuple[Measure, Restriction | None, int]

# What a measure does to `available`.
_SIGN: Final[dict[Measure, int]] = {
    "received": 1,
    "other_in": 1,
    "refunded": -1,
    "other_out": -1,
    "committed": -1,
    "spent": 0,
    "fees": 0,
}

FEES: Final[frozenset[OutlayKind]] = frozenset({"bank_fee", "platform_fee", "processor_fee"})
# Agency money is held for others, unidentified money may have to go back: neither is the fund's.
COUNTED: Final[frozenset[ReceiptKind]] = frozenset(
    {"grant", "appropriation", "dues", "service", "interest", "other"}
)

Moving = (
    DonationReceived
    | DonationRefunded
    | DonationReversed
    | ReceiptRecorded
    | ReceiptReversed
    | MoneyTransferred
    | TransferReversed
    | OutlayRecorded
    | OutlayReversed
    | AllocationMade
    | AllocationReturnNoted
    | PaymentNoted
    | FundTransferred
)
"""The facts that move figures."""


def effects(fund: Fund, fact: Moving) -> Iterator[Effect]:  # noqa: C901, PLR0912 - one case per kind
    """What `fact` adds to which measure, under which restriction."""
    match fact:
        case DonationReceived() | DonationReversed():
            yield "received", fact.restriction, _signed(fact, fact.amount)
        case DonationRefunded():
            yield "refunded", fact.restriction, fact.amount.minor
        case ReceiptRecorded() | ReceiptReversed():
            if fact.kind in COUNTED:
                yield "received", fact.restriction, _signed(fact, fact.amount)
        case MoneyTransferred() | TransferReversed():
            if fact.fee is not None:
                yield "other_out", fund.restriction, _signed(fact, fact.fee)
                yield "fees", fund.restriction, _signed(fact, fact.fee)
        case OutlayRecorded() | OutlayReversed():
            yield from _outlay(fund, fact.kind, _signed(fact, fact.amount))
        case AllocationMade():
            yield from (("committed", part.restriction, part.minor) for part in fact.parts)
        case AllocationReturnNoted():
            yield from (("committed", part.restriction, -part.minor) for part in fact.parts)
        case PaymentNoted():
            yield "spent", None, fact.amount.minor
        case FundTransferred():
            if fund.fund == fact.source:
                yield "other_out", fact.restriction, fact.amount.minor
            else:
                yield "other_in", fact.into, fact.amount.minor
        case _:
            assert_never(fact)


def _outlay(fund: Fund, kind: OutlayKind, minor: int) -> Iterator[Effect]:
    if kind in FEES:
        yield "other_out", fund.restriction, minor
        yield "fees", fund.restriction, minor
    elif kind == "fee_returned":
        yield "other_in", fund.restriction, minor
        yield "fees", fund.restriction, -minor
    elif kind == "gift":
        yield "other_out", fund.restriction, minor
    else:
        yield "committed", fund.restriction, minor
        yield "spent", fund.restriction, minor


def bearer(fact: MoneyTransferred | TransferReversed) -> Keys:
    """The fund that a transfer's fee moves."""
    return [] if fact.fund is None else [(Fund, fact.fund)]


def _signed(fact: Moving, amount: Money) -> int:
    undone = isinstance(fact, DonationReversed | ReceiptReversed | TransferReversed | OutlayReversed)
    return -amount.minor if undone else amount.minor


def moved(fund: Fund, fact: Moving) -> Fund:
    """The fund after `fact`."""
    changed: dict[str, Any] = {}
    under = dict(fund.by_restriction)
    for measure, restriction, minor in effects(fund, fact):
        changed[measure] = changed.get(measure, getattr(fund, measure)) + minor
        if sign := _SIGN[measure]:
            under[restriction] = under.get(restriction, 0) + sign * minor
    return replace(fund, by_restriction=under, **changed)


def balanced(view: View, fact: Moving, occurred_on: date | None) -> list[Saying]:
    """`fact`, and what it makes of a fund's balance: short of money, or covered again."""
    sayings = [said(fact, occurred_on)]
    for one in funds_of(fact):
        if (fund := view.get(Fund, one)) is not None:
            sayings += [said(turn, occurred_on) for turn in _turn(moved(fund, fact))]
    return sayings


def funds_of(fact: Moving) -> list[FundId]:
    """The funds that `fact` moves."""
    if isinstance(fact, FundTransferred):
        return [fact.source, fact.target]
    # A transfer between accounts without a fee moves none.
    return [] if fact.fund is None else [fact.fund]


def _turn(fund: Fund) -> list[FundOverCommitted | FundCovered]:
    if fund.lacks > fund.short:
        return [FundOverCommitted(fund.fund, Money(fund.lacks, fund.currency))]
    return [FundCovered(fund.fund)] if fund.short and not fund.lacks else []

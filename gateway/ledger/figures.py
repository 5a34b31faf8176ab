"""What a fact adds to the figures of a fund or of a project: the commitment sub-ledger. Pure.

Funds:     received, other_in, refunded, other_out, committed, spent, pledged; goods, which is no money
Projects:  allocated, returned, reserved, spent, advanced, each by the fund that the money is from
Checks:    payments_noted, returns_noted, expensed, paid: parts of a fund's sums that nobody is shown. The
           findings hold them against what projects and entries say, without reading every event for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, NamedTuple

from gateway.ledger.registry import HeldFund, restriction_key
from gateway.ledger.vouchers import Fact, shared
from services.funds import events as funds
from services.funds.events import goods
from services.funds.events.fund_transfers import FundTransferred
from services.projects import events as projects

Subject = Literal["fund", "project", "check"]
FUND_MEASURES: Final = (
    *("received", "other_in", "refunded", "other_out", "committed", "spent", "pledged"),
    "goods",
)
PROJECT_MEASURES: Final = ("allocated", "returned", "reserved", "spent", "advanced")
CHECK_MEASURES: Final = ("payments_noted", "returns_noted", "expensed", "paid")
_NOT_RECEIVED: Final = ("agency", "unidentified")
"""Kinds of receipts that are nobody's income: money of others, or of nobody knows whom."""


class Movement(NamedTuple):
    """`minor` more of one measure. A named tuple: millions of them are keys of sums."""

    subject_kind: Subject
    subject: str
    fund: str
    restriction: str
    measure: str
    currency: str
    minor: int


def movements(fact: Fact, held: Mapping[str, HeldFund]) -> list[Movement]:
    """What `fact` moves. A fund's own restriction holds for all its money; an unknown fund has none."""
    match fact:
        case (
            projects.AllocationNoted()
            | projects.AllocationReturned()
            | projects.SpendingApproved()
            | projects.SpendingCancelled()
        ):
            return list(_of_project(fact))
        case projects.SpendingPaid() | projects.PaymentReversed():
            return [*_of_payment(fact), *_shares(fact, held)]
        case projects.AdvanceSettled():
            return [*_of_settlement(fact), *_through_account(fact, held)]
        case _:
            return [
                Movement("fund", fund, fund, key or _own(held, fund), measure, currency, minor)
                for fund, key, measure, currency, minor in _of_fund(fact)
                if minor
            ] + _checks(fact, held)


def moved_on(fact: Fact, movement: Movement, occurred_on: date) -> date:
    """The day of a movement of a fact of that day: what an approval reserved is not released before it."""
    if movement.measure != "reserved" or not isinstance(
        fact, projects.SpendingPaid | projects.AdvanceSettled
    ):
        return occurred_on
    return max(fact.approved_on or occurred_on, occurred_on)


def _checks(fact: Fact, held: Mapping[str, HeldFund]) -> list[Movement]:
    match fact:
        case funds.PaymentNoted():
            measure, minor = "payments_noted", fact.amount.minor
        case funds.AllocationReturnNoted():
            measure, minor = "returns_noted", fact.amount.minor
        case funds.OutlayRecorded() if fact.kind == "expense":
            measure, minor = "expensed", abs(fact.amount.minor)
        case funds.OutlayReversed() if fact.kind == "expense":
            measure, minor = "expensed", -abs(fact.amount.minor)
        case _:
            return []
    key = _own(held, fact.fund)
    return [Movement("check", fact.fund, fact.fund, key, measure, fact.amount.currency, minor)]


def _shares(
    fact: projects.SpendingPaid | projects.PaymentReversed, held: Mapping[str, HeldFund]
) -> Iterator[Movement]:
    """Under which restrictions the money was that a payment took out of the fund, as the entry has it."""
    sign = 1 if isinstance(fact, projects.SpendingPaid) else -1
    for part in shared(fact.shares, abs(fact.amount.minor)):
        key = part.restriction or _own(held, fact.fund)
        yield Movement("check", fact.fund, fact.fund, key, "paid", fact.amount.currency, sign * part.minor)


def _own(held: Mapping[str, HeldFund], fund: str) -> str:
    known = held.get(fund)
    return known.restriction if known else ""


def _of_fund(fact: Fact) -> Iterator[tuple[str, str, str, str, int]]:  # noqa: C901, PLR0912 - a case per fact
    """(fund, restriction, measure, currency, minor)."""
    match fact:
        case funds.DonationPledged():
            yield _one(fact, "pledged", +1)
        case funds.PledgeFulfilled():
            yield fact.fund, "", "pledged", fact.amount.currency, -abs(fact.amount.minor)
        case funds.PledgeReopened():
            yield fact.fund, "", "pledged", fact.amount.currency, abs(fact.amount.minor)
        case funds.DonationReceived():
            yield _one(fact, "received", +1)
        case funds.DonationReversed():
            yield _one(fact, "received", -1)
        case funds.DonationRefunded():
            yield _one(fact, "refunded", +1)
        case funds.ReceiptRecorded() if fact.kind not in _NOT_RECEIVED:
            yield _one(fact, "received", +1)
        case funds.ReceiptReversed() if fact.kind not in _NOT_RECEIVED:
            yield _one(fact, "received", -1)
        case funds.MoneyTransferred() | funds.TransferReversed() if fact.fee and fact.fund:
            sign = 1 if isinstance(fact, funds.MoneyTransferred) else -1
            yield fact.fund, "", "other_out", fact.fee.currency, sign * abs(fact.fee.minor)
        case funds.OutlayRecorded() | funds.OutlayReversed():
            sign = 1 if isinstance(fact, funds.OutlayRecorded) else -1
            for measure in _outlay_measures(fact.kind):
                yield fact.fund, "", measure, fact.amount.currency, sign * abs(fact.amount.minor)
        case funds.AllocationMade():
            for part in fact.parts:
                yield (
                    fact.fund,
                    restriction_key(part.restriction),
                    "committed",
                    fact.amount.currency,
                    part.minor,
                )
        case funds.AllocationReturnNoted():
            for part in fact.parts:
                yield (
                    fact.fund,
                    restriction_key(part.restriction),
                    "committed",
                    fact.amount.currency,
                    -part.minor,
                )
        case funds.PaymentNoted():
            yield fact.fund, "", "spent", fact.amount.currency, fact.amount.minor
        case FundTransferred():
            currency, minor = fact.amount.currency, fact.amount.minor
            yield fact.source, restriction_key(fact.restriction), "other_out", currency, minor
            yield fact.target, restriction_key(fact.into), "other_in", currency, minor
        case goods.GoodsReceived() | goods.GoodsSorted() | goods.GoodsShipped() | goods.GoodsLost():
            yield from _of_goods(fact)
        case _:
            pass


def _of_goods(
    fact: goods.GoodsReceived | goods.GoodsSorted | goods.GoodsShipped | goods.GoodsLost,
) -> Iterator[tuple[str, str, str, str, int]]:
    """What is in store: goods that were shipped are in it no more, whether they arrive or not."""
    if fact.value is not None and not (isinstance(fact, goods.GoodsLost) and fact.cause == "in_transit"):
        sign = 1 if isinstance(fact, goods.GoodsReceived) else -1
        key = restriction_key(fact.restriction)
        yield fact.fund, key, "goods", fact.value.currency, sign * fact.value.minor


def _one(fact: Any, measure: str, sign: int) -> tuple[str, str, str, str, int]:
    return (
        fact.fund,
        restriction_key(fact.restriction),
        measure,
        fact.amount.currency,
        sign * abs(fact.amount.minor),
    )


def _outlay_measures(kind: funds.OutlayKind) -> tuple[str, ...]:
    """An expense of before the council came here was committed and spent in one."""
    if kind == "fee_returned":
        return ("other_in",)
    return ("committed", "spent") if kind == "expense" else ("other_out",)


def _of_project(
    fact: (
        projects.AllocationNoted
        | projects.AllocationReturned
        | projects.SpendingApproved
        | projects.SpendingCancelled
    ),
) -> Iterator[Movement]:
    of = fact.project, fact.fund
    match fact:
        case projects.AllocationNoted() | projects.AllocationReturned():
            measure = "allocated" if isinstance(fact, projects.AllocationNoted) else "returned"
            for part in fact.parts:
                key = restriction_key(part.restriction)
                yield Movement("project", *of, key, measure, fact.amount.currency, part.minor)
        case projects.SpendingApproved():
            yield Movement("project", *of, "", "reserved", fact.amount.currency, fact.amount.minor)
        case projects.SpendingCancelled() if fact.released.minor:
            yield Movement("project", *of, "", "reserved", fact.released.currency, -fact.released.minor)


def _of_payment(fact: projects.SpendingPaid | projects.PaymentReversed) -> Iterator[Movement]:
    sign = 1 if isinstance(fact, projects.SpendingPaid) else -1
    minor, currency = sign * abs(fact.amount.minor), fact.amount.currency
    if isinstance(fact, projects.SpendingPaid) or fact.still_owed:
        yield Movement("project", fact.project, fact.fund, "", "reserved", currency, -minor)
    measure = "advanced" if fact.kind == "advance" else "spent"
    yield Movement("project", fact.project, fact.fund, "", measure, currency, minor)


def _of_settlement(fact: projects.AdvanceSettled) -> Iterator[Movement]:
    """What was out is spent or back; what was paid beside it was reserved."""
    topped_up = fact.topped_up.minor
    settled = fact.amount.minor - topped_up + fact.returned.minor
    for measure, minor in (("reserved", -topped_up), ("advanced", -settled), ("spent", fact.amount.minor)):
        if minor:
            yield Movement("project", fact.project, fact.fund, "", measure, fact.amount.currency, minor)


def _through_account(fact: projects.AdvanceSettled, held: Mapping[str, HeldFund]) -> Iterator[Movement]:
    """Under which restrictions a settlement brought money back into the account, or took more out of it."""
    for shares, whole, sign in ((fact.back, fact.returned, -1), (fact.extra, fact.topped_up, 1)):
        for part in shared(shares, whole.minor):
            key = part.restriction or _own(held, fact.fund)
            yield Movement("check", fact.fund, fact.fund, key, "paid", whole.currency, sign * part.minor)


@dataclass(frozen=True, slots=True)
class FundFigures:
    """A fund's figures in minor units, and what is available under each restriction."""

    received: int = 0
    other_in: int = 0
    refunded: int = 0
    other_out: int = 0
    committed: int = 0
    spent: int = 0
    pledged: int = 0
    goods: int = 0
    """What the valued goods in store are worth: no money, and in no other figure."""
    by_restriction: Sequence[tuple[str, int]] = ()

    @property
    def available(self) -> int:
        """What may still be allocated; below zero the fund is over-committed."""
        return self.received + self.other_in - self.refunded - self.other_out - self.committed

    @property
    def outstanding(self) -> int:
        """Committed and not yet spent."""
        return self.committed - self.spent


_SIGNS: Final = {"received": 1, "other_in": 1, "refunded": -1, "other_out": -1, "committed": -1}


def fund_figures(sums: Iterable[tuple[str, str, int]]) -> FundFigures:
    """The figures of (restriction, measure, minor) rows, in any order."""
    by_measure = dict.fromkeys(FUND_MEASURES, 0)
    available: dict[str, int] = {}
    for key, measure, minor in sums:
        by_measure[measure] += minor
        if measure in _SIGNS:
            available[key] = available.get(key, 0) + _SIGNS[measure] * minor
    return FundFigures(**by_measure, by_restriction=tuple(sorted(available.items())))


@dataclass(frozen=True, slots=True)
class ProjectFigures:
    """What a project holds of one fund, in minor units. `allocated` is net of what went back.

    `advanced`: paid out as advances that are not settled yet.
    """

    allocated: int
    reserved: int
    spent: int
    advanced: int = 0

    @property
    def remaining(self) -> int:
        """What may still be approved."""
        return self.allocated - self.reserved - self.spent - self.advanced


def project_figures(sums: Iterable[tuple[str, int]]) -> ProjectFigures:
    """The figures of (measure, minor) rows."""
    by_measure = dict.fromkeys(PROJECT_MEASURES, 0)
    for measure, minor in sums:
        by_measure[measure] += minor
    return ProjectFigures(
        by_measure["allocated"] - by_measure["returned"],
        by_measure["reserved"],
        by_measure["spent"],
        by_measure["advanced"],
    )

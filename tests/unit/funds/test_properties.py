"""Whatever is asked, in whatever order: no fund gives what it has not, and its figures are its facts'."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any, get_args

from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from support.rules import TODAY, Scene
from unit.funds.story import (
    BANK,
    BENCH_FUND,
    BENCHES,
    CHAIR,
    DOLLARS,
    FOR_BENCHES,
    FOR_ELDERS,
    FOR_STREETS,
    FOR_TOILET,
    FUND,
    TOILET,
    TREASURER,
    WHY,
    allocate,
    ask_reversal,
    cny,
    council,
    donate,
    donate_dollars,
    fulfil,
    lay_out,
    pledge,
    receive,
    refund,
    transfer,
)

from kernel.ids import derived
from kernel.money import Money
from services.funds.domain.commands import ConfirmReversal, RejectReversal, WithdrawReversal
from services.funds.domain.documents import REVERSIBLE, Donation, Fund, Pledge
from services.funds.domain.foreign import AllocationReturned, PaymentReversed, SpendingPaid
from services.funds.events import (
    AllocationMade,
    AllocationReturnNoted,
    DonationPledged,
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
    Part,
    PaymentId,
    PaymentNoted,
    PledgeFulfilled,
    PledgeReopened,
    ProjectId,
    ReceiptKind,
    ReceiptRecorded,
    ReceiptReversed,
    Restriction,
    ReversalRequested,
    ReversibleKind,
    TransferReversed,
)

SUMS = st.integers(1, 1000)
DAYS = st.integers(0, 3).map(lambda ago: TODAY - timedelta(days=ago))
FUNDS = st.sampled_from(["co-governance", "bench-fund"])
RESTRICTIONS = st.sampled_from([None, None, FOR_BENCHES, FOR_STREETS, FOR_TOILET, FOR_ELDERS])
DRAWN_BY = {
    BENCHES: {FOR_BENCHES, FOR_STREETS, None},
    TOILET: {FOR_TOILET, None},
}


def may_leave_short(fact: Any) -> bool:
    """Only what a bank did and what is undone may: no other decision."""
    match fact:
        case OutlayRecorded():
            return fact.kind in ("bank_fee", "platform_fee", "processor_fee")
        case OutlayReversed():
            return fact.kind == "fee_returned"
        case MoneyTransferred():
            return fact.fee is not None
        case _:
            return isinstance(fact, DonationReversed | ReceiptReversed)


def recomputed(  # noqa: C901, PLR0912 - one case per kind of fact
    scene: Scene, fund: FundId
) -> tuple[Counter[str], Counter[Restriction | None]]:
    """The figures of `fund`, and what is available under each restriction, from the facts alone."""
    figures: Counter[str] = Counter()
    available: Counter[Restriction | None] = Counter()
    own = scene.document(Fund, fund).restriction

    def add(measure: str, sign: int, restriction: Restriction | None, minor: int) -> None:
        figures[measure] += minor
        available[restriction] += sign * minor

    for fact in (told.fact for told in scene.log if getattr(told.fact, "fund", None) == fund):
        match fact:
            case DonationReceived():
                add("received", 1, fact.restriction, fact.amount.minor)
            case DonationReversed():
                add("received", 1, fact.restriction, -fact.amount.minor)
            case DonationRefunded():
                add("refunded", -1, fact.restriction, fact.amount.minor)
            case ReceiptRecorded() if fact.kind not in ("agency", "unidentified"):
                add("received", 1, fact.restriction, fact.amount.minor)
            case ReceiptReversed() if fact.kind not in ("agency", "unidentified"):
                add("received", 1, fact.restriction, -fact.amount.minor)
            case MoneyTransferred(fee=Money() as fee):
                add("other_out", -1, own, fee.minor)
            case TransferReversed(fee=Money() as fee):
                add("other_out", -1, own, -fee.minor)
            case OutlayRecorded() | OutlayReversed():
                minor = fact.amount.minor if isinstance(fact, OutlayRecorded) else -fact.amount.minor
                if fact.kind == "fee_returned":
                    add("other_in", 1, own, minor)
                elif fact.kind == "expense":
                    add("committed", -1, own, minor)
                    figures["spent"] += minor
                else:
                    add("other_out", -1, own, minor)
            case AllocationMade() | AllocationReturnNoted():
                sign = 1 if isinstance(fact, AllocationMade) else -1
                for part in fact.parts:
                    add("committed", -1, part.restriction, sign * part.minor)
            case PaymentNoted():
                figures["spent"] += fact.amount.minor
            case _:
                pass
    return figures, available


class Books(RuleBasedStateMachine):
    """The council of the story, and everything that its people and the projects service may do."""

    def __init__(self) -> None:
        super().__init__()
        self.scene = council()
        self.held: dict[str, AllocationMade] = {}
        self.back: Counter[tuple[str, Restriction | None]] = Counter()
        self.paid: list[SpendingPaid] = []

    def do(self, command: Any, by: str = TREASURER) -> None:
        before = {fund: self.scene.document(Fund, fund).lacks for fund in (FUND, BENCH_FUND, DOLLARS)}
        self.scene.when(command, by)
        event(type(self.scene.refusal).__name__ if self.scene.refusal else type(command).__name__)
        for fund, lacked in before.items():
            if self.scene.document(Fund, fund).lacks > lacked:
                assert may_leave_short(self.scene.facts[0])

    def known(self, fact: type, name: str) -> list[str]:
        return [getattr(told.fact, name) for told in self.scene.log if isinstance(told.fact, fact)]

    @rule(minor=SUMS, restriction=RESTRICTIONS, fund=FUNDS, on=DAYS)
    def give(self, minor: int, restriction: Restriction | None, fund: str, on: date) -> None:
        self.do(donate(minor, restriction, fund=fund, occurred_on=on))

    @rule(minor=SUMS)
    def give_dollars(self, minor: int) -> None:
        self.do(donate_dollars(minor))

    @rule(minor=SUMS, restriction=RESTRICTIONS, kind=st.sampled_from(get_args(ReceiptKind)))
    def receive(self, minor: int, restriction: Restriction | None, kind: ReceiptKind) -> None:
        self.do(receive(minor, kind, restriction=restriction))

    @rule(minor=SUMS, which=st.data(), on=DAYS)
    def refund(self, minor: int, which: st.DataObject, on: date) -> None:
        if donations := self.known(DonationReceived, "donation"):
            self.do(refund(minor, which.draw(st.sampled_from(donations)), on))

    @rule(minor=SUMS, which=st.data(), on=DAYS)
    def promise(self, minor: int, which: st.DataObject, on: date) -> None:
        self.do(pledge(minor, occurred_on=on))
        if self.scene.refusal is None and (donations := self.known(DonationReceived, "donation")):
            promised = self.scene.facts[0].pledge
            asked = which.draw(st.none() | SUMS)
            self.do(fulfil(which.draw(st.sampled_from(donations)), asked, promised))

    @rule(
        minor=st.integers(1, 30),
        kind=st.sampled_from(get_args(OutlayKind)),
        place=st.sampled_from([("co-governance", "bank", "CNY"), ("dollars", "dollar-bank", "USD")]),
    )
    def lay_out(self, minor: int, kind: OutlayKind, place: tuple[str, str, str]) -> None:
        fund, account, currency = place
        self.do(lay_out(minor, kind, fund=fund, account=account, amount=Money(minor, currency)))

    @rule(minor=SUMS, fee=st.none() | st.integers(1, 30), fund=FUNDS)
    def move(self, minor: int, fee: int | None, fund: str) -> None:
        self.do(transfer(minor, None if fee is None else cny(fee), fund=fund))

    @rule(minor=SUMS, project=st.sampled_from(["benches", "toilet"]), fund=FUNDS)
    def commit(self, minor: int, project: str, fund: str) -> None:
        self.do(allocate(minor, project, fund=fund), CHAIR)
        for fact in self.scene.facts:
            if isinstance(fact, AllocationMade):
                assert sum(part.minor for part in fact.parts) == fact.amount.minor == minor
                assert all(part.minor > 0 for part in fact.parts)
                assert {part.restriction for part in fact.parts} <= DRAWN_BY[fact.project]
                self.held[fact.allocation] = fact

    @rule(which=st.data(), wait=st.booleans())
    def undo(self, which: st.DataObject, *, wait: bool) -> None:
        kinds: list[tuple[type, ReversibleKind]] = [
            (DonationReceived, "donation"),
            (ReceiptRecorded, "receipt"),
            (MoneyTransferred, "transfer"),
            (OutlayRecorded, "outlay"),
        ]
        if targets := [(id_, name) for kind, name in kinds for id_ in self.known(kind, name)]:
            self.do(ask_reversal(*which.draw(st.sampled_from(targets))))
            if not wait and self.scene.refusal is None:
                self.do(ConfirmReversal(self.scene.facts[0].reversal), CHAIR)

    @rule(which=st.data(), by=st.sampled_from([TREASURER, CHAIR]))
    def confirm(self, which: st.DataObject, by: str) -> None:
        if asked := self.known(ReversalRequested, "reversal"):
            self.do(ConfirmReversal(which.draw(st.sampled_from(asked))), by)

    @rule(which=st.data(), how=st.sampled_from([WithdrawReversal, RejectReversal]))
    def drop(self, which: st.DataObject, how: type[WithdrawReversal | RejectReversal]) -> None:
        if asked := self.known(ReversalRequested, "reversal"):
            self.do(how(which.draw(st.sampled_from(asked)), WHY))

    @precondition(lambda self: self.held)
    @rule(which=st.data())
    def give_back(self, which: st.DataObject) -> None:
        held = self.held[which.draw(st.sampled_from(sorted(self.held)))]
        part = which.draw(st.sampled_from(held.parts))
        left = part.minor - self.back[held.allocation, part.restriction]
        if left:
            minor = which.draw(st.integers(1, left))
            self.back[held.allocation, part.restriction] += minor
            parts = (Part(part.restriction, minor),)
            fact = AllocationReturned(held.allocation, held.fund, held.project, cny(minor), parts)
            self.scene.hears("projects", fact, held.allocation, TODAY)

    @precondition(lambda self: self.held)
    @rule(minor=SUMS, which=st.data())
    def pay(self, minor: int, which: st.DataObject) -> None:
        held = self.held[which.draw(st.sampled_from(sorted(self.held)))]
        payment = PaymentId(derived("pay", str(len(self.paid))))
        self.paid.append(SpendingPaid(payment, ProjectId(held.project), held.fund, BANK, cny(minor)))
        self.scene.hears("projects", self.paid[-1], "spd_1", TODAY)

    @precondition(lambda self: self.paid)
    @rule()
    def unpay(self) -> None:
        paid = self.paid.pop()
        undone = PaymentReversed(paid.payment, paid.project, paid.fund, paid.account, paid.amount)
        self.scene.hears("projects", undone, "spd_1", TODAY)

    @invariant()
    def figures_are_those_of_the_facts(self) -> None:
        for id_ in (FUND, BENCH_FUND, DOLLARS):
            fund = self.scene.document(Fund, id_)
            figures, available = recomputed(self.scene, id_)
            for measure in ("received", "other_in", "refunded", "other_out", "committed", "spent"):
                assert getattr(fund, measure) == figures[measure]
            assert {key: minor for key, minor in fund.by_restriction.items() if minor} == {
                key: minor for key, minor in available.items() if minor
            }
            assert sum(fund.by_restriction.values()) == fund.available

    @invariant()
    def a_fund_is_short_only_where_it_was_said(self) -> None:
        said: dict[str, int] = {}
        for fact in (told.fact for told in self.scene.log):
            if isinstance(fact, FundOverCommitted):
                assert fact.short.minor > 0
                said[fact.fund] = fact.short.minor
            elif isinstance(fact, FundCovered):
                assert said.pop(fact.fund)
        for id_ in (FUND, BENCH_FUND, DOLLARS):
            fund = self.scene.document(Fund, id_)
            assert fund.short == said.get(id_, 0) >= fund.lacks
            assert (fund.lacks > 0) == (id_ in said)
            assert fund.available >= -fund.lacks

    @invariant()
    def no_donation_gives_more_than_it_was(self) -> None:
        kept: Counter[str] = Counter()
        fulfilled: Counter[str] = Counter()
        by: Counter[tuple[str, str]] = Counter()
        for fact in (told.fact for told in self.scene.log):
            if isinstance(fact, PledgeFulfilled | PledgeReopened):
                minor = fact.amount.minor if isinstance(fact, PledgeFulfilled) else -fact.amount.minor
                kept[fact.donation] += minor
                fulfilled[fact.pledge] += minor
                by[fact.pledge, fact.donation] += minor
                if isinstance(fact, PledgeReopened):
                    assert fact.amount.minor > 0
                    assert fact.left.minor == by[fact.pledge, fact.donation] >= 0
        for id_, minor in fulfilled.items():
            promise = self.scene.document(Pledge, id_)
            assert 0 <= promise.fulfilled == minor <= promise.pledged.amount.minor
        for id_ in self.known(DonationReceived, "donation"):
            donation = self.scene.document(Donation, id_)
            assert 0 <= donation.left <= donation.fact.amount.minor
            # What went back keeps nothing.
            assert 0 <= kept[id_] <= (0 if donation.state == "reversed" else donation.left)

    @invariant()
    def what_follows_is_of_no_earlier_day(self) -> None:
        days: dict[str, date] = {}
        for told in self.scene.log:
            on = told.occurred_on or date.min
            match fact := told.fact:
                case DonationReceived() | DonationPledged():
                    days[told.subject] = on
                case DonationRefunded() | DonationReversed():
                    assert days[fact.donation] <= on
                case PledgeFulfilled():
                    assert days[fact.pledge] <= on == days[fact.donation]

    @invariant()
    def a_request_to_reverse_ends_once_and_only_an_open_one_holds_its_target(self) -> None:
        ended: dict[str, str] = {}
        asked: dict[str, list[ReversalRequested]] = {}
        for fact in (told.fact for told in self.scene.log):
            if isinstance(fact, ReversalRequested):
                asked.setdefault(fact.target, []).append(fact)
            elif hasattr(fact, "reversal"):
                assert fact.reversal not in ended
                ended[fact.reversal] = type(fact).__name__
        for target, requests in asked.items():
            ends = [ended.get(one.reversal) for one in requests]
            # One after the other: all but the last were dropped.
            assert all(end in ("ReversalWithdrawn", "ReversalRejected") for end in ends[:-1])
            state = self.scene.document(REVERSIBLE[requests[0].kind], target).state
            dropped = ends[-1] in ("ReversalWithdrawn", "ReversalRejected")
            assert state == (
                "reversal_pending" if ends[-1] is None else "standing" if dropped else "reversed"
            )

    def teardown(self) -> None:
        self.scene.replayed()


TestBooks = Books.TestCase
TestBooks.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)

"""Reversals take two people, happen once, and say so when they leave the fund short."""

from __future__ import annotations

import pytest
from support.rules import TODAY, nth
from unit.funds.story import (
    ANNA,
    BANK,
    CHAIR,
    DOLLARS,
    DONATION,
    FOR_BENCHES,
    FUND,
    RECEIPT,
    REVERSAL,
    TREASURER,
    WECHAT,
    WHY,
    YESTERDAY,
    allocate,
    ask_reversal,
    cny,
    council,
    dollars,
    donate,
    donate_dollars,
    figures,
    fund,
    lay_out,
    receive,
    refund,
    reversal,
    transfer,
)

from kernel.errors import NotFound
from kernel.money import Money
from services.funds.domain.commands import ConfirmReversal
from services.funds.domain.documents import Donation, Outlay, Receipt, Reversal, Transfer
from services.funds.errors import AlreadyReversed, IsReversal, NothingLeft, ReversalPending, SamePerson
from services.funds.events import (
    DonationReversed,
    FundCovered,
    FundOverCommitted,
    MoneyTransferred,
    OutlayKind,
    OutlayReversed,
    ReceiptReversed,
    ReversalRequested,
    ReversibleKind,
    TransferReversed,
)

CONFIRM = ConfirmReversal(REVERSAL)


def test_a_request_changes_no_figure() -> None:
    scene = council().when(donate(5000)).when(ask_reversal(), by=TREASURER)
    scene.then(ReversalRequested(REVERSAL, DONATION, "donation", WHY))
    assert (scene.said[0].subject, scene.said[0].occurred_on) == (DONATION, TODAY)
    assert figures(scene) == {"received": 5000, "available": 5000}
    assert scene.document(Reversal, REVERSAL) == Reversal("donation", DONATION, TREASURER)
    assert scene.document(Donation, DONATION).state == "reversal_pending"


def test_a_second_person_confirms_and_the_donation_is_undone_today() -> None:
    scene = council().when(donate(5000, FOR_BENCHES)).later(40)
    reversal(scene, DONATION)
    scene.then(DonationReversed(REVERSAL, DONATION, FUND, BANK, ANNA, cny(5000), FOR_BENCHES, TODAY))
    assert scene.said[0].occurred_on == scene.today
    assert figures(scene) == {}
    assert fund(scene).by_restriction == {FOR_BENCHES: 0}


def test_who_requested_a_reversal_does_not_confirm_it() -> None:
    scene = council().when(donate(5000)).when(ask_reversal(), by=TREASURER)
    scene.when(CONFIRM, by=TREASURER).refused(SamePerson)
    # Nor as whom they were registered another time.
    scene.when(CONFIRM, by=CHAIR, aliases=(TREASURER,)).refused(SamePerson)
    scene.when(CONFIRM, by=CHAIR)
    assert scene.refusal is None


def test_nothing_is_reversed_twice() -> None:
    scene = council().when(donate(5000)).when(ask_reversal(), by=TREASURER)
    scene.when(ask_reversal()).refused(ReversalPending, DONATION)
    scene.when(CONFIRM, by=CHAIR)
    scene.when(CONFIRM, by=CHAIR).refused(AlreadyReversed, DONATION)
    scene.when(ask_reversal()).refused(AlreadyReversed, DONATION)


def test_a_reversal_is_not_reversed() -> None:
    scene = council().when(donate(5000))
    reversal(scene, DONATION)
    scene.when(ask_reversal(REVERSAL)).refused(IsReversal, REVERSAL)


def test_what_never_was_is_not_reversed() -> None:
    scene = council().when(donate(5000))
    scene.when(ask_reversal(nth("don", 9))).refused(NotFound, "donation", nth("don", 9), field="target")
    scene.when(ask_reversal(DONATION, "receipt")).refused(NotFound, "receipt", DONATION)
    scene.when(CONFIRM).refused(NotFound, "reversal", REVERSAL, field="reversal")


def test_a_donation_is_undone_less_what_was_refunded() -> None:
    scene = council().when(donate(5000)).when(refund(2000))
    reversal(scene, DONATION)
    assert scene.facts[0].amount == cny(3000)
    assert figures(scene) == {"received": 2000, "refunded": 2000}


def test_a_donation_that_was_refunded_whole_leaves_nothing_to_reverse() -> None:
    scene = council().when(donate(5000)).when(refund(5000))
    scene.when(ask_reversal()).refused(NothingLeft, DONATION)


def test_a_donation_that_bounces_after_its_allocation_leaves_the_fund_over_committed() -> None:
    scene = council().when(donate(5000)).when(donate(1000)).when(allocate(4000))
    reversal(scene, DONATION)
    assert scene.facts[1:] == [FundOverCommitted(FUND, cny(3000))]
    assert figures(scene) == {"received": 1000, "committed": 4000, "available": -3000}
    assert fund(scene).short == 3000


def test_a_fund_that_has_the_money_again_is_covered_in_the_same_breath() -> None:
    scene = council().when(donate(5000)).when(allocate(4000))
    reversal(scene, DONATION)
    scene.when(donate(3999))
    assert scene.facts[1:] == []
    scene.when(donate(1))
    assert scene.facts[1:] == [FundCovered(FUND)]


@pytest.mark.parametrize(("kind", "before"), [("grant", 5000), ("agency", 0)])
def test_a_receipt_is_undone(kind: str, before: int) -> None:
    scene = council().when(receive(5000, kind))  # type: ignore[arg-type] # a parameter is text
    assert fund(scene).received == before
    reversal(scene, RECEIPT, "receipt")
    scene.then(
        ReceiptReversed(REVERSAL, RECEIPT, FUND, BANK, kind, None, cny(5000), None, TODAY)  # type: ignore[arg-type]
    )
    assert figures(scene) == {}
    assert scene.document(Receipt, RECEIPT).state == "reversed"


def test_a_transfer_is_undone_and_its_fee_comes_back() -> None:
    scene = council().when(transfer(3000, cny(3), fund="co-governance"))
    transferred: MoneyTransferred = scene.facts[0]
    assert scene.facts[1:] == [FundOverCommitted(FUND, cny(3))]
    reversal(scene, transferred.transfer, "transfer")
    scene.then(
        TransferReversed(REVERSAL, transferred.transfer, WECHAT, BANK, cny(3000), cny(3), FUND, TODAY),
        FundCovered(FUND),
    )
    assert figures(scene) == {}
    assert scene.document(Transfer, transferred.transfer).state == "reversed"


def test_a_transfer_without_a_fee_is_undone_in_no_fund() -> None:
    scene = council().when(transfer(3000))
    reversal(scene, nth("tra"), "transfer")
    assert (scene.facts[0].fund, len(scene.facts)) == (None, 1)


@pytest.mark.parametrize("kind", ["bank_fee", "platform_fee", "fee_returned", "gift", "expense"])
def test_an_outlay_is_undone(kind: OutlayKind) -> None:
    scene = council().when(donate_dollars(5000)).when(dollars(kind, 30))
    outlay = scene.facts[0]
    reversal(scene, outlay.outlay, "outlay")
    scene.then(
        OutlayReversed(
            REVERSAL, outlay.outlay, DOLLARS, outlay.account, kind, None, Money(30, "USD"), YESTERDAY
        )
    )
    assert figures(scene, DOLLARS) == {"received": 5000, "available": 5000}
    assert fund(scene, DOLLARS).fees == 0
    assert scene.document(Outlay, outlay.outlay).state == "reversed"


def test_a_returned_fee_that_was_none_may_leave_the_fund_short() -> None:
    scene = council().when(lay_out(30, "fee_returned")).when(allocate(30))
    reversal(scene, nth("out"), "outlay")
    assert scene.facts[1:] == [FundOverCommitted(FUND, cny(30))]


@pytest.mark.parametrize(
    ("kind", "prefix"), [("donation", "don"), ("receipt", "rcp"), ("transfer", "tra"), ("outlay", "out")]
)
def test_every_kind_awaits_its_second_person(kind: ReversibleKind, prefix: str) -> None:
    scene = council().when(donate(100)).when(receive(100)).when(transfer(100)).when(lay_out(1))
    scene.when(ask_reversal(nth(prefix), kind), by=TREASURER)
    scene.when(ask_reversal(nth(prefix), kind)).refused(ReversalPending, nth(prefix))
    scene.when(CONFIRM, by=CHAIR).when(ask_reversal(nth(prefix), kind)).refused(AlreadyReversed)

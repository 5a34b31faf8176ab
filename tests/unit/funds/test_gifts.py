"""Gifts: promised, received, given back."""

from __future__ import annotations

from datetime import date, timedelta

from support.rules import TODAY, nth
from unit.funds.story import (
    ANNA,
    BANK,
    BENCH_FUND,
    DONATION,
    FOR_BENCHES,
    FOR_STREETS,
    FOR_TOILET,
    FUND,
    OF_BEFORE,
    PLEDGE,
    SHOP,
    WHY,
    YESTERDAY,
    allocate,
    ask_reversal,
    cny,
    council,
    donate,
    figures,
    fulfil,
    fund,
    pledge,
    refund,
    reversal,
)

from kernel.errors import InvalidInput, NotFound
from kernel.money import Money
from services.funds.domain.commands import FulfilPledge, RefundDonation
from services.funds.domain.documents import Donation, Pledge
from services.funds.errors import (
    AlreadyReversed,
    CurrencyDiffers,
    DonationUsedUp,
    Insufficient,
    OtherDonor,
    OtherFund,
    OtherRestriction,
    PledgeExceeded,
    ProjectUnknown,
    RefundTooLarge,
    ReversalPending,
)
from services.funds.events import (
    DonationId,
    DonationPledged,
    DonationReceived,
    DonationRefunded,
    PledgeFulfilled,
    PledgeId,
    PledgeReopened,
    RefundId,
    Restriction,
)


def test_a_donation_is_received_in_full_and_available() -> None:
    scene = council().when(donate(5000, purpose="长椅", reference="WX1", note=WHY))
    scene.then(
        DonationReceived(DONATION, FUND, BANK, ANNA, cny(5000), None, "长椅", "WX1", WHY),
    )
    assert figures(scene) == {"received": 5000, "available": 5000}
    assert fund(scene).by_restriction == {None: 5000}


def test_a_donation_may_be_tied_to_a_project_by_code_or_id_or_to_a_category() -> None:
    scene = council()
    scene.when(donate(100, Restriction("project", "benches"))).when(donate(10, FOR_BENCHES))
    scene.when(donate(1, FOR_STREETS)).when(donate(1000))
    assert fund(scene).by_restriction == {FOR_BENCHES: 110, FOR_STREETS: 1, None: 1000}
    assert fund(scene).available == 1111


def test_a_donation_tied_to_an_unknown_project_is_refused() -> None:
    scene = council().when(donate(100, Restriction("project", "kiosk")))
    scene.refused(ProjectUnknown, "project", "kiosk", field="restriction.value")


def test_a_funds_own_restriction_holds_for_all_its_money() -> None:
    scene = council()
    scene.when(donate(100, fund="bench-fund")).when(donate(10, FOR_BENCHES, fund="bench-fund"))
    assert fund(scene, BENCH_FUND).by_restriction == {FOR_BENCHES: 110}
    scene.when(donate(1, FOR_STREETS, fund="bench-fund"))
    scene.refused(OtherRestriction, "bench-fund", field="restriction")


def test_an_anonymous_donor_is_nobody() -> None:
    assert council().when(donate(100, donor=None)).facts[0].donor is None


def test_a_refund_goes_back_from_the_account_that_took_it() -> None:
    scene = council().when(donate(5000)).when(RefundDonation(DONATION, cny(2000), TODAY, WHY))
    scene.then(
        DonationRefunded(RefundId(nth("ref")), DONATION, FUND, BANK, ANNA, cny(2000), None, TODAY, WHY),
    )
    assert scene.said[0].subject == DONATION
    assert figures(scene) == {"received": 5000, "refunded": 2000, "available": 3000}
    assert fund(scene).by_restriction == {None: 3000}


def test_a_refund_names_the_day_of_the_gift_whose_year_decides_how_it_is_posted() -> None:
    gift = donate(5000, FOR_BENCHES, occurred_on=date(2025, 12, 31))
    scene = council().when(gift).when(refund(2000))
    assert (scene.facts[0].donated_on, scene.said[0].occurred_on) == (date(2025, 12, 31), TODAY)
    assert figures(scene) == {"received": 5000, "refunded": 2000, "available": 3000}


def test_a_refund_above_what_is_left_of_the_donation_is_refused() -> None:
    scene = council().when(donate(5000)).when(donate(9000)).when(refund(2000))
    scene.when(refund(3001)).refused(RefundTooLarge, "30.00", "CNY", field="amount")
    scene.when(refund(3000))
    assert scene.document(Donation, DONATION).left == 0
    scene.when(refund(1)).refused(RefundTooLarge, "0.00", "CNY")


def test_money_that_is_allocated_is_not_refunded() -> None:
    scene = council().when(donate(5000)).when(allocate(4000))
    scene.when(refund(1001)).refused(Insufficient, "10.00", "CNY", field="amount")
    scene.when(refund(1000))
    assert figures(scene) == {"received": 5000, "refunded": 1000, "committed": 4000}


def test_a_refund_of_restricted_money_takes_nothing_else() -> None:
    scene = council().when(donate(5000, FOR_BENCHES)).when(donate(9000)).when(allocate(4000))
    scene.when(refund(1001)).refused(Insufficient, "10.00", "CNY")


def test_a_refund_of_another_currency_or_of_tomorrow_is_refused() -> None:
    scene = council().when(donate(5000))
    scene.when(RefundDonation(DONATION, Money(1, "USD"), TODAY, None)).refused(CurrencyDiffers)
    scene.when(refund(1, on=TODAY + timedelta(days=1))).refused(InvalidInput)


def test_nothing_is_given_back_before_it_was_given() -> None:
    scene = council().when(donate(5000, occurred_on=YESTERDAY))
    scene.when(refund(1, on=YESTERDAY - timedelta(days=1))).refused(InvalidInput, field="occurred_on")
    assert scene.refusal is not None
    assert scene.refusal.fields() == {"occurred_on": ["date.order"]}
    taken_over = RefundDonation(DONATION, cny(1), YESTERDAY - timedelta(days=1), None, OF_BEFORE)
    scene.when(taken_over).refused(InvalidInput, field="occurred_on")
    scene.when(refund(1, on=YESTERDAY))
    assert scene.refusal is None


def test_nothing_is_refunded_of_a_donation_that_never_was() -> None:
    council().when(refund(1)).refused(NotFound, "donation", DONATION, field="donation")


def test_nothing_is_refunded_of_a_donation_reversed_or_about_to_be() -> None:
    scene = council().when(donate(5000)).when(donate(5000)).when(ask_reversal())
    scene.when(refund(1)).refused(ReversalPending, DONATION)
    reversal(scene, nth("don", 2))
    scene.when(refund(1, nth("don", 2))).refused(AlreadyReversed, nth("don", 2))


def test_a_pledge_counts_in_no_figure() -> None:
    scene = council().when(pledge(5000, restriction=Restriction("project", "benches"), purpose="长椅"))
    scene.then(DonationPledged(PLEDGE, FUND, ANNA, cny(5000), FOR_BENCHES, "长椅"))
    assert figures(scene) == {}


def test_a_pledge_is_of_a_fund_its_currency_and_its_restriction() -> None:
    scene = council()
    scene.when(pledge(1, fund="nothing")).refused(NotFound, "fund", "nothing")
    scene.when(pledge(0, amount=Money(1, "USD"))).refused(CurrencyDiffers)
    scene.when(pledge(1, fund="bench-fund", restriction=FOR_TOILET)).refused(OtherRestriction)


def test_a_donation_keeps_as_much_of_a_pledge_as_both_have() -> None:
    scene = council().when(pledge(5000)).when(donate(3000)).later().when(donate(3000))
    scene.when(fulfil()).then(PledgeFulfilled(PLEDGE, DONATION, FUND, cny(3000)))
    assert scene.said[0].occurred_on == TODAY  # when the money came
    second = scene.when(fulfil(nth("don", 2))).facts[0]
    assert second.amount == cny(2000)
    assert scene.document(Pledge, PLEDGE).fulfilled == 5000
    scene.when(fulfil(nth("don", 2))).refused(PledgeExceeded, "0.00", "CNY")


def reopened(minor: int, left: int, pledge: str = PLEDGE, donation: str = DONATION) -> PledgeReopened:
    return PledgeReopened(PledgeId(pledge), DonationId(donation), FUND, cny(minor), cny(left))


def test_a_gift_that_bounced_keeps_its_pledge_no_more_and_another_may() -> None:
    scene = council().when(pledge(5000)).when(donate(5000)).when(fulfil())
    reversal(scene, DONATION)
    assert scene.facts[1:] == [reopened(5000, 0)]
    assert (scene.said[1].subject, scene.said[1].occurred_on) == (PLEDGE, TODAY)
    assert scene.document(Pledge, PLEDGE).fulfilled == 0
    scene.when(donate(5000)).when(fulfil(nth("don", 2)))
    assert scene.document(Pledge, PLEDGE).fulfilled == 5000
    scene.replayed()


def test_a_refund_takes_first_what_keeps_no_pledge() -> None:
    scene = council().when(pledge(5000)).when(donate(6000)).when(fulfil())
    scene.when(refund(1000))
    assert len(scene.facts) == 1
    assert scene.when(refund(2000)).facts[1:] == [reopened(2000, 3000)]
    scene.when(fulfil()).refused(DonationUsedUp, "0.00", "CNY")
    scene.when(donate(9000)).when(fulfil(nth("don", 2)))
    assert scene.facts[0].amount == cny(2000)
    reversal(scene, DONATION)
    assert scene.facts[1:] == [reopened(3000, 0)]


def test_of_several_pledges_the_last_is_open_first() -> None:
    scene = council().when(pledge(3000)).when(pledge(3000)).when(donate(6000))
    scene.when(fulfil()).when(fulfil(pledge=nth("plg", 2)))
    assert scene.when(refund(1000)).facts[1:] == [reopened(1000, 2000, nth("plg", 2))]
    reversal(scene, DONATION)
    assert scene.facts[1:] == [reopened(2000, 0, nth("plg", 2)), reopened(3000, 0)]


def test_what_keeps_no_pledge_opens_none() -> None:
    scene = council().when(pledge(5000)).when(donate(5000))
    reversal(scene, DONATION)
    assert len(scene.facts) == 1


def test_a_pledge_is_not_kept_beyond_its_sum() -> None:
    scene = council().when(pledge(5000)).when(donate(9000))
    scene.when(fulfil(minor=5001)).refused(PledgeExceeded, "50.00", "CNY", field="amount")
    scene.when(fulfil(minor=5000))
    assert scene.facts[0].amount == cny(5000)


def test_a_donation_keeps_promises_up_to_its_own_sum_in_all() -> None:
    scene = council().when(pledge(5000)).when(pledge(5000)).when(donate(6000)).when(refund(500))
    scene.when(fulfil())
    scene.when(fulfil(pledge=nth("plg", 2), minor=501)).refused(DonationUsedUp, "5.00", "CNY")
    scene.when(fulfil(pledge=nth("plg", 2)))
    assert scene.facts[0].amount == cny(500)
    scene.when(fulfil(pledge=nth("plg", 2))).refused(DonationUsedUp, "0.00", "CNY", field="donation")


def test_only_the_same_fund_and_donor_keep_a_promise() -> None:
    scene = council().when(pledge(5000))
    scene.when(donate(100, fund="bench-fund")).when(fulfil()).refused(OtherFund, field="donation")
    scene.when(donate(100, donor=SHOP)).when(fulfil(nth("don", 2))).refused(OtherDonor, field="donation")
    scene.when(donate(100, donor=None)).when(fulfil(nth("don", 3)))
    assert scene.facts[0].amount == cny(100)


def test_a_gift_of_before_a_promise_does_not_keep_it() -> None:
    scene = council().when(donate(100, occurred_on=YESTERDAY)).when(pledge(5000)).when(fulfil())
    scene.refused(InvalidInput, field="donation")
    assert scene.refusal is not None
    assert scene.refusal.fields() == {"donation": ["date.order"]}
    scene.when(pledge(5000, occurred_on=YESTERDAY)).when(fulfil(pledge=nth("plg", 2)))
    assert scene.facts[0].amount == cny(100)


def test_what_keeps_a_promise_stands_and_is_of_its_currency() -> None:
    scene = council().when(pledge(5000)).when(donate(100))
    scene.when(fulfil(nth("don", 9))).refused(NotFound, "donation", nth("don", 9))
    scene.when(fulfil(pledge=nth("plg", 9))).refused(NotFound, "pledge", nth("plg", 9), field="pledge")
    scene.when(FulfilPledge(PLEDGE, DONATION, Money(1, "USD"))).refused(CurrencyDiffers)
    scene.when(ask_reversal()).when(fulfil()).refused(ReversalPending)

"""Other money in, transfers between own accounts, and money out that no project asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import get_args

import pytest
from support.rules import TODAY, nth
from unit.funds.story import (
    BANK,
    BENCH_FUND,
    COUNCIL,
    DOLLARS,
    FOR_BENCHES,
    FOR_STREETS,
    FUND,
    OF_BEFORE,
    RECEIPT,
    SHOP,
    STREET,
    WECHAT,
    WHY,
    YESTERDAY,
    allocate,
    cny,
    council,
    dollars,
    donate,
    donate_dollars,
    figures,
    fund,
    lay_out,
    open_account,
    receive,
    refund,
    transfer,
)

from kernel.errors import InvalidInput, NotFound
from kernel.money import Money
from services.funds.domain.commands import RecordDonation, RecordOutlay, RecordReceipt, RefundDonation
from services.funds.errors import (
    CurrencyDiffers,
    FeeWithoutFund,
    Insufficient,
    NotHistorical,
    OtherHolder,
    OtherRestriction,
    SameAccount,
)
from services.funds.events import (
    FundCovered,
    FundOverCommitted,
    MoneyTransferred,
    OutlayId,
    OutlayKind,
    OutlayRecorded,
    ReceiptKind,
    ReceiptRecorded,
    TransferId,
)


def test_a_receipt_names_who_paid() -> None:
    scene = council().when(receive(5000, "grant", payer=SHOP, purpose="公益金", reference="1", note=WHY))
    scene.then(
        ReceiptRecorded(RECEIPT, FUND, BANK, "grant", SHOP, cny(5000), None, "公益金", "1", WHY),
    )


@pytest.mark.parametrize("kind", get_args(ReceiptKind))
def test_every_receipt_but_agency_and_unidentified_money_is_received(kind: ReceiptKind) -> None:
    scene = council().when(receive(5000, kind))
    counted = kind not in ("agency", "unidentified")
    assert figures(scene) == ({"received": 5000, "available": 5000} if counted else {})


def test_a_receipt_is_restricted_as_its_fund_is() -> None:
    scene = council().when(receive(100, fund="bench-fund"))
    assert scene.facts[0].restriction == FOR_BENCHES
    scene.when(receive(100, fund="bench-fund", restriction=FOR_STREETS)).refused(OtherRestriction)
    assert scene.when(receive(100, restriction=FOR_STREETS)).facts[0].restriction == FOR_STREETS


def test_a_transfer_without_a_fee_moves_no_figure_of_any_fund() -> None:
    scene = council().when(donate(5000)).when(transfer(3000, reference="T1"))
    scene.then(MoneyTransferred(TransferId(nth("tra")), WECHAT, BANK, cny(3000), None, None, "T1"))
    assert figures(scene) == {"received": 5000, "available": 5000}


def test_the_fee_of_a_transfer_is_borne_by_the_fund_that_is_named() -> None:
    scene = council().when(donate(5000)).when(transfer(3000, fee=cny(3), fund="co-governance"))
    assert (scene.facts[0].fee, scene.facts[0].fund) == (cny(3), FUND)
    assert figures(scene) == {"received": 5000, "other_out": 3, "available": 4997}


def test_a_holder_with_one_fund_of_the_currency_need_not_name_it() -> None:
    scene = council().when(open_account("till", STREET))
    scene.when(transfer(100, fee=cny(1), source="till", target="street-bank"))
    assert scene.facts[0].fund == nth("fnd", 4)


def test_a_fee_without_its_fund_is_refused_where_several_could_bear_it_or_none() -> None:
    scene = council().when(transfer(3000, fee=cny(3))).refused(FeeWithoutFund, field="fund")
    scene.when(open_account("a", "居委会")).when(open_account("b", "居委会"))
    scene.when(transfer(100, fee=cny(1), source="a", target="b")).refused(FeeWithoutFund)


def test_a_fund_named_without_a_fee_is_checked_and_bears_nothing() -> None:
    scene = council().when(transfer(100, fund="co-governance"))
    assert scene.facts[0].fund is None
    scene.when(transfer(100, fund="street")).refused(OtherHolder, STREET, COUNCIL, field="fund")
    scene.when(transfer(100, fund="dollars")).refused(CurrencyDiffers, "USD", "CNY", field="fund")
    scene.when(transfer(100, fund="nothing")).refused(NotFound)


def test_a_transfer_is_between_two_accounts_of_one_holder_and_one_currency() -> None:
    scene = council()
    scene.when(transfer(100, target=WECHAT)).refused(SameAccount, field="to")
    scene.when(transfer(100, target="street-bank")).refused(OtherHolder, STREET, COUNCIL, field="to")
    scene.when(transfer(100, target="dollar-bank")).refused(CurrencyDiffers, "USD", "CNY", field="to")
    scene.when(transfer(0, amount=Money(1, "USD"))).refused(CurrencyDiffers, "USD", "CNY", field="amount")
    scene.when(transfer(100, source="nothing")).refused(NotFound, "account", "nothing", field="from")
    scene.when(transfer(100, target="nothing")).refused(NotFound, "account", "nothing", field="to")
    scene.when(transfer(100, occurred_on=TODAY + timedelta(days=1))).refused(InvalidInput)


def test_a_fee_has_the_currency_of_its_transfer() -> None:
    scene = council().when(transfer(100, fund="co-governance", fee=Money(1, "USD")))
    scene.refused(CurrencyDiffers, "USD", "CNY", field="fee")


@pytest.mark.parametrize("kind", ["bank_fee", "platform_fee", "processor_fee"])
def test_a_fee_goes_out_of_any_fund(kind: OutlayKind) -> None:
    scene = council().when(donate(5000)).when(lay_out(30, kind, payee=SHOP, purpose="x", note=WHY))
    scene.then(
        OutlayRecorded(OutlayId(nth("out")), FUND, BANK, kind, SHOP, cny(30), "x", None, WHY),
    )
    assert figures(scene) == {"received": 5000, "other_out": 30, "available": 4970}


def test_a_fee_given_back_comes_in() -> None:
    scene = council().when(lay_out(30, "fee_returned"))
    assert figures(scene) == {"other_in": 30, "available": 30}
    scene.when(allocate(30))
    assert fund(scene).lacks == 0


@pytest.mark.parametrize("kind", ["gift", "expense"])
def test_gifts_and_expenses_are_recorded_as_historical_alone(kind: OutlayKind) -> None:
    scene = council().when(donate(5000))
    scene.when(lay_out(1, kind)).refused(NotHistorical, field="historical")
    scene.when(lay_out(1, kind, occurred_on=YESTERDAY)).refused(NotHistorical)
    scene.when(lay_out(1, kind, occurred_on=YESTERDAY, historical=OF_BEFORE)).then(
        OutlayRecorded(OutlayId(nth("out")), FUND, BANK, kind, None, cny(1), None, None, None, OF_BEFORE)
    )


@pytest.mark.parametrize("day", [TODAY, TODAY + timedelta(days=1)])
@pytest.mark.parametrize(
    "command",
    [
        dollars("gift", 1),
        dollars("expense", 1),
        dollars("bank_fee", 1),
        replace(refund(1), historical=OF_BEFORE),
    ],
)
def test_no_money_goes_out_as_historical_from_today_on(
    command: RecordOutlay | RefundDonation, day: date
) -> None:
    scene = council().when(donate(5000, occurred_on=YESTERDAY)).when(donate_dollars(5000))
    scene.when(replace(command, occurred_on=day)).refused(InvalidInput)
    assert scene.refusal is not None
    assert scene.refusal.fields() == {"occurred_on": ["date.not_past"]}
    scene.when(replace(command, occurred_on=YESTERDAY))
    assert scene.refusal is None


@pytest.mark.parametrize("command", [donate(1, historical=OF_BEFORE), receive(1, historical=OF_BEFORE)])
def test_a_list_of_gifts_may_be_of_today(command: RecordDonation | RecordReceipt) -> None:
    scene = council().when(replace(command, occurred_on=TODAY))
    assert scene.refusal is None
    scene.when(replace(command, occurred_on=TODAY + timedelta(days=1))).refused(InvalidInput)


def test_money_in_and_refunds_keep_the_line_that_they_were_taken_over_from() -> None:
    scene = council().when(donate(5000, occurred_on=YESTERDAY, historical=OF_BEFORE))
    assert scene.facts[0].historical == OF_BEFORE
    scene.when(receive(100, occurred_on=YESTERDAY, historical=OF_BEFORE))
    assert scene.facts[0].historical == OF_BEFORE
    scene.when(replace(refund(100), occurred_on=YESTERDAY, historical=OF_BEFORE))
    assert scene.facts[0].historical == OF_BEFORE


def test_historical_gifts_and_expenses_count_in_the_figures() -> None:
    scene = council()
    scene.when(donate_dollars(5000)).when(dollars("gift", 1000)).when(dollars("expense", 2500))
    assert figures(scene, DOLLARS) == {
        "received": 5000,
        "other_out": 1000,
        "committed": 2500,
        "spent": 2500,
        "available": 1500,
    }


def test_no_gift_or_expense_goes_beyond_what_is_available() -> None:
    scene = council().when(donate_dollars(5000))
    scene.when(dollars("gift", 5001)).refused(Insufficient, "50.00", "USD", field="amount")
    scene.when(dollars("expense", 5001)).refused(Insufficient, "50.00", "USD")
    scene.when(dollars("expense", 5000))
    assert fund(scene, DOLLARS).available == 0


def test_a_fee_that_the_bank_took_is_recorded_even_where_all_is_committed() -> None:
    scene = council().when(donate(5000)).when(allocate(5000)).when(lay_out(30))
    assert scene.facts[1:] == [FundOverCommitted(FUND, cny(30))]
    assert [saying.subject for saying in scene.said] == [nth("out"), FUND]
    scene.when(lay_out(20))
    assert scene.facts[1:] == [FundOverCommitted(FUND, cny(50))]
    scene.when(receive(49))
    assert scene.facts[1:] == []
    scene.when(receive(1, "interest"))
    assert scene.facts[1:] == [FundCovered(FUND)]
    assert fund(scene).short == 0


def test_the_fee_of_a_transfer_may_leave_the_fund_short_too() -> None:
    scene = council().when(transfer(100, fee=cny(2), fund="co-governance"))
    assert scene.facts[1:] == [FundOverCommitted(FUND, cny(2))]


def test_a_fee_may_eat_into_restricted_money_and_then_less_is_left_of_it() -> None:
    scene = council().when(donate(1000, FOR_BENCHES)).when(lay_out(6))
    assert scene.facts[1:] == []
    assert (fund(scene).available, fund(scene).lacks) == (994, 0)
    scene.when(allocate(995)).refused(Insufficient, "9.94", "CNY")
    scene.when(allocate(994))
    assert fund(scene).available == 0


def test_outlays_of_a_fund_with_a_restriction_take_the_restricted_money() -> None:
    scene = council().when(donate(1000, fund="bench-fund")).when(lay_out(6, fund="bench-fund"))
    assert fund(scene, BENCH_FUND).by_restriction == {FOR_BENCHES: 994}

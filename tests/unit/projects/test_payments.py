"""Approved spending is paid by a third person, in parts if need be, out of the right money."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.rules import TODAY
from unit.projects.story import (
    BANK,
    CHAIR,
    FIRST,
    FOR_BENCHES,
    FOR_ELDERS,
    FUND,
    LEAD,
    OTHER,
    PAYMENT,
    PROJECT,
    SECOND,
    SHOP,
    SPENDING,
    TREASURER,
    allocate,
    approved,
    cny,
    council,
    held,
    paid,
    pay,
    requested,
    with_money,
)

from kernel.errors import InvalidInput, NotFound
from kernel.ids import derived
from kernel.money import Money
from services.projects.domain.commands import ApproveSpending, PaySpending
from services.projects.domain.documents import Spending
from services.projects.domain.foreign import FundCovered, FundOverCommitted
from services.projects.errors import (
    ExceedsApproved,
    FundFrozen,
    NotNoted,
    OtherCurrency,
    OtherHolder,
    SamePerson,
    WrongState,
)
from services.projects.events import AllocationId, Part, Restriction, Share, SpendingPaid

DAY = timedelta(days=1)


def test_a_payment_says_from_which_account_to_whom_and_out_of_what() -> None:
    scene = with_money(1000)
    spending = approved(scene, 400)
    day = TODAY + timedelta(days=3)
    scene.later(7).when(
        PaySpending(spending, cny(400), "bank", occurred_on=day, reference="TX-1"), by=TREASURER
    ).then(
        SpendingPaid(
            payment=PAYMENT,
            spending=spending,
            project=PROJECT,
            fund=FUND,
            account=BANK,
            payee=SHOP,
            amount=cny(400),
            shares=(Share(FIRST, None, 400),),
            purpose="timber",
            reference="TX-1",
            approved_on=TODAY,
        )
    )
    assert (scene.said[0].subject, scene.said[0].occurred_on) == (spending, day)
    assert (held(scene).reserved, held(scene).spent, held(scene).remaining) == (cny(0), cny(400), cny(600))
    assert scene.document(Spending, spending).state == "paid"


def test_nothing_is_paid_on_a_day_before_it_was_approved() -> None:
    scene = with_money(1000)
    spending = requested(scene, 400)
    scene.later(2).when(ApproveSpending(spending), by=CHAIR)
    before, on = (PaySpending(spending, cny(1), "bank", TODAY + timedelta(days=days)) for days in (1, 2))
    scene.later(5).when(before, by=TREASURER).refused(InvalidInput)
    assert scene.refusal is not None
    assert scene.refusal.fields() == {"occurred_on": ["date.before_approval"]}
    scene.when(on, by=TREASURER)
    assert scene.said[0].occurred_on == TODAY + timedelta(days=2)


def test_an_approval_written_down_later_bears_its_own_day_and_what_was_paid_since_is_paid() -> None:
    scene = with_money(1000)
    spending = requested(scene, 400)
    yesterday, earlier = (ApproveSpending(spending, occurred_on=TODAY + n * DAY) for n in (2, -1))
    scene.later(3).when(earlier, by=CHAIR).refused(InvalidInput)
    assert scene.refusal is not None
    assert scene.refusal.fields() == {"occurred_on": ["date.order"]}
    scene.when(ApproveSpending(spending, occurred_on=TODAY + 4 * DAY), by=CHAIR).refused(InvalidInput)
    scene.when(yesterday, by=CHAIR)
    assert scene.document(Spending, spending).approved_on == TODAY + 2 * DAY
    scene.when(PaySpending(spending, cny(1), "bank", TODAY + 2 * DAY), by=TREASURER)
    assert scene.refusal is None


def test_an_account_is_named_by_id_too_and_the_day_is_today() -> None:
    scene = with_money(1000)
    scene.when(pay(1, approved(scene, 400), BANK), by=TREASURER)
    assert (scene.facts[0].account, scene.said[0].occurred_on) == (BANK, TODAY)


def test_spending_is_paid_in_parts() -> None:
    scene = with_money(1000)
    spending = approved(scene, 400)
    paid(scene, spending, 150)
    assert scene.document(Spending, spending).state == "partly_paid"
    assert held(scene).reserved == cny(250)
    scene.when(pay(251, spending), by=TREASURER).refused(ExceedsApproved, "2.50", "CNY", field="amount")
    paid(scene, spending, 250)
    assert scene.document(Spending, spending).state == "paid"
    scene.when(pay(1, spending), by=TREASURER).refused(WrongState, "paid")
    scene.replayed()


def test_nothing_is_paid_that_is_not_approved() -> None:
    scene = with_money(1000)
    scene.when(pay(1), by=TREASURER).refused(NotFound, "spending", SPENDING)
    scene.when(pay(1, requested(scene, 400)), by=TREASURER).refused(WrongState, "requested")


@pytest.mark.parametrize(("payer", "role"), [(LEAD, "requester"), (CHAIR, "approver")])
def test_requester_approver_and_payer_are_three_people(payer: str, role: str) -> None:
    scene = with_money(1000)
    scene.when(pay(1, approved(scene, 400)), by=payer).refused(SamePerson, role)


def test_two_payments_may_have_two_payers() -> None:
    scene = with_money(1000)
    spending = approved(scene, 400)
    paid(scene, spending, 100)
    scene.when(pay(300, spending), by=OTHER)
    assert scene.refusal is None


def test_a_payment_in_another_currency_is_refused() -> None:
    scene = with_money(1000)
    in_dollars = PaySpending(approved(scene, 400), Money(1, "USD"), "bank")
    scene.when(in_dollars, by=TREASURER).refused(OtherCurrency, "CNY", field="amount")


def test_an_account_of_another_currency_is_refused() -> None:
    scene = with_money(1000)
    scene.when(pay(1, approved(scene, 400), "dollar-bank"), by=TREASURER)
    scene.refused(OtherCurrency, "CNY", field="account")


def test_an_account_of_another_legal_holder_is_refused() -> None:
    scene = with_money(1000)
    scene.when(pay(1, approved(scene, 400), "street-bank"), by=TREASURER)
    scene.refused(OtherHolder, field="account")


def test_an_unknown_account_may_not_have_been_noted_yet() -> None:
    scene = with_money(1000)
    scene.when(pay(1, approved(scene, 400), "fresh"), by=TREASURER)
    scene.refused(NotNoted, "account", "fresh", field="account")


def test_a_frozen_fund_pays_nothing_until_it_is_covered() -> None:
    scene = with_money(1000)
    spending = approved(scene, 400)
    scene.hears("funds", FundOverCommitted(FUND), FUND)
    scene.when(pay(1, spending), by=TREASURER).refused(FundFrozen, FUND)
    assert FundFrozen.may_be_behind == ("funds",)
    scene.hears("funds", FundCovered(FUND), FUND)
    scene.when(pay(1, spending), by=TREASURER)
    assert scene.refusal is None


def test_a_payment_of_a_day_to_come_is_refused() -> None:
    scene = with_money(1000)
    tomorrow = PaySpending(approved(scene, 400), cny(1), "bank", TODAY + timedelta(days=1))
    scene.when(tomorrow, by=TREASURER).refused(InvalidInput, field="occurred_on")
    scene.later().when(tomorrow, by=TREASURER)
    assert scene.refusal is None


def test_restricted_money_is_spent_first_the_oldest_before_the_newer() -> None:
    scene = allocate(council(), Part(None, 100), Part(FOR_BENCHES, 100))
    allocate(scene, Part(FOR_ELDERS, 100), Part(None, 100), allocation=SECOND)
    spending = approved(scene, 400)

    def shares(minor: int) -> tuple[Share, ...]:
        found: tuple[Share, ...] = scene.when(pay(minor, spending), by=TREASURER).facts[0].shares
        return found

    assert shares(150) == (Share(FIRST, FOR_BENCHES, 100), Share(SECOND, FOR_ELDERS, 50))
    assert shares(100) == (Share(SECOND, FOR_ELDERS, 50), Share(FIRST, None, 50))
    assert shares(150) == (Share(FIRST, None, 50), Share(SECOND, None, 100))
    assert held(scene).pools == ()


def test_what_is_spent_leaves_nothing_behind_that_later_payments_look_at() -> None:
    scene = council()
    for nth_allocation in range(20):
        allocate(scene, Part(None, 10), allocation=AllocationId(derived("all", str(nth_allocation))))
        paid(scene, approved(scene, 9), 9)
        assert sum(pool.minor for pool in held(scene).pools) == nth_allocation + 1
        assert len(held(scene).pools) <= 3


def test_restrictions_to_a_project_and_to_a_category_of_the_same_name_are_two() -> None:
    as_category = Restriction("category", PROJECT)
    scene = allocate(council(), Part(FOR_BENCHES, 5), Part(as_category, 7))
    assert scene.when(pay(12, approved(scene, 12)), by=TREASURER).facts[0].shares == (
        Share(FIRST, FOR_BENCHES, 5),
        Share(FIRST, as_category, 7),
    )


def test_an_approved_spending_keeps_its_money_against_later_ones() -> None:
    scene = with_money(1000)
    first = approved(scene, 700)
    second = requested(scene, 300)
    scene.when(ApproveSpending(second), by=CHAIR)
    paid(scene, second, 300)
    paid(scene, first, 700)
    assert held(scene).spent == cny(1000)

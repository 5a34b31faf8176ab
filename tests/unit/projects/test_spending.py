"""Spending is asked for by one person and approved by another; approval reserves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.rules import TODAY
from unit.projects.story import (
    CHAIR,
    DOLLARS,
    EARLIER,
    FIRST,
    FUND,
    LEAD,
    PROJECT,
    SECOND,
    SET_UP,
    SHOP,
    SPENDING,
    allocate,
    approved,
    cny,
    council,
    held,
    paid,
    request,
    requested,
    with_money,
)

from kernel.errors import InvalidInput, NotFound
from kernel.sealed import Sealed
from policy.terms import Approvals
from services.projects.domain.commands import ApproveSpending, RejectSpending, RequestSpending
from services.projects.domain.documents import Spending
from services.projects.errors import (
    BeforeAllocation,
    FundNeeded,
    Insufficient,
    NotNoted,
    OtherCurrency,
    SamePerson,
    WrongState,
)
from services.projects.events import Part, SpendingApproved, SpendingRejected, SpendingRequested

PAPERS = ("a" * 64, "b" * 64)


def test_a_request_names_payee_sum_purpose_and_papers() -> None:
    scene = with_money(1000)
    scene.when(
        RequestSpending(
            "benches", SHOP, cny(1000), "timber", "co-governance", occurred_on=EARLIER, attachments=PAPERS
        ),
        by=LEAD,
    ).then(SpendingRequested(SPENDING, PROJECT, FUND, SHOP, cny(1000), "timber", PAPERS, TODAY))
    assert (scene.said[0].subject, scene.said[0].occurred_on) == (SPENDING, EARLIER)
    spending = scene.document(Spending, SPENDING)
    assert (spending.state, spending.requester, spending.paid) == ("requested", LEAD, cny(0))


def test_a_request_is_of_today_where_no_day_is_given() -> None:
    assert with_money(1000).when(request(1)).said[0].occurred_on == TODAY


def test_a_request_is_of_no_day_before_the_project_had_any_of_the_money() -> None:
    day = timedelta(days=1)
    scene = allocate(council(), Part(None, 1000), on=EARLIER + day)
    asking = RequestSpending("benches", SHOP, cny(1), "timber", occurred_on=EARLIER)
    scene.when(asking, by=LEAD).refused(BeforeAllocation, field="occurred_on")
    assert scene.refusal is not None
    assert scene.refusal.fields() == {"occurred_on": ["date.order"]}
    assert scene.refusal.may_be_behind == ("funds",)
    allocate(scene, Part(None, 1), allocation=SECOND, on=EARLIER)
    scene.when(asking, by=LEAD)
    assert scene.said[0].occurred_on == EARLIER


def test_a_request_of_a_day_to_come_is_refused() -> None:
    tomorrow = RequestSpending("benches", SHOP, cny(1), "timber", occurred_on=TODAY + timedelta(days=1))
    scene = with_money(1000).when(tomorrow).refused(InvalidInput, field="occurred_on")
    assert scene.refusal
    assert scene.refusal.fields() == {"occurred_on": ["date.future"]}


def test_an_unknown_project_asks_for_nothing() -> None:
    council().when(RequestSpending("toilet", SHOP, cny(1), "x")).refused(NotFound, "project", "toilet")


def test_a_request_beyond_what_remains_is_refused() -> None:
    scene = with_money(1000)
    scene.when(request(1001)).refused(Insufficient, "10.00", "CNY", field="amount")
    scene.when(request(1001, fund=FUND)).refused(Insufficient, "10.00", "CNY", field="amount")


def test_what_is_reserved_or_spent_does_not_remain() -> None:
    scene = with_money(1000)
    paid(scene, approved(scene, 300), 100)
    assert held(scene).reserved == cny(200)
    scene.when(request(701)).refused(Insufficient, "7.00", "CNY")
    scene.when(request(700))
    assert scene.refusal is None


def test_a_request_reserves_nothing() -> None:
    scene = with_money(1000)
    requested(scene, 1000)
    requested(scene, 1000)
    assert held(scene).remaining == cny(1000)


def test_a_project_without_money_of_the_fund_has_nothing_to_spend() -> None:
    council().when(request(1)).refused(Insufficient, "0.00", "CNY")
    council().when(request(1, fund=FUND)).refused(Insufficient, "0.00", "CNY")


def test_an_unknown_fund_may_not_have_been_noted_yet() -> None:
    scene = council().when(RequestSpending("benches", SHOP, cny(1), "x", "fresh"))
    scene.refused(NotNoted, "fund", "fresh", field="fund")
    assert scene.refusal
    assert scene.refusal.code == "not_found"


@pytest.mark.parametrize("refusal", [NotNoted, Insufficient])
def test_what_the_funds_service_may_know_better_says_so(refusal: type[NotNoted | Insufficient]) -> None:
    assert refusal.may_be_behind == ("funds",)


def test_money_of_two_funds_asks_which() -> None:
    scene = allocate(with_money(1000), Part(None, 500), allocation=SECOND, fund=SET_UP)
    scene.when(request(100)).refused(FundNeeded, FUND, SET_UP, field="fund")
    scene.when(request(100, fund=SET_UP))
    assert scene.facts[0].fund == SET_UP


def test_a_fund_with_nothing_left_is_not_meant() -> None:
    scene = allocate(with_money(1000), Part(None, 500), allocation=SECOND, fund=SET_UP)
    paid(scene, approved(scene, 1000, fund=FUND), 1000)
    assert scene.when(request(100)).facts[0].fund == SET_UP


def test_the_currency_tells_which_fund_is_meant() -> None:
    scene = allocate(with_money(1000), Part(None, 500), allocation=SECOND, fund=DOLLARS, currency="USD")
    assert scene.when(request(100)).facts[0].fund == FUND
    assert scene.when(request(100, currency="USD")).facts[0].fund == DOLLARS


def test_a_request_in_another_currency_than_the_funds_is_refused() -> None:
    scene = with_money(1000)
    scene.when(request(1, currency="USD")).refused(OtherCurrency, "CNY", field="amount")
    scene.when(request(1, fund=FUND, currency="USD")).refused(OtherCurrency, "CNY", field="amount")


def test_approval_by_another_person_reserves() -> None:
    scene = with_money(1000)
    spending = requested(scene, 400)
    scene.when(ApproveSpending(spending), by=CHAIR).then(
        SpendingApproved(spending, PROJECT, FUND, SHOP, cny(400), needed=(Approvals("chair", 1),))
    )
    assert (held(scene).reserved, held(scene).remaining) == (cny(400), cny(600))
    found = scene.document(Spending, spending)
    assert (found.state, found.approver, found.unpaid) == ("approved", CHAIR, cny(400))


def test_nobody_approves_what_they_asked_for() -> None:
    scene = with_money(1000)
    scene.when(ApproveSpending(requested(scene, 400)), by=LEAD).refused(SamePerson, "requester")


def test_of_two_approvals_that_exceed_the_sum_together_exactly_one_passes() -> None:
    scene = with_money(1000)
    first, second = requested(scene, 600), requested(scene, 600)
    scene.when(ApproveSpending(second), by=CHAIR)
    assert scene.refusal is None
    scene.when(ApproveSpending(first), by=CHAIR).refused(Insufficient, "4.00", "CNY")
    allocate(scene, Part(None, 200), allocation=SECOND)
    scene.when(ApproveSpending(first), by=CHAIR)
    assert scene.refusal is None


def test_what_is_approved_or_rejected_is_decided() -> None:
    scene = with_money(1000)
    spending = approved(scene, 400)
    scene.when(ApproveSpending(spending), by=CHAIR).refused(WrongState, "approved")
    scene.when(RejectSpending(spending), by=CHAIR).refused(WrongState, "approved")
    rejected = requested(scene, 400)
    scene.when(RejectSpending(rejected), by=CHAIR)
    scene.when(ApproveSpending(rejected), by=CHAIR).refused(WrongState, "rejected")


def test_a_rejection_may_give_a_sealed_reason() -> None:
    scene = with_money(1000)
    spending = requested(scene, 400)
    scene.when(RejectSpending(spending, Sealed("0" * 64)), by=CHAIR).then(
        SpendingRejected(spending, PROJECT, FUND, Sealed("0" * 64), cny(400))
    )
    assert scene.document(Spending, spending).state == "rejected"
    scene.replayed()


def test_an_unknown_spending_is_not_found() -> None:
    scene = with_money(1000)
    scene.when(ApproveSpending(SPENDING)).refused(NotFound, "spending", SPENDING, field="spending")
    # An id of another thing is no spending either.
    scene.when(RejectSpending(FIRST)).refused(NotFound, "spending", FIRST)  # type: ignore[arg-type]

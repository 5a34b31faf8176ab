"""A payment is reversed by two people, once: the money is the project's again, and still owed."""

from __future__ import annotations

from support.rules import TODAY, nth
from unit.projects.story import (
    BANK,
    CHAIR,
    FIRST,
    FOR_BENCHES,
    FUND,
    PAYMENT,
    PROJECT,
    SHOP,
    SPENDING,
    TREASURER,
    allocate,
    approved,
    cny,
    council,
    held,
    paid,
    with_money,
)

from kernel.errors import NotFound
from kernel.sealed import Sealed
from services.projects.domain.commands import CloseProject, ConfirmPaymentReversal, RequestPaymentReversal
from services.projects.domain.documents import Spending
from services.projects.domain.pools import Pool
from services.projects.errors import AlreadyReversed, ReversalPending, SamePerson, UnpaidSpending
from services.projects.events import (
    Part,
    PaymentId,
    PaymentReversalRequested,
    PaymentReversed,
    ReversalId,
    Share,
)

REVERSAL = ReversalId(nth("rvp"))
BOUNCED = Sealed("0" * 64)
ASK = RequestPaymentReversal(SPENDING, PAYMENT, BOUNCED)
CONFIRM = ConfirmPaymentReversal(REVERSAL)


def test_asking_for_a_reversal_changes_no_sum() -> None:
    scene = with_money(1000)
    paid(scene, approved(scene, 400), 400)
    before = held(scene)
    scene.when(ASK, by=TREASURER).then(PaymentReversalRequested(REVERSAL, PAYMENT, SPENDING, BOUNCED))
    assert scene.said[0].subject == SPENDING
    assert held(scene) == before
    assert scene.document(Spending, SPENDING).state == "paid"


def test_a_confirmed_reversal_fills_the_pools_and_reserves_again() -> None:
    scene = allocate(council(), Part(FOR_BENCHES, 300), Part(None, 700))
    paid(scene, approved(scene, 400), 400)
    scene.later(40).when(ASK, by=TREASURER)
    scene.when(CONFIRM, by=CHAIR).then(
        PaymentReversed(
            reversal=REVERSAL,
            payment=PAYMENT,
            spending=SPENDING,
            project=PROJECT,
            fund=FUND,
            account=BANK,
            payee=SHOP,
            amount=cny(400),
            shares=(Share(FIRST, FOR_BENCHES, 300), Share(FIRST, None, 100)),
            original_on=TODAY,
            still_owed=True,
        )
    )
    assert (scene.said[0].subject, scene.said[0].occurred_on) == (SPENDING, scene.today)
    # What was emptied arrives anew, behind what was not.
    assert held(scene).pools == (Pool(FIRST, None, 700), Pool(FIRST, FOR_BENCHES, 300))
    assert (held(scene).spent, held(scene).reserved, held(scene).remaining) == (cny(0), cny(400), cny(600))
    spending = scene.document(Spending, SPENDING)
    assert (spending.state, spending.unpaid) == ("approved", cny(400))
    scene.replayed()


def test_one_of_two_payments_reversed_leaves_the_spending_partly_paid() -> None:
    scene = with_money(1000)
    spending = approved(scene, 400)
    paid(scene, spending, 300)
    paid(scene, spending, 100)
    scene.when(ASK, by=TREASURER).when(CONFIRM, by=CHAIR)
    found = scene.document(Spending, spending)
    assert (found.state, found.paid, found.unpaid) == ("partly_paid", cny(100), cny(300))
    assert [one.reversed for one in found.payments] == [True, False]


def test_what_was_reversed_is_paid_again_and_that_payment_is_reversed_for_itself() -> None:
    scene = with_money(1000)
    spending = approved(scene, 400)
    paid(scene, spending, 400)
    scene.when(ASK, by=TREASURER).when(CONFIRM, by=CHAIR)
    again = paid(scene, spending, 400)
    assert scene.document(Spending, spending).state == "paid"
    scene.when(RequestPaymentReversal(spending, again, BOUNCED), by=TREASURER)
    scene.when(ConfirmPaymentReversal(ReversalId(nth("rvp", 2))), by=CHAIR)
    assert held(scene).spent == cny(0)


def test_nobody_confirms_the_reversal_that_they_asked_for() -> None:
    scene = with_money(1000)
    paid(scene, approved(scene, 400), 400)
    scene.when(ASK, by=CHAIR).when(CONFIRM, by=CHAIR).refused(SamePerson, "requester")


def test_a_payment_is_reversed_once() -> None:
    scene = with_money(1000)
    paid(scene, approved(scene, 400), 400)
    scene.when(ASK, by=TREASURER)
    scene.when(ASK, by=TREASURER).refused(ReversalPending, REVERSAL)
    scene.when(CONFIRM, by=CHAIR)
    scene.when(CONFIRM, by=CHAIR).refused(AlreadyReversed, PAYMENT)
    scene.when(ASK, by=TREASURER).refused(AlreadyReversed, PAYMENT)


def test_what_is_not_there_cannot_be_reversed() -> None:
    scene = with_money(1000)
    scene.when(ASK, by=TREASURER).refused(NotFound, "spending", SPENDING)
    spending = approved(scene, 400)
    scene.when(ASK, by=TREASURER).refused(NotFound, "payment", PAYMENT, field="payment")
    other = approved(scene, 100)
    payment: PaymentId = paid(scene, other, 100)
    ask = RequestPaymentReversal(spending, payment, BOUNCED)
    scene.when(ask, by=TREASURER).refused(NotFound, "payment", payment)
    scene.when(CONFIRM, by=CHAIR).refused(NotFound, "reversal", REVERSAL, field="reversal")


def test_a_payment_that_bounced_after_the_project_closed_is_paid_again() -> None:
    scene = with_money(1000)
    spending = approved(scene, 400)
    paid(scene, spending, 400)
    scene.when(ASK, by=TREASURER).when(CloseProject("benches"), by=CHAIR)
    scene.when(CONFIRM, by=CHAIR)
    assert (held(scene).reserved, held(scene).remaining) == (cny(400), cny(0))
    paid(scene, spending, 400)
    assert held(scene).spent == cny(400)
    scene.replayed()


def test_a_reversed_payment_keeps_the_project_open() -> None:
    scene = with_money(1000)
    paid(scene, approved(scene, 400), 400)
    scene.when(ASK, by=TREASURER).when(CONFIRM, by=CHAIR)
    scene.when(CloseProject("benches"), by=CHAIR).refused(UnpaidSpending, "4.00", "CNY")

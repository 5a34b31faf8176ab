"""Spending that will not be paid (in full): what is paid stays, what is reserved is released, to the fen."""

from __future__ import annotations

import pytest
from support.rules import Scene, nth
from unit.projects.story import (
    CHAIR,
    FIRST,
    FOR_BENCHES,
    FUND,
    LEAD,
    OTHER,
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
    request,
    requested,
    with_money,
)

from kernel.errors import NotFound
from kernel.sealed import Sealed
from services.projects.domain.commands import (
    ApproveSpending,
    CancelSpending,
    CloseProject,
    ConfirmPaymentReversal,
    RejectSpending,
    RequestPaymentReversal,
)
from services.projects.domain.documents import Spending
from services.projects.errors import NotRequester, WrongState
from services.projects.events import (
    AllocationReturned,
    Part,
    PaymentId,
    PaymentReversed,
    ReversalId,
    SpendingCancelled,
    SpendingId,
)

WHY = Sealed("0" * 64)
CANCEL = CancelSpending(SPENDING, WHY)


def cancelled(
    released: int, spending: SpendingId = SPENDING, uncounted: int | None = None
) -> SpendingCancelled:
    less = cny(released if uncounted is None else uncounted)
    return SpendingCancelled(spending, PROJECT, FUND, cny(released), WHY, less)


def undo(scene: Scene, payment: PaymentId, number: int = 1) -> Scene:
    scene.when(RequestPaymentReversal(SPENDING, payment, WHY), by=TREASURER)
    return scene.when(ConfirmPaymentReversal(ReversalId(nth("rvp", number))), by=CHAIR)


def test_what_is_only_asked_for_had_reserved_nothing() -> None:
    scene = with_money(1000)
    requested(scene, 400)
    scene.when(CANCEL, by=LEAD, role="project_lead").then(cancelled(0, uncounted=400))
    [saying] = scene.said
    assert (saying.subject, saying.occurred_on, saying.concerns) == (SPENDING, scene.today, (SHOP,))
    assert held(scene).remaining == cny(1000)
    scene.when(ApproveSpending(SPENDING), by=CHAIR).refused(WrongState, "cancelled")
    scene.when(RejectSpending(SPENDING), by=CHAIR).refused(WrongState, "cancelled")


@pytest.mark.parametrize(("part", "released"), [(0, 400), (1, 399), (399, 1)])
def test_what_is_reserved_is_released_and_what_is_paid_stays(part: int, released: int) -> None:
    scene = with_money(1000)
    approved(scene, 400)
    if part:
        paid(scene, SPENDING, part)
    scene.when(CANCEL, by=CHAIR).then(cancelled(released))
    found = held(scene)
    assert (found.reserved, found.spent, found.remaining) == (cny(0), cny(part), cny(1000 - part))
    spending = scene.document(Spending, SPENDING)
    assert (spending.state, spending.paid) == ("cancelled", cny(part))
    scene.when(pay(1), by=TREASURER).refused(WrongState, "cancelled")
    scene.when(CANCEL, by=CHAIR).refused(WrongState, "cancelled")
    scene.replayed()


def test_what_was_released_is_asked_for_and_approved_again() -> None:
    scene = with_money(400)
    approved(scene, 400)
    scene.when(CANCEL, by=CHAIR)
    again = approved(scene, 400)
    paid(scene, again, 400)
    assert (held(scene).spent, held(scene).remaining) == (cny(400), cny(0))


def test_a_project_lead_cancels_their_own_request_alone_and_the_chair_any() -> None:
    scene = with_money(1000)
    approved(scene, 400)
    scene.when(CANCEL, by=OTHER, role="project_lead").refused(NotRequester)
    scene.when(CANCEL, by=LEAD, role="project_lead").then(cancelled(400))
    other = approved(scene, 100)
    scene.when(CancelSpending(other, WHY), by="per_another_chair", role="chair").then(cancelled(100, other))


def test_what_is_paid_whole_or_rejected_is_not_cancelled() -> None:
    scene = with_money(1000)
    paid(scene, approved(scene, 400), 400)
    scene.when(CANCEL, by=CHAIR).refused(WrongState, "paid")
    rejected = requested(scene, 100)
    scene.when(RejectSpending(rejected), by=CHAIR)
    scene.when(CancelSpending(rejected, WHY), by=CHAIR).refused(WrongState, "rejected")
    missing = SpendingId(nth("spd", 9))
    scene.when(CancelSpending(missing, WHY), by=CHAIR).refused(NotFound, "spending", missing)


def test_a_cancelled_spending_lets_the_project_close() -> None:
    scene = with_money(1000)
    paid(scene, approved(scene, 400), 150)
    scene.when(CANCEL, by=CHAIR).when(CloseProject("benches"), by=CHAIR)
    assert [fact.amount for fact in scene.facts if isinstance(fact, AllocationReturned)] == [cny(850)]


def test_a_payment_that_comes_back_after_the_cancellation_is_owed_to_nobody() -> None:
    scene = with_money(1000)
    payment = paid(scene, approved(scene, 400), 150)
    scene.when(CANCEL, by=CHAIR)
    undo(scene, payment)
    assert (type(scene.facts[0]), scene.facts[0].still_owed, len(scene.facts)) == (PaymentReversed, False, 1)
    found = held(scene)
    assert (found.reserved, found.spent, found.remaining) == (cny(0), cny(0), cny(1000))
    assert scene.document(Spending, SPENDING).state == "cancelled"
    scene.when(pay(1), by=TREASURER).refused(WrongState, "cancelled")
    scene.replayed()


def test_a_reversal_that_waits_goes_on_over_the_cancellation() -> None:
    scene = with_money(1000)
    payment = paid(scene, approved(scene, 400), 150)
    scene.when(RequestPaymentReversal(SPENDING, payment, WHY), by=TREASURER)
    scene.when(CANCEL, by=CHAIR).then(cancelled(250))
    scene.when(ConfirmPaymentReversal(ReversalId(nth("rvp"))), by=CHAIR)
    assert (held(scene).reserved, held(scene).remaining) == (cny(0), cny(1000))


def closed_and_owed() -> Scene:
    """A project that closed; then a payment out of two allocations came back and is owed again."""
    scene = allocate(council(), Part(FOR_BENCHES, 300), Part(None, 50))
    allocate(scene, Part(None, 500), allocation=SECOND)
    payment = paid(scene, approved(scene, 400), 400)
    scene.when(CloseProject("benches"), by=CHAIR)
    undo(scene, payment)
    assert (scene.facts[0].still_owed, held(scene).reserved) == (True, cny(400))
    return scene


def test_what_a_closed_project_is_released_of_goes_back_to_the_fund_by_itself() -> None:
    scene = closed_and_owed().when(CANCEL, by=CHAIR)
    assert scene.facts == [
        cancelled(400),
        AllocationReturned(SECOND, FUND, PROJECT, cny(50), (Part(None, 50),), None, by_itself=True),
        AllocationReturned(
            FIRST, FUND, PROJECT, cny(350), (Part(None, 50), Part(FOR_BENCHES, 300)), None, by_itself=True
        ),
    ]
    found = held(scene)
    assert (found.reserved, found.remaining) == (cny(0), cny(0))
    assert found.pools == ()
    scene.replayed()


def test_a_payment_that_comes_back_when_project_and_spending_are_over_goes_back_where_it_came_from() -> None:
    scene = allocate(council(), Part(FOR_BENCHES, 300), Part(None, 700))
    payment = paid(scene, approved(scene, 400), 350)
    scene.when(CANCEL, by=CHAIR).when(CloseProject("benches"), by=CHAIR)
    undo(scene, payment)
    [reversed_, back] = scene.facts
    assert (reversed_.still_owed, back.amount, back.by_itself) == (False, cny(350), True)
    assert back.parts == (Part(FOR_BENCHES, 300), Part(None, 50))
    assert held(scene).pools == ()
    assert held(scene).remaining == cny(0)
    scene.replayed()


def test_what_is_only_asked_for_in_a_closed_project_is_cancelled() -> None:
    scene = with_money(1000).when(request(400), by=LEAD)
    scene.when(CloseProject("benches"), by=CHAIR)
    scene.when(CANCEL, by=LEAD, role="project_lead").then(cancelled(0, uncounted=400))

"""A payment's reversal that is not confirmed is withdrawn by a treasurer, or rejected by the chair."""

from __future__ import annotations

import pytest
from support.rules import Scene, nth
from unit.projects.story import (
    CHAIR,
    PAYMENT,
    SHOP,
    SPENDING,
    TREASURER,
    approved,
    cny,
    held,
    paid,
    with_money,
)

from kernel.errors import NotFound
from kernel.sealed import Sealed
from services.projects.domain.commands import (
    ConfirmPaymentReversal,
    RejectPaymentReversal,
    RequestPaymentReversal,
    WithdrawPaymentReversal,
)
from services.projects.domain.documents import PendingReversal, Spending
from services.projects.errors import AlreadyReversed, ReversalPending, ReversalSettled, SamePerson
from services.projects.events import (
    PaymentReversalRejected,
    PaymentReversalWithdrawn,
    PaymentReversed,
    ReversalId,
)

WHY_NOT = Sealed("1" * 64)
REVERSAL, AGAIN = ReversalId(nth("rvp")), ReversalId(nth("rvp", 2))
ASK = RequestPaymentReversal(SPENDING, PAYMENT, Sealed("0" * 64))
CONFIRM = ConfirmPaymentReversal(REVERSAL)
WITHDRAW = WithdrawPaymentReversal(REVERSAL, WHY_NOT)
REJECT = RejectPaymentReversal(REVERSAL, WHY_NOT)
ENDS = [
    (WITHDRAW, TREASURER, PaymentReversalWithdrawn, "withdrawn"),
    (REJECT, CHAIR, PaymentReversalRejected, "rejected"),
]
Drop = WithdrawPaymentReversal | RejectPaymentReversal
Dropped = type[PaymentReversalWithdrawn | PaymentReversalRejected]


def asked() -> Scene:
    scene = with_money(1000)
    paid(scene, approved(scene, 400), 300)
    return scene.when(ASK, by=TREASURER)


def test_who_asked_and_is_the_chair_too_may_reject_it_but_not_confirm_it() -> None:
    scene = asked()
    scene.when(CONFIRM, by=TREASURER).refused(SamePerson, "requester")
    scene.when(REJECT, by=TREASURER)
    assert scene.facts == [PaymentReversalRejected(REVERSAL, PAYMENT, SPENDING, WHY_NOT)]


@pytest.mark.parametrize(("command", "by", "fact", "how"), ENDS)
def test_the_payment_stands_and_no_sum_moves(command: Drop, by: str, fact: Dropped, how: str) -> None:
    scene = asked()
    before = held(scene)
    scene.when(command, by=by).then(fact(REVERSAL, PAYMENT, SPENDING, WHY_NOT))
    [saying] = scene.said
    assert (saying.subject, saying.occurred_on, saying.concerns) == (SPENDING, scene.today, (SHOP,))
    assert held(scene) == before
    spending = scene.document(Spending, SPENDING)
    assert (spending.state, spending.paid, spending.payments[0].reversal) == ("partly_paid", cny(300), None)
    assert scene.document(PendingReversal, REVERSAL) == PendingReversal(SPENDING, PAYMENT, TREASURER, how)  # type: ignore[arg-type] # a parameter is text
    scene.replayed()


@pytest.mark.parametrize(("command", "by", "fact", "how"), ENDS)
def test_the_request_has_ended_and_a_new_one_is_confirmed(
    command: Drop, by: str, fact: Dropped, how: str
) -> None:
    scene = asked().when(command, by=by)
    scene.when(CONFIRM, by=CHAIR).refused(ReversalSettled, how)
    scene.when(WITHDRAW, by=TREASURER).refused(ReversalSettled, how)
    scene.when(REJECT, by=CHAIR).refused(ReversalSettled, how)
    scene.when(ASK, by=TREASURER).when(ASK, by=TREASURER).refused(ReversalPending, AGAIN)
    scene.when(ConfirmPaymentReversal(AGAIN), by=CHAIR)
    [undone] = scene.facts
    assert (type(undone), undone.amount, fact is type(undone)) == (PaymentReversed, cny(300), False)
    assert (held(scene).spent, held(scene).reserved) == (cny(0), cny(400))
    scene.replayed()


def test_any_treasurer_withdraws() -> None:
    assert asked().when(WITHDRAW, by="per_other_treasurer").refusal is None


def test_what_was_confirmed_or_never_asked_for_is_not_withdrawn() -> None:
    scene = asked().when(CONFIRM, by=CHAIR)
    scene.when(WITHDRAW, by=TREASURER).refused(AlreadyReversed, PAYMENT)
    scene.when(REJECT, by=CHAIR).refused(AlreadyReversed, PAYMENT)
    with_money(1).when(WITHDRAW, by=TREASURER).refused(NotFound, "reversal", REVERSAL, field="reversal")

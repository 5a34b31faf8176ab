"""A reversal that is not confirmed ends otherwise: withdrawn by a treasurer, or rejected by the chair."""

from __future__ import annotations

import pytest
from support.rules import Scene, nth
from unit.funds.story import (
    ANNA,
    CHAIR,
    DONATION,
    FOR_BENCHES,
    REVERSAL,
    TREASURER,
    allocate,
    ask_reversal,
    cny,
    council,
    donate,
    figures,
    fulfil,
    lay_out,
    pledge,
    receive,
    refund,
    transfer,
)

from kernel.errors import NotFound
from kernel.sealed import Sealed
from services.funds.domain.commands import ConfirmReversal, RejectReversal, WithdrawReversal
from services.funds.domain.documents import Donation, Reversal
from services.funds.errors import AlreadyReversed, ReversalPending, ReversalSettled, SamePerson
from services.funds.events import (
    DonationReversed,
    ReversalRejected,
    ReversalRequested,
    ReversalWithdrawn,
    ReversibleKind,
)

WHY_NOT = Sealed("1" * 64)
CONFIRM = ConfirmReversal(REVERSAL)
WITHDRAW = WithdrawReversal(REVERSAL, WHY_NOT)
REJECT = RejectReversal(REVERSAL, WHY_NOT)
ENDS = [(WITHDRAW, TREASURER, ReversalWithdrawn), (REJECT, CHAIR, ReversalRejected)]


def asked(kind: ReversibleKind = "donation", prefix: str = "don") -> Scene:
    scene = council().when(donate(5000, FOR_BENCHES)).when(receive(100)).when(transfer(100)).when(lay_out(1))
    return scene.when(ask_reversal(nth(prefix), kind), by=TREASURER)


@pytest.mark.parametrize(("command", "by", "fact"), ENDS)
def test_what_would_have_been_reversed_stands_and_no_figure_moves(
    command: WithdrawReversal | RejectReversal, by: str, fact: type[ReversalWithdrawn | ReversalRejected]
) -> None:
    scene = asked()
    before = figures(scene)
    scene.when(command, by=by).then(fact(REVERSAL, DONATION, "donation", WHY_NOT))
    [saying] = scene.said
    assert (saying.subject, saying.occurred_on, saying.concerns) == (DONATION, scene.today, (ANNA,))
    assert figures(scene) == before
    assert scene.document(Donation, DONATION).state == "standing"
    scene.replayed()


def test_any_treasurer_withdraws_and_not_only_the_one_who_asked() -> None:
    scene = asked().when(WITHDRAW, by="per_other_treasurer")
    assert scene.document(Reversal, REVERSAL) == Reversal("donation", DONATION, TREASURER, "withdrawn")


def test_who_asked_and_is_the_chair_too_may_reject_it_but_not_confirm_it() -> None:
    scene = asked()
    scene.when(CONFIRM, by=TREASURER).refused(SamePerson)
    scene.when(REJECT, by=TREASURER).then(ReversalRejected(REVERSAL, DONATION, "donation", WHY_NOT))


@pytest.mark.parametrize(("command", "by", "fact"), ENDS)
@pytest.mark.parametrize(
    ("kind", "prefix"), [("donation", "don"), ("receipt", "rcp"), ("transfer", "tra"), ("outlay", "out")]
)
def test_afterwards_it_is_asked_for_anew_and_confirmed(
    command: WithdrawReversal | RejectReversal, by: str, fact: type, kind: ReversibleKind, prefix: str
) -> None:
    scene = asked(kind, prefix).when(command, by=by)
    assert isinstance(scene.facts[0], fact)
    scene.when(ask_reversal(nth(prefix), kind), by=TREASURER)
    [again] = scene.facts
    assert (type(again), again.reversal) == (ReversalRequested, nth("rev", 2))
    scene.when(ask_reversal(nth(prefix), kind), by=TREASURER).refused(ReversalPending, nth(prefix))
    scene.when(ConfirmReversal(again.reversal), by=CHAIR)
    assert scene.refusal is None
    scene.replayed()


@pytest.mark.parametrize(("command", "by", "fact"), ENDS)
def test_a_request_that_has_ended_is_not_confirmed_withdrawn_or_rejected(
    command: WithdrawReversal | RejectReversal, by: str, fact: type
) -> None:
    how = "withdrawn" if fact is ReversalWithdrawn else "rejected"
    scene = asked().when(command, by=by)
    scene.when(CONFIRM, by=CHAIR).refused(ReversalSettled, how)
    scene.when(WITHDRAW, by=TREASURER).refused(ReversalSettled, how)
    scene.when(REJECT, by=CHAIR).refused(ReversalSettled, how)
    assert sum(isinstance(told.fact, DonationReversed) for told in scene.log) == 0


def test_the_old_request_stays_ended_while_a_new_one_is_open() -> None:
    scene = asked().when(WITHDRAW, by=TREASURER).when(ask_reversal(), by=TREASURER)
    scene.when(CONFIRM, by=CHAIR).refused(ReversalSettled, "withdrawn")
    assert scene.document(Donation, DONATION).state == "reversal_pending"


def test_what_was_confirmed_is_neither_withdrawn_nor_rejected() -> None:
    scene = asked().when(CONFIRM, by=CHAIR)
    scene.when(WITHDRAW, by=TREASURER).refused(AlreadyReversed, DONATION)
    scene.when(REJECT, by=CHAIR).refused(AlreadyReversed, DONATION)


def test_what_was_never_asked_for_is_not_withdrawn() -> None:
    council().when(WITHDRAW, by=TREASURER).refused(NotFound, "reversal", REVERSAL, field="reversal")
    council().when(REJECT, by=CHAIR).refused(NotFound, "reversal", REVERSAL, field="reversal")


def test_a_donation_that_stands_again_is_refunded_and_keeps_promises() -> None:
    scene = council().when(donate(5000)).when(refund(1000)).when(ask_reversal(), by=TREASURER)
    scene.when(refund(1)).refused(ReversalPending)
    scene.when(WITHDRAW, by=TREASURER).when(refund(1000)).when(pledge(3000)).when(fulfil())
    assert scene.facts[0].amount == cny(3000)
    scene.when(allocate(3000)).when(ask_reversal(), by=TREASURER)
    scene.when(ConfirmReversal(nth("rev", 2)), by=CHAIR)
    assert figures(scene) == {"received": 2000, "refunded": 2000, "committed": 3000, "available": -3000}

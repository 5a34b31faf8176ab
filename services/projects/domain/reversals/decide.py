"""A payment is reversed by two people: asked for by one, confirmed by another. Pure.

A request that is not confirmed yet is withdrawn by a treasurer or rejected by the chair, whoever asked: that
moves nothing. Then the payment stands, and its reversal may be asked for anew. Whichever of the three is
decided first ends the request."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.errors import NotFound
from services.projects.domain import lookup
from services.projects.domain.allocations import returns
from services.projects.domain.documents import Payment, PendingReversal, Spending
from services.projects.domain.invoices import lookup as invoices
from services.projects.domain.reversals.commands import (
    ConfirmPaymentReversal,
    RejectPaymentReversal,
    RequestPaymentReversal,
    WithdrawPaymentReversal,
)
from services.projects.errors import AlreadyReversed, ReversalPending, ReversalSettled, SamePerson
from services.projects.errors.spending import AdvanceIsSettled
from services.projects.events import (
    PaymentId,
    PaymentReversalRejected,
    PaymentReversalRequested,
    PaymentReversalWithdrawn,
    PaymentReversed,
    ReversalId,
)


def request(view: View, command: RequestPaymentReversal, given: Given) -> Sequence[Saying]:
    """Raises: NotFound, AlreadyReversed, ReversalPending, AdvanceIsSettled."""
    spending = lookup.spending(view, command.spending)
    payment = _payment(spending, command.payment)
    if payment.reversed:
        raise AlreadyReversed(command.payment)
    if payment.reversal:
        raise ReversalPending(payment.reversal)
    _all_out(spending, payment)
    reversal = ReversalId(given.new_id("rvp"))
    requested = PaymentReversalRequested(reversal, command.payment, command.spending, command.reason)
    # The reason may speak of whoever was paid: it goes with them when they are erased.
    return [Saying(requested, command.spending, given.today, concerns=(spending.payee,))]


def confirm(view: View, command: ConfirmPaymentReversal, given: Given) -> Sequence[Saying]:
    """The money is owed again; of a cancelled spending it is the project's, or the fund's if that is closed.

    Raises: NotFound, AlreadyReversed, ReversalSettled, SamePerson, AdvanceIsSettled.
    """
    pending = _open(view, command.reversal)
    if pending.requester in given.actor.hands:
        raise SamePerson("requester")
    spending = lookup.spending(view, pending.spending)
    payment = _payment(spending, pending.payment)
    _all_out(spending, payment)
    still_owed = spending.state != "cancelled"
    reversed_ = PaymentReversed(
        reversal=command.reversal,
        payment=payment.payment,
        spending=pending.spending,
        project=spending.project,
        fund=spending.fund,
        account=payment.account,
        payee=spending.payee,
        amount=payment.amount,
        shares=payment.shares,
        original_on=payment.paid_on,
        still_owed=still_owed,
        kind=spending.kind,
        uncounted=None if still_owed else payment.amount,
        resolution=None if still_owed else spending.resolution,
    )
    sayings = [Saying(reversed_, pending.spending, given.today)]
    if payment.amount == spending.paid:
        sayings += invoices.freed(view, spending.invoice, pending.spending, given)
    if not still_owed and not lookup.is_open(view, spending.project):
        sayings += returns.by_themselves(
            payment.shares, project=spending.project, fund=spending.fund, like=payment.amount, on=given.today
        )
    return sayings


def withdraw(view: View, command: WithdrawPaymentReversal, given: Given) -> Sequence[Saying]:
    """Raises: NotFound, AlreadyReversed, ReversalSettled."""
    return _dropped(view, command, PaymentReversalWithdrawn, given)


def reject(view: View, command: RejectPaymentReversal, given: Given) -> Sequence[Saying]:
    """Raises: NotFound, AlreadyReversed, ReversalSettled."""
    return _dropped(view, command, PaymentReversalRejected, given)


def _dropped(
    view: View,
    command: WithdrawPaymentReversal | RejectPaymentReversal,
    how: type[PaymentReversalWithdrawn | PaymentReversalRejected],
    given: Given,
) -> Sequence[Saying]:
    pending = _open(view, command.reversal)
    payee = lookup.spending(view, pending.spending).payee
    fact = how(command.reversal, pending.payment, pending.spending, command.reason)
    return [Saying(fact, pending.spending, given.today, concerns=(payee,))]


def _open(view: View, ref: ReversalId) -> PendingReversal:
    """A request that awaits its second person. Raises: NotFound, AlreadyReversed, ReversalSettled."""
    pending = view.get(PendingReversal, ref)
    if pending is None:
        raise NotFound("reversal", ref, field="reversal")
    if pending.state == "confirmed":
        raise AlreadyReversed(pending.payment)
    if pending.state != "requested":
        raise ReversalSettled(pending.state)
    return pending


def _all_out(spending: Spending, payment: Payment) -> None:
    """What is left of an advance that is settled in part comes back by a settlement.

    Raises: AdvanceIsSettled.
    """
    if spending.kind == "advance" and not spending.all_out(payment):
        raise AdvanceIsSettled(payment.payment)


def _payment(spending: Spending, ref: PaymentId) -> Payment:
    found = spending.payment(ref)
    if found is None:
        raise NotFound("payment", ref, field="payment")
    return found

"""Approved spending is paid by a third person; a payment is reversed by two. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.errors import NotFound
from services.projects.domain import lookup, pools
from services.projects.domain.commands import ConfirmPaymentReversal, PaySpending, RequestPaymentReversal
from services.projects.domain.documents import FundFreeze, Payment, PendingReversal, Spending
from services.projects.errors import (
    AlreadyReversed,
    ExceedsApproved,
    FundFrozen,
    OtherCurrency,
    OtherHolder,
    ReversalPending,
    SamePerson,
    WrongState,
)
from services.projects.events import (
    AccountNoted,
    FundNoted,
    PaymentId,
    PaymentReversalRequested,
    PaymentReversed,
    ReversalId,
    SpendingPaid,
)


def pay(view: View, command: PaySpending, given: Given) -> Sequence[Saying]:
    """Whether the project is open is not asked: what was approved is owed.

    Raises: NotFound, NotNoted, WrongState, SamePerson, OtherCurrency, ExceedsApproved, OtherHolder,
    FundFrozen, InvalidInput.
    """
    occurred_on = lookup.occurred(command.occurred_on, given)
    spending = lookup.spending(view, command.spending)
    if spending.state not in ("approved", "partly_paid"):
        raise WrongState(spending.state)
    _third_person(spending, given)
    lookup.same_currency(command.amount, spending.amount.currency)
    if command.amount > spending.unpaid:
        raise ExceedsApproved(*lookup.as_args(spending.unpaid), field="amount")
    fund = lookup.fund(view, spending.fund)
    account = lookup.account(view, command.account)
    _of_one_book(account, fund)
    freeze = view.get(FundFreeze, fund.fund)
    if freeze is not None and freeze.frozen:
        raise FundFrozen(fund.fund)
    held = lookup.held(view, spending.project, fund)
    payment = PaymentId(given.new_id("pay"))
    paid = SpendingPaid(
        payment=payment,
        spending=command.spending,
        project=spending.project,
        fund=fund.fund,
        account=account.account,
        payee=spending.payee,
        amount=command.amount,
        shares=pools.draw(pools.to_pay(held.pools), command.amount.minor),
        purpose=spending.purpose,
        reference=command.reference,
    )
    return [Saying(paid, command.spending, occurred_on)]


def _third_person(spending: Spending, given: Given) -> None:
    if given.actor.person == spending.requester:
        raise SamePerson("requester")
    if given.actor.person == spending.approver:
        raise SamePerson("approver")


def _of_one_book(account: AccountNoted, fund: FundNoted) -> None:
    """Each legal holder is its own book, and an account holds one currency."""
    if account.legal_holder != fund.legal_holder:
        raise OtherHolder(account.account, fund.fund, field="account")
    if account.currency != fund.currency:
        raise OtherCurrency(fund.currency, field="account")


def request_reversal(view: View, command: RequestPaymentReversal, given: Given) -> Sequence[Saying]:
    """Raises: NotFound, AlreadyReversed, ReversalPending."""
    spending = lookup.spending(view, command.spending)
    payment = _payment(spending, command.payment)
    if payment.reversed:
        raise AlreadyReversed(command.payment)
    if payment.reversal:
        raise ReversalPending(payment.reversal)
    reversal = ReversalId(given.new_id("rvp"))
    requested = PaymentReversalRequested(reversal, command.payment, command.spending, command.reason)
    # The reason may speak of whoever was paid: it goes with them when they are erased.
    return [Saying(requested, command.spending, given.today, concerns=(spending.payee,))]


def confirm_reversal(view: View, command: ConfirmPaymentReversal, given: Given) -> Sequence[Saying]:
    """Raises: NotFound, AlreadyReversed, SamePerson."""
    pending = view.get(PendingReversal, command.reversal)
    if pending is None:
        raise NotFound("reversal", command.reversal, field="reversal")
    if pending.done:
        raise AlreadyReversed(pending.payment)
    if given.actor.person == pending.requester:
        raise SamePerson("requester")
    spending = lookup.spending(view, pending.spending)
    payment = _payment(spending, pending.payment)
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
    )
    return [Saying(reversed_, pending.spending, given.today)]


def _payment(spending: Spending, ref: PaymentId) -> Payment:
    found = spending.payment(ref)
    if found is None:
        raise NotFound("payment", ref, field="payment")
    return found

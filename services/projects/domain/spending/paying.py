"""Approved spending is paid by a third person. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.errors import InvalidInput
from kernel.money import Money
from policy.history import policy_on
from services.projects.domain import lookup, pools
from services.projects.domain.documents import FundFreeze, Spending
from services.projects.domain.files import lookup as files
from services.projects.domain.invoices import lookup as invoices
from services.projects.domain.spending import blocks, hands, payees
from services.projects.domain.spending.commands import PaySpending
from services.projects.errors import (
    ExceedsApproved,
    FundFrozen,
    OtherCurrency,
    OtherHolder,
    WrongState,
)
from services.projects.errors.spending import Retained
from services.projects.events import AccountNoted, FundNoted, PaymentId, SpendingPaid


def pay(view: View, command: PaySpending, given: Given) -> Sequence[Saying]:
    """Whether the project is open is not asked: what was approved is owed.

    Raises: NotFound, NotNoted, WrongState, SamePerson, ApprovalsLacking, OtherCurrency, ExceedsApproved,
    Retained, InvoiceUsed, OtherHolder, FundFrozen, InvalidInput; with a policy ObjectionOpen, NoticeMissing,
    NoticeRunning, AttachmentMissing, InvoiceMissing, FileMissing, AdvanceUnsettled.
    """
    occurred_on = lookup.occurred(command.occurred_on, given)
    spending = lookup.spending(view, command.spending)
    if spending.state not in ("approved", "partly_paid"):
        raise WrongState(spending.state)
    third_person(view, spending, given)
    hands.require_approved(view, spending)
    lookup.same_currency(command.amount, spending.amount.currency)
    if command.amount > spending.unpaid:
        raise ExceedsApproved(*lookup.as_args(spending.unpaid), field="amount")
    _allowed(view, command, spending, given)
    _not_kept_back(spending, command.amount, occurred_on)
    invoices.require_unused(view, spending.invoice, command.spending)
    fund = lookup.fund(view, spending.fund)
    account = lookup.account(view, command.account)
    of_one_book(account, fund)
    freeze = view.get(FundFreeze, fund.fund)
    if freeze is not None and freeze.frozen:
        raise FundFrozen(fund.fund)
    held = lookup.held(view, spending.project, fund)
    if spending.approved_on is not None and occurred_on < spending.approved_on:
        raise InvalidInput({"occurred_on": ["date.before_approval"]})
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
        approved_on=spending.approved_on,
        kind=spending.kind,
        invoice=spending.invoice,
    )
    # One that came back whole had let its invoice go.
    return [
        Saying(paid, command.spending, occurred_on),
        *invoices.taken(view, spending.invoice, command.spending, given),
    ]


def third_person(view: View, spending: Spending, given: Given) -> None:
    """Raises: SamePerson."""
    hands.require_not_asked(view, spending, given)
    hands.require_not_approved(view, spending, given)


def _allowed(view: View, command: PaySpending, spending: Spending, given: Given) -> None:
    """What the policy of the day sees to, and the notice that the approval asked for."""
    blocks.require_notice_over(view, command.spending, spending, given.today)
    terms = policy_on(view, given.today)
    if terms is None:
        return
    payees.require_apart(view, spending, command.called, given)
    blocks.require_unopposed(view, command.spending, spending)
    invoiced = spending.invoice is not None or spending.kind == "advance"
    blocks.require_papers(terms, spending.attachments, invoiced=invoiced)
    files.require_papers(view, spending.attachments, given.today)
    if spending.kind == "advance":
        blocks.require_settled(view, terms, payees.of_spending(view, spending, given), given)


def _not_kept_back(spending: Spending, amount: Money, on: date) -> None:
    """What is kept back until a later day (质保金) stays owed. Raises: Retained."""
    kept = spending.retained(on)
    if spending.retention is not None and amount > spending.unpaid - kept:
        left, currency = lookup.as_args(spending.unpaid - kept)
        raise Retained(left, currency, spending.retention.until.isoformat(), field="amount")


def of_one_book(account: AccountNoted, fund: FundNoted) -> None:
    """Each legal holder is its own book, and an account holds one currency."""
    if account.legal_holder != fund.legal_holder:
        raise OtherHolder(account.account, fund.fund, field="account")
    if account.currency != fund.currency:
        raise OtherCurrency(fund.currency, field="account")

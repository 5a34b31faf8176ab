"""Spending is requested by one person, and rejected by another, or cancelled. Pure.

What will not be paid any more is cancelled by the chair, or by the project lead who asked for it: that moves
no money, so nobody else need agree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.errors import InvalidInput
from kernel.gone import require_present
from policy.history import policy_on
from services.projects.domain import lookup, pools
from services.projects.domain.allocations import returns
from services.projects.domain.files import lookup as files
from services.projects.domain.invoices import lookup as invoices
from services.projects.domain.invoices.numbers import invoice_of
from services.projects.domain.spending import blocks, payees
from services.projects.domain.spending.commands import (
    CancelSpending,
    RejectSpending,
    RequestSpending,
)
from services.projects.errors import (
    FundNeeded,
    Insufficient,
    NotRequester,
    OtherCurrency,
    WrongState,
)
from services.projects.errors.tiers import NotAsked
from services.projects.events import (
    FundNoted,
    Invoice,
    ProjectId,
    Retention,
    SpendingCancelled,
    SpendingId,
    SpendingRejected,
    SpendingRequested,
)

RETAINED: Final = "retention.amount"


def request(view: View, command: RequestSpending, given: Given) -> Sequence[Saying]:
    """Raises: PersonGone, NotFound, NotNoted, ProjectIsClosed, FundNeeded, OtherCurrency, Insufficient,
    BeforeAllocation, InvoiceUsed, FileMissing, AdvanceUnsettled, InvalidInput.
    """
    require_present(view, command.payee, "payee")
    occurred_on = lookup.occurred(command.occurred_on, given)
    project = lookup.open_project(view, command.project)
    fund = lookup.fund(view, command.fund) if command.fund else _only_fund(view, project, command)
    lookup.same_currency(command.amount, fund.currency)
    held = lookup.held(view, project, fund)
    if command.amount > held.remaining:
        raise Insufficient(*lookup.as_args(held.remaining), field="amount")
    lookup.since_allocated(held, occurred_on)
    retention, invoice = _retention(command), _invoice(view, command)
    terms = policy_on(view, given.today)
    files.require_papers(view, command.attachments, given.today)
    if terms is not None and command.kind == "advance":
        payee = payees.payee_of(view, command.payee, command.payee_name, given)
        blocks.require_settled(view, terms, payee, given, "payee")
    spending = SpendingId(given.new_id("spd"))
    requested = SpendingRequested(
        spending,
        project,
        fund.fund,
        command.payee,
        command.amount,
        command.purpose,
        command.attachments,
        given.today,
        kind=command.kind,
        category=command.category,
        invoice=invoice,
        seller=command.seller if invoice is not None else None,
        retention=retention,
        payee_name=command.payee_name,
    )
    return [Saying(requested, spending, occurred_on), *invoices.taken(view, invoice, spending, given)]


def _invoice(view: View, command: RequestSpending) -> Invoice | None:
    """Raises: InvalidInput (an advance has its invoices when it is settled), InvoiceUsed."""
    if command.invoice is None:
        return None
    if command.kind == "advance":
        raise InvalidInput({"invoice": ["invoice.at_settlement"]})
    invoice = invoice_of(command.invoice)
    invoices.require_unused(view, invoice, None, "invoice.number")
    return invoice


def _retention(command: RequestSpending) -> Retention | None:
    """Raises: InvalidInput, OtherCurrency."""
    if command.retained is None or command.retained_until is None:
        return None
    if command.kind != "payment":
        raise InvalidInput({"retention": ["retention.of_payments"]})
    if command.retained.currency != command.amount.currency:
        raise OtherCurrency(command.amount.currency, field=RETAINED)
    if command.retained > command.amount:
        raise InvalidInput({RETAINED: ["retention.too_much"]})
    return Retention(command.retained.minor, command.retained_until)


def _only_fund(view: View, project: ProjectId, command: RequestSpending) -> FundNoted:
    """The one fund of the sum's currency with money left in `project`.

    Raises: FundNeeded where there are several, OtherCurrency or Insufficient where there is none.
    """
    held = lookup.funds_of(view, project)
    currencies = {one.allocated.currency for _, one in held}
    if held and command.amount.currency not in currencies:
        raise OtherCurrency(*sorted(currencies), field="amount")
    matching = [
        fund for fund, one in held if one.allocated.currency == command.amount.currency and one.remaining
    ]
    if not matching:
        raise Insufficient(*lookup.as_args(command.amount - command.amount), field="amount")
    if len(matching) > 1:
        raise FundNeeded(*matching, field="fund")
    return lookup.fund(view, matching[0])


def reject(view: View, command: RejectSpending, given: Given) -> Sequence[Saying]:
    """Raises: NotFound, WrongState, NotAsked."""
    if given.actor.acts_as != "chair" and policy_on(view, given.today) is None:
        raise NotAsked("chair")
    spending = lookup.requested(view, command.spending)
    rejected = SpendingRejected(
        command.spending,
        spending.project,
        spending.fund,
        command.reason,
        uncounted=spending.amount,
    )
    # The reason may speak of whoever was to be paid: it goes with them when they are erased.
    said = Saying(rejected, command.spending, given.today, concerns=(spending.payee,))
    return [said, *invoices.freed(view, spending.invoice, command.spending, given)]


def cancel(view: View, command: CancelSpending, given: Given) -> Sequence[Saying]:
    """What is paid stays; what is still reserved is the project's again, and the fund's where that is closed.

    A reversal of one of its payments that is pending goes on: what comes back is owed to nobody then.

    Raises: NotFound, WrongState, NotRequester.
    """
    spending = lookup.spending(view, command.spending)
    if spending.state not in ("requested", "approved", "partly_paid"):
        raise WrongState(spending.state)
    if given.actor.acts_as != "chair" and given.actor.whose != spending.requester:
        raise NotRequester
    released = spending.amount - spending.amount if spending.state == "requested" else spending.unpaid
    cancelled = SpendingCancelled(
        command.spending,
        spending.project,
        spending.fund,
        released,
        command.reason,
        uncounted=spending.unpaid or None,
        resolution=spending.resolution,
    )
    sayings = [Saying(cancelled, command.spending, given.today, concerns=(spending.payee,))]
    if not spending.paid:
        sayings += invoices.freed(view, spending.invoice, command.spending, given)
    if not lookup.is_open(view, spending.project):
        held = lookup.held(view, spending.project, lookup.fund(view, spending.fund))
        sayings += returns.by_themselves(
            pools.draw(pools.to_pay(held.pools)[::-1], released.minor),
            project=spending.project,
            fund=spending.fund,
            like=released,
            on=given.today,
        )
    return sayings

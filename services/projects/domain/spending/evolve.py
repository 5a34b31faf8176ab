"""What spending becomes, with its payments; who has an invoice; what tiers count. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final, assert_never, cast

from kernel.domain import Evolve, Keys, Told
from services.projects.domain import pools
from services.projects.domain.decisions.documents import Resolution
from services.projects.domain.documents import (
    Advances,
    Approval,
    Asked,
    InvoiceUse,
    Payment,
    Project,
    ProjectFund,
    Requests,
    Spending,
    in_project,
    to_payee,
)
from services.projects.events import (
    AdvanceSettled,
    Counted,
    PaymentId,
    PaymentReversalRejected,
    PaymentReversalRequested,
    PaymentReversalWithdrawn,
    PaymentReversed,
    SpendingApprovalGiven,
    SpendingApproved,
    SpendingCancelled,
    SpendingPaid,
    SpendingPapersAdded,
    SpendingRejected,
    SpendingRequested,
)
from services.projects.events.spending import Fact

KEPT: Final = timedelta(days=400)
"""What is older than so much before the newest request is counted by no policy's window."""


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    return [(Spending, fact.spending), *beside(fact)]


def beside(fact: Fact | PaymentReversed) -> Iterator[tuple[type, str]]:
    """The documents beside the spending itself: money, invoice, who asked, sums, advances."""
    if isinstance(fact, SpendingApproved | SpendingCancelled | SpendingPaid | PaymentReversed):
        yield ProjectFund, in_project(fact.project, fact.fund)
    if not isinstance(fact, SpendingApproved | SpendingApprovalGiven) and fact.invoice is not None:
        yield InvoiceUse, fact.invoice.number
    if isinstance(fact, SpendingRequested):
        yield Project, fact.project
    if isinstance(fact, SpendingApproved | SpendingCancelled | PaymentReversed) and fact.resolution:
        yield Resolution, fact.resolution
    if isinstance(fact, SpendingRequested) and fact.asked_on:
        yield Requests, to_payee(fact.project, fact.payee)
    if isinstance(fact, SpendingRejected | SpendingCancelled | PaymentReversed) and fact.uncounted:
        yield Requests, to_payee(fact.project, fact.uncounted.payee)
    if isinstance(fact, SpendingPaid | PaymentReversed) and fact.kind == "advance":
        yield Advances, fact.payee


def _spending(before: Spending, told: Told) -> Spending:  # noqa: C901, PLR0911 - one case per fact
    fact: (
        Fact
        | PaymentReversalRequested
        | PaymentReversalWithdrawn
        | PaymentReversalRejected
        | PaymentReversed
        | AdvanceSettled
    ) = told.fact
    match fact:
        case SpendingRequested():
            return _requested(fact, told)
        case SpendingPapersAdded():
            papers = dict.fromkeys((*before.attachments, *fact.attachments))
            return replace(before, attachments=(*papers,), invoice=fact.invoice or before.invoice)
        case SpendingApprovalGiven():
            given = Approval(fact.by, told.hands, fact.roles, fact.resolution)
            return replace(before, approvals=(*before.approvals, given))
        case SpendingApproved():
            return _approved(before, fact, told)
        case SpendingRejected():
            return replace(before, state="rejected")
        case SpendingCancelled():
            return replace(before, state="cancelled")
        case SpendingPaid():
            payment = Payment(fact.payment, fact.account, fact.amount, fact.shares, _day(told))
            out = pools.more(before.out, fact.shares) if fact.kind == "advance" else before.out
            return replace(before, out=out).with_payments((*before.payments, payment))
        case PaymentReversalRequested():
            return _changed(before, fact.payment, reversal=fact.reversal)
        case PaymentReversalWithdrawn() | PaymentReversalRejected():
            return _changed(before, fact.payment, reversal=None)
        case PaymentReversed():
            out = pools.less(before.out, fact.shares) if fact.kind == "advance" else before.out
            return _changed(replace(before, out=out), fact.payment, reversed=True)
        case AdvanceSettled():
            left = pools.less(pools.less(pools.more(before.out, fact.extra), fact.shares), fact.back)
            after = replace(before, out=left, topped_up=before.topped_up + fact.topped_up.minor)
            return after.with_payments(after.payments)
        case _:
            assert_never(fact)


def _requested(fact: SpendingRequested, told: Told) -> Spending:
    return Spending(
        fact.project,
        fact.fund,
        fact.payee,
        fact.amount,
        fact.purpose,
        told.actor["person"],
        kind=fact.kind,
        asked_on=fact.asked_on,
        occurred_on=_day(told),
        attachments=fact.attachments,
        invoice=fact.invoice,
        retention=fact.retention,
    )


def _approved(before: Spending, fact: SpendingApproved, told: Told) -> Spending:
    # Without a policy the approval is not told apart: whoever approved is the one whose act this is.
    given = before.approvals or (Approval(told.whose, told.hands),)
    return replace(
        before,
        state="approved",
        approver=told.whose,
        approved_on=told.occurred_on,
        approvals=given,
        resolution=fact.resolution,
        noticed=fact.noticed,
    )


def _changed(before: Spending, payment: PaymentId, **changes: Any) -> Spending:
    """One of the payments changed, and the spending in the state that this puts it in."""
    return before.with_payments(
        tuple(replace(one, **changes) if one.payment == payment else one for one in before.payments)
    )


def _day(told: Told) -> date:
    """The accounting date: nothing of this is said without one."""
    return cast("date", told.occurred_on)


def _invoice_use(_: InvoiceUse | None, told: Told) -> InvoiceUse:
    fact = told.fact
    if isinstance(fact, AdvanceSettled):
        return InvoiceUse(fact.settlement)
    freed = isinstance(fact, SpendingRejected | SpendingCancelled | PaymentReversed)
    return InvoiceUse(None if freed else fact.spending)


def _requests(before: Requests | None, told: Told) -> Requests:
    fact: SpendingRequested | SpendingRejected | SpendingCancelled | PaymentReversed = told.fact
    asked = {(one.asked_on, one.occurred_on, one.currency): one.minor for one in (before or Requests()).asked}
    match fact:
        case SpendingRequested():
            on = cast("date", fact.asked_on)
            place = on, _day(told), fact.amount.currency
            asked[place] = asked.get(place, 0) + fact.amount.minor
            asked = {place: minor for place, minor in asked.items() if max(place[:2]) >= on - KEPT}
        case SpendingRejected() | SpendingCancelled() | PaymentReversed():
            less = cast("Counted", fact.uncounted)
            place = less.asked_on, less.occurred_on, less.amount.currency
            asked[place] = asked.get(place, 0) - less.amount.minor
        case _:
            assert_never(fact)
    return Requests(tuple(Asked(*place, minor) for place, minor in asked.items() if minor > 0))


EVOLVE: Final[Mapping[type, Evolve]] = {
    Spending: _spending,
    InvoiceUse: _invoice_use,
    Requests: _requests,
}

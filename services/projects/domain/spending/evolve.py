"""What spending becomes, with its payments; what tiers count. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final, assert_never, cast

from kernel.domain import Evolve, Keys, Told
from kernel.money import Money
from services.projects.domain import pools
from services.projects.domain.decisions.documents import Resolution
from services.projects.domain.documents import (
    ADVANCES,
    Advances,
    Approval,
    Asked,
    Payment,
    Project,
    ProjectFund,
    Requests,
    Spending,
    in_project,
)
from services.projects.events import (
    AdvanceSettled,
    PaymentId,
    PaymentReversalRejected,
    PaymentReversalRequested,
    PaymentReversalWithdrawn,
    PaymentReversed,
    ProjectCancelled,
    ProjectClosed,
    SpendingApprovalGiven,
    SpendingApproved,
    SpendingCancelled,
    SpendingPaid,
    SpendingPapersAdded,
    SpendingRejected,
    SpendingRequested,
)
from services.projects.events.spending import Fact

OfRequests = (
    SpendingRequested
    | SpendingRejected
    | SpendingCancelled
    | PaymentReversed
    | ProjectClosed
    | ProjectCancelled
)
KEPT: Final = timedelta(days=400)
"""What is older than so much before the newest request is counted by no policy's window."""


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    return [(Spending, fact.spending), *beside(fact)]


def beside(fact: Fact | PaymentReversed) -> Iterator[tuple[type, str]]:
    """The documents beside the spending itself: money, who asked, sums, advances."""
    if isinstance(fact, SpendingApproved | SpendingCancelled | SpendingPaid | PaymentReversed):
        yield ProjectFund, in_project(fact.project, fact.fund)
    if isinstance(fact, SpendingRequested):
        yield Project, fact.project
        yield Requests, fact.project
    if isinstance(fact, SpendingApproved | SpendingCancelled | PaymentReversed) and fact.resolution:
        yield Resolution, fact.resolution
    if isinstance(fact, SpendingRejected | SpendingCancelled | PaymentReversed) and fact.uncounted:
        yield Requests, fact.project
    if isinstance(fact, SpendingPaid | PaymentReversed) and fact.kind == "advance":
        yield Advances, ADVANCES


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
            given = Approval(fact.by, told.hands, _day(told), fact.roles, fact.resolution)
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
        fact.asked_on,
        _day(told),
        kind=fact.kind,
        attachments=fact.attachments,
        invoice=fact.invoice,
        retention=fact.retention,
        payee_name=fact.payee_name,
    )


def _approved(before: Spending, fact: SpendingApproved, told: Told) -> Spending:
    # Without a policy the approval is not told apart: whoever approved is the one whose act this is.
    given = before.approvals or (
        Approval(told.whose, told.hands, _day(told), tuple(one.role for one in fact.needed)),
    )
    return replace(
        before,
        state="approved",
        approver=told.whose,
        approved_on=told.occurred_on,
        approvals=given,
        resolution=fact.resolution,
        noticed=fact.noticed,
        needed=fact.needed,
    )


def _changed(before: Spending, payment: PaymentId, **changes: Any) -> Spending:
    """One of the payments changed, and the spending in the state that this puts it in."""
    return before.with_payments(
        tuple(replace(one, **changes) if one.payment == payment else one for one in before.payments)
    )


def _day(told: Told) -> date:
    """The accounting date: nothing of this is said without one."""
    return cast("date", told.occurred_on)


def _requests(before: Requests | None, told: Told) -> Requests:
    fact: OfRequests = told.fact
    known = (before or Requests()).asked
    match fact:
        case SpendingRequested():
            one = Asked(
                fact.spending,
                fact.payee,
                fact.payee_name,
                fact.asked_on,
                _day(told),
                fact.amount.currency,
                fact.amount.minor,
            )
            # They are written down in the order of their days, and none is of a later one by the accounts.
            kept = bisect_left(known, fact.asked_on - KEPT, key=lambda asked: asked.asked_on)
            return Requests((*known[kept:], one))
        case SpendingRejected() | SpendingCancelled() | PaymentReversed():
            less = cast("Money", fact.uncounted).minor
            left = (
                replace(one, minor=one.minor - less) if one.spending == fact.spending else one
                for one in known
            )
            return Requests(tuple(one for one in left if one.minor > 0))
        case ProjectClosed() | ProjectCancelled():
            return Requests()  # nothing more is approved for it
        case _:
            assert_never(fact)


EVOLVE: Final[Mapping[type, Evolve]] = {
    Spending: _spending,
    Requests: _requests,
}

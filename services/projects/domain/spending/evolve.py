"""What spending becomes, with its payments. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final, assert_never, cast

from kernel.domain import Evolve, Keys, Told
from services.projects.domain.documents import Payment, ProjectFund, Spending, in_project
from services.projects.events import (
    PaymentId,
    PaymentReversalRejected,
    PaymentReversalRequested,
    PaymentReversalWithdrawn,
    PaymentReversed,
    SpendingApproved,
    SpendingCancelled,
    SpendingPaid,
    SpendingRejected,
    SpendingRequested,
)
from services.projects.events.spending import Fact


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    match fact:
        case SpendingRequested() | SpendingRejected():
            return [(Spending, fact.spending)]
        case SpendingApproved() | SpendingCancelled() | SpendingPaid():
            return [(Spending, fact.spending), (ProjectFund, in_project(fact.project, fact.fund))]
        case _:
            assert_never(fact)


def _spending(before: Spending, told: Told) -> Spending:  # noqa: PLR0911 - one case per fact
    fact: (
        SpendingRequested
        | SpendingApproved
        | SpendingRejected
        | SpendingCancelled
        | SpendingPaid
        | PaymentReversalRequested
        | PaymentReversalWithdrawn
        | PaymentReversalRejected
        | PaymentReversed
    ) = told.fact
    match fact:
        case SpendingRequested():
            requester = told.actor["person"]
            return Spending(fact.project, fact.fund, fact.payee, fact.amount, fact.purpose, requester)
        case SpendingApproved():
            return replace(
                before, state="approved", approver=told.actor["person"], approved_on=told.occurred_on
            )
        case SpendingRejected():
            return replace(before, state="rejected")
        case SpendingCancelled():
            return replace(before, state="cancelled")
        case SpendingPaid():
            payment = Payment(fact.payment, fact.account, fact.amount, fact.shares, _day(told))
            return before.with_payments((*before.payments, payment))
        case PaymentReversalRequested():
            return _changed(before, fact.payment, reversal=fact.reversal)
        case PaymentReversalWithdrawn() | PaymentReversalRejected():
            return _changed(before, fact.payment, reversal=None)
        case PaymentReversed():
            return _changed(before, fact.payment, reversed=True)
        case _:
            assert_never(fact)


def _changed(before: Spending, payment: PaymentId, **changes: Any) -> Spending:
    """One of the payments changed, and the spending in the state that this puts it in."""
    return before.with_payments(
        tuple(replace(one, **changes) if one.payment == payment else one for one in before.payments)
    )


def _day(told: Told) -> date:
    """The accounting date: no payment is said without one."""
    return cast("date", told.occurred_on)


EVOLVE: Final[Mapping[type, Evolve]] = {Spending: _spending}

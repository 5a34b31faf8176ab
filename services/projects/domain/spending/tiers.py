"""Which approvals a policy asks of a sum. Pure.

A tier is told by what one payee, however named, is to be paid of one project within the policy's window, so
that splitting a sum does not evade it.
"""

from __future__ import annotations

from kernel.documents import View
from kernel.domain import Given
from policy.approving import tier_of
from policy.terms import Terms, Tier
from services.projects.domain.documents import Requests, Spending
from services.projects.domain.spending import payees
from services.projects.events import SpendingId


def tier(view: View, ref: SpendingId, spending: Spending, terms: Terms, given: Given) -> Tier:
    """What `spending` needs. A sum in another currency than the policy's is of the highest tier."""
    if spending.amount.currency != terms.currency:
        return terms.tiers[-1]
    return tier_of(terms, _together(view, ref, spending, terms, given))


def _together(view: View, ref: SpendingId, spending: Spending, terms: Terms, given: Given) -> int:
    """Minor units of all requests to this payee and project around this one, also of before the policy."""
    known = view.get(Requests, spending.project) or Requests()
    days = spending.asked_on, spending.occurred_on
    near = [
        one
        for one in known.asked
        if one.spending != ref
        and one.currency == terms.currency
        and any(
            abs((its - ours).days) <= terms.split_window_days
            for its in (one.asked_on, one.occurred_on)
            for ours in days
        )
    ]
    theirs = payees.of_spending(view, spending, given).theirs(near, given)
    return spending.amount.minor + sum(one.minor for one in theirs)

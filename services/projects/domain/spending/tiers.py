"""Which approvals a policy asks of a sum. Pure.

A tier is told by what one payee, however named, is to be paid of one project within the policy's window, so
that splitting a sum does not evade it.
"""

from __future__ import annotations

from datetime import date

from kernel.documents import View
from kernel.domain import Given
from policy.approving import tier_of
from policy.terms import Terms, Tier
from services.projects.domain.documents import Requests, Spending
from services.projects.domain.spending import payees


def tier(view: View, spending: Spending, terms: Terms, given: Given) -> Tier:
    """What `spending` needs. A sum in another currency than the policy's is of the highest tier."""
    if spending.amount.currency != terms.currency:
        return terms.tiers[-1]
    return tier_of(terms, _together(view, spending, terms, given))


def _together(view: View, spending: Spending, terms: Terms, given: Given) -> int:
    """Minor units of all requests to this payee and project around this one."""
    known = view.get(Requests, spending.project) or Requests()
    if spending.asked_on is None or spending.occurred_on is None:
        # Asked for when no policy held: it is not among those, and what it is near is told by its day.
        days: tuple[date, ...] = tuple(day for day in (spending.occurred_on,) if day is not None)
        own = spending.amount.minor
    else:
        days, own = (spending.asked_on, spending.occurred_on), 0
    near = [
        one
        for one in known.asked
        if one.currency == terms.currency
        and any(
            abs((theirs - ours).days) <= terms.split_window_days
            for theirs in (one.asked_on, one.occurred_on)
            for ours in days
        )
    ]
    return own + sum(one.minor for one in payees.of_spending(view, spending, given).theirs(near, given))

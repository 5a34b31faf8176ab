"""Which approvals a policy asks of a sum, and which of them are still lacking. Pure.

A tier is told by what one payee is to be paid of one project within the policy's window, so that splitting
a sum does not evade it. Approvals are matched to roles so that as many as possible are met: one person may
hold two roles, and counts for one of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from kernel.documents import View
from services.projects.domain.decisions.lookup import tier_of
from services.projects.domain.documents import Requests, Spending, to_payee
from services.projects.events.decisions import Approvals, Approver, Terms, Tier


def tier(view: View, spending: Spending, terms: Terms) -> Tier:
    """What `spending` needs. A sum in another currency than the policy's is of the highest tier."""
    if spending.amount.currency != terms.currency:
        return terms.tiers[-1]
    return tier_of(terms, _together(view, spending, terms))


def _together(view: View, spending: Spending, terms: Terms) -> int:
    """Minor units of all requests to this payee and project around this one."""
    known = view.get(Requests, to_payee(spending.project, spending.payee)) or Requests()
    if spending.asked_on is None or spending.occurred_on is None:
        # Asked for when no policy held: it is not among those, and what it is near is told by its day.
        days: tuple[date, ...] = tuple(day for day in (spending.occurred_on,) if day is not None)
        own = spending.amount.minor
    else:
        days, own = (spending.asked_on, spending.occurred_on), 0
    return own + sum(
        one.minor
        for one in known.asked
        if one.currency == terms.currency
        and any(
            abs((theirs - ours).days) <= terms.split_window_days
            for theirs in (one.asked_on, one.occurred_on)
            for ours in days
        )
    )


def lacking(tier: Tier, given: Sequence[Iterable[str]]) -> tuple[Approvals, ...]:
    """The approvals that `tier` still needs, with the roles that each approval so far was given in."""
    seats: list[Approver] = [one.role for one in tier.approvals for _ in range(one.count)]
    taken: dict[int, int] = {}
    for number in range(len(given)):
        _seat(number, seats, given, taken, set())
    free = Counter(role for seat, role in enumerate(seats) if seat not in taken)
    return tuple(Approvals(role, count) for role, count in free.items())


def _seat(
    number: int,
    seats: Sequence[str],
    given: Sequence[Iterable[str]],
    taken: dict[int, int],
    tried: set[int],
) -> bool:
    """Seat an approval, moving others where they fit too: a path that augments the matching."""
    for seat, role in enumerate(seats):
        if role in given[number] and seat not in tried:
            tried.add(seat)
            if seat not in taken or _seat(taken[seat], seats, given, taken, tried):
                taken[seat] = number
                return True
    return False

"""What a sum needs by the terms, and what of it is still lacking. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from policy.terms import Approvals, Approver, Terms, Tier


def tier_of(terms: Terms, minor: int) -> Tier:
    """What a sum of so many minor units needs. The last tier is open above, so there is always one."""
    return next(tier for tier in terms.tiers if tier.below is None or minor < tier.below)


def lacking(needed: Sequence[Approvals], given: Sequence[Iterable[str]]) -> tuple[Approvals, ...]:
    """What is still open of `needed`; `given`: the roles in which each approval so far may count.

    Matched so that as many as possible are met: one person may hold two roles, and counts for one of them.
    """
    seats: list[Approver] = [one.role for one in needed for _ in range(one.count)]
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

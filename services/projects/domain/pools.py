"""Pools: what is left of each allocation under each restriction, in order of arrival. Pure.

Only what holds something is a pool: a project of many years has no more than it has money in. Where a payment
is reversed after its pool was emptied, its money arrives anew, behind the others.

A payment draws on restricted money first, then on unrestricted money, the oldest allocation first: what was
given for this project alone is spent on it before what could serve another. A return goes the other way:
unrestricted money first, which can serve elsewhere at once; restricted money stays where it may be spent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from services.projects.events import AllocationId, Part, Restriction, Share


@dataclass(frozen=True, slots=True)
class Pool:
    """`minor` units are left."""

    allocation: AllocationId
    restriction: Restriction | None
    minor: int


def of(allocation: AllocationId, parts: Iterable[Part]) -> tuple[Pool, ...]:
    """The pools of an allocation as it arrives, one for each restriction."""
    minor: Counter[Restriction | None] = Counter()
    for part in parts:
        minor[part.restriction] += part.minor
    return tuple(Pool(allocation, restriction, units) for restriction, units in minor.items())


def to_pay(pools: Sequence[Pool]) -> list[Pool]:
    """In the order in which a payment draws on them."""
    return sorted(pools, key=lambda pool: pool.restriction is None)


def to_return(pools: Sequence[Pool], allocation: AllocationId) -> list[Pool]:
    """Those of one allocation, in the order in which a return draws on them."""
    return to_pay([pool for pool in pools if pool.allocation == allocation])[::-1]


def draw(pools: Iterable[Pool], minor: int) -> tuple[Share, ...]:
    """`minor` units out of `pools`, one after the other; less only if there is less in them."""
    shares = []
    for pool in pools:
        if taken := min(pool.minor, minor):
            shares.append(Share(pool.allocation, pool.restriction, taken))
            minor -= taken
    return tuple(shares)


def less(pools: Iterable[Pool], shares: Iterable[Share]) -> tuple[Pool, ...]:
    """`pools` after `shares` went out."""
    return more(pools, (replace(share, minor=-share.minor) for share in shares))


def more(pools: Iterable[Pool], shares: Iterable[Share]) -> tuple[Pool, ...]:
    """`pools` after `shares` came back."""
    minor = {(pool.allocation, pool.restriction): pool.minor for pool in pools}
    for share in shares:
        place = share.allocation, share.restriction
        minor[place] = minor.get(place, 0) + share.minor
    return tuple(
        Pool(allocation, restriction, units) for (allocation, restriction), units in minor.items() if units
    )


def left(pools: Iterable[Pool]) -> int:
    """Minor units in all of them."""
    return sum(pool.minor for pool in pools)

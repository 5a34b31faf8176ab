"""What goes back to its fund, whoever decides it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from kernel.domain import Saying
from kernel.money import Money
from kernel.sealed import Sealed
from services.projects.domain import pools
from services.projects.domain.documents import ProjectFund
from services.projects.events import AllocationId, AllocationReturned, FundId, Part, ProjectId, Share


def everything(project: ProjectId, fund: FundId, held: ProjectFund, on: date) -> Iterator[Saying]:
    """One return for each allocation that has anything left, the oldest first."""
    for allocation in dict.fromkeys(pool.allocation for pool in held.pools if pool.minor):
        drawn_on = pools.to_return(held.pools, allocation)
        minor = pools.left(drawn_on)
        yield returned(
            allocation,
            fund=fund,
            project=project,
            amount=Money(minor, held.allocated.currency),
            shares=pools.draw(drawn_on, minor),
            on=on,
            by_itself=True,
        )


def by_themselves(
    shares: Sequence[Share], *, project: ProjectId, fund: FundId, like: Money, on: date
) -> Iterator[Saying]:
    """`shares`, in the currency of `like`, go back: their project is closed, and money never stands idle."""
    for allocation in dict.fromkeys(share.allocation for share in shares):
        of_it = [share for share in shares if share.allocation == allocation]
        amount = Money(sum(share.minor for share in of_it), like.currency)
        yield returned(
            allocation, fund=fund, project=project, amount=amount, shares=of_it, on=on, by_itself=True
        )


def returned(
    allocation: AllocationId,
    *,
    fund: FundId,
    project: ProjectId,
    amount: Money,
    shares: Iterable[Share | Part],
    on: date,
    reason: Sealed | None = None,
    by_itself: bool,
) -> Saying:
    """The fact that `shares`, which sum to `amount`, go back."""
    parts = tuple(Part(share.restriction, share.minor) for share in shares)
    fact = AllocationReturned(allocation, fund, project, amount, parts, reason, by_itself)
    return Saying(fact, allocation, on)

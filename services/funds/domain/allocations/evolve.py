"""What an allocation changes: fund and resolution; and what becomes of one that is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Final, assert_never

from kernel.domain import Evolve, Keys, Told
from kernel.money import Money
from services.funds.domain.allocations.documents import AllocationRequest, Allotted, Counted
from services.funds.domain.decisions.documents import Resolution
from services.funds.domain.documents import Fund
from services.funds.domain.sayings import day_of
from services.funds.events import AllocationMade, AllocationReturnNoted
from services.funds.events.allocations import (
    AllocationApproved,
    AllocationRejected,
    AllocationRequested,
    AllocationWithdrawn,
    Fact,
)

KEPT: Final = timedelta(days=400)
"""What is older than so much before the newest is counted by no policy's window."""


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    match fact:
        case AllocationMade():
            return [(Fund, fact.fund), *_beside(fact)]
        case AllocationRequested() | AllocationRejected() | AllocationWithdrawn():
            return [(AllocationRequest, fact.allocation_request), (Allotted, fact.project)]
        case AllocationApproved():
            return [(AllocationRequest, fact.allocation_request)]
        case _:
            assert_never(fact)


def _beside(fact: AllocationMade) -> Keys:
    """What it counts against: the resolution, or without one what the policy sums."""
    if fact.resolution is not None:
        return [(Resolution, fact.resolution)]
    return [] if fact.asked_on is None else [(Allotted, fact.project)]


def _request(request: AllocationRequest, told: Told) -> AllocationRequest:
    fact: AllocationRequested | AllocationApproved | AllocationRejected | AllocationWithdrawn = told.fact
    match fact:
        case AllocationRequested():
            return AllocationRequest(fact, day_of(told), ((told.whose, fact.roles),), _recorder(told))
        case AllocationApproved():
            return replace(
                request,
                approved=(*request.approved, (told.whose, fact.roles)),
                recorders=request.recorders | _recorder(told),
                state="made" if fact.allocation is not None else "requested",
            )
        case AllocationRejected():
            return replace(request, state="rejected")
        case AllocationWithdrawn():
            return replace(request, state="withdrawn")
        case _:
            assert_never(fact)


def _recorder(told: Told) -> frozenset[str]:
    """Who wrote it down for another; nobody, where they did not."""
    return frozenset({str(told.actor["person"])} - {told.whose})


def _allotted(before: Allotted | None, told: Told) -> Allotted:
    fact: (
        AllocationMade
        | AllocationRequested
        | AllocationRejected
        | AllocationWithdrawn
        | AllocationReturnNoted
    ) = told.fact
    known = before or Allotted()
    made, waiting = dict(known.made), dict(known.waiting)
    match fact:
        case AllocationMade():
            one = _counted(fact.amount, fact.asked_on, told)
            made = {ref: old for ref, old in made.items() if old.last >= one.last - KEPT}
            made[fact.allocation] = one
            if fact.allocation_request is not None:
                waiting.pop(fact.allocation_request, None)
        case AllocationRequested():
            waiting[fact.allocation_request] = _counted(fact.amount, fact.asked_on, told)
        case AllocationRejected() | AllocationWithdrawn():
            waiting.pop(fact.allocation_request, None)
        case AllocationReturnNoted():
            # What came back may be given anew.
            if (its := made.get(fact.allocation)) is not None:
                made[fact.allocation] = replace(its, minor=its.minor - fact.amount.minor)
        case _:
            assert_never(fact)
    return Allotted(made, waiting)


def _counted(amount: Money, asked_on: date | None, told: Told) -> Counted:
    return Counted(amount.minor, amount.currency, asked_on or day_of(told), day_of(told))


EVOLVE: Final[Mapping[type, Evolve]] = {AllocationRequest: _request, Allotted: _allotted}

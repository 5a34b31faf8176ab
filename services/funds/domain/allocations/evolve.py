"""What an allocation changes: fund and resolution; and what becomes of one that is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, assert_never

from kernel.domain import Evolve, Keys, Told
from services.funds.domain.allocations.documents import AllocationRequest
from services.funds.domain.decisions.documents import Resolution
from services.funds.domain.documents import Fund
from services.funds.domain.sayings import day_of
from services.funds.events import AllocationMade
from services.funds.events.allocations import (
    AllocationApproved,
    AllocationRejected,
    AllocationRequested,
    AllocationWithdrawn,
    Fact,
)


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    match fact:
        case AllocationMade():
            under = [] if fact.resolution is None else [(Resolution, fact.resolution)]
            return [(Fund, fact.fund), *under]
        case AllocationRequested() | AllocationApproved() | AllocationRejected() | AllocationWithdrawn():
            return [(AllocationRequest, fact.allocation_request)]
        case _:
            assert_never(fact)


def _request(request: AllocationRequest, told: Told) -> AllocationRequest:
    fact: AllocationRequested | AllocationApproved | AllocationRejected | AllocationWithdrawn = told.fact
    match fact:
        case AllocationRequested():
            return AllocationRequest(fact, day_of(told), ((told.whose, "chair"),), _recorder(told))
        case AllocationApproved():
            return replace(
                request,
                approved=(*request.approved, (told.whose, fact.role)),
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


EVOLVE: Final[Mapping[type, Evolve]] = {AllocationRequest: _request}

"""Records of allocations that await approvals. Pure."""

from __future__ import annotations

from typing import Any, Final

from gateway.books.records.shelf import Shelf, Topic, known, made, on_paper, plain
from kernel.domain import Told
from services.funds.events import allocations


def _requested(told: Told, shelf: Shelf) -> None:
    record = made(told, "allocation_request", "allocation_request", status="requested", allocation=None)
    record["approvals"] = [_approval(told, record["roles"])]
    shelf.put(record)


def _approval(told: Told, roles: list[str]) -> dict[str, Any]:
    return {"by": told.whose, "roles": roles, "at": told.recorded_at, **on_paper(told)}


def _approved(told: Told, shelf: Shelf) -> None:
    fact: allocations.AllocationApproved = told.fact
    record = known(shelf, "allocation_request", fact.allocation_request)
    if "approvals" in record:
        record["approvals"] = [*record["approvals"], _approval(told, list(fact.roles))]
    record |= {
        "lacking": plain(fact)["lacking"],
        "allocation": fact.allocation,
        "status": "requested" if fact.allocation is None else "made",
    }
    shelf.put(record)


def _dropped(told: Told, shelf: Shelf) -> None:
    how = "withdrawn" if isinstance(told.fact, allocations.AllocationWithdrawn) else "rejected"
    record = known(shelf, "allocation_request", told.fact.allocation_request)
    record |= {
        "status": how,
        f"{how}_by": told.whose,
        f"{how}_at": told.recorded_at,
        "decision_reason": plain(told.fact)["reason"],
        **on_paper(told, how),
    }
    shelf.put(record)


TOPIC: Final = Topic(
    apply={
        allocations.AllocationRequested: _requested,
        allocations.AllocationApproved: _approved,
        allocations.AllocationRejected: _dropped,
        allocations.AllocationWithdrawn: _dropped,
    },
    foremost=frozenset({allocations.AllocationApproved}),
    adds_up=frozenset({allocations.AllocationApproved}),
)

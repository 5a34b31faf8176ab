"""Records of the projects service. Pure."""

from __future__ import annotations

from typing import Final

from gateway.books.records import reversals
from gateway.books.records.shelf import Shelf, Topic, add, known, made, plain, status
from kernel.domain import Told
from kernel.ids import derived
from services.projects import events as projects


def _project(told: Told, shelf: Shelf) -> None:
    shelf.put(made(told, "project", "project", status="open"))


def _project_closed(told: Told, shelf: Shelf) -> None:
    record = known(shelf, "project", told.fact.project)
    record |= {"status": "closed", "closed_at": told.recorded_at}
    shelf.put(record)


def _returned(told: Told, shelf: Shelf) -> None:
    fact: projects.AllocationReturned = told.fact
    # A return has no id of its own in its fact: it is known by its place in the allocation's history.
    shelf.put(made(told, "return", "", derived("ret", fact.allocation, str(told.position))))
    record = known(shelf, "allocation", fact.allocation)
    add(record, "returned", fact.amount.minor)
    status(record, "returned", none="made", part="partly_returned", full="returned")
    shelf.put(record)


def _spending(told: Told, shelf: Shelf) -> None:
    shelf.put(made(told, "spending", "spending", status="requested", paid=0))


def _spending_decided(told: Told, shelf: Shelf) -> None:
    record = known(shelf, "spending", told.fact.spending)
    if isinstance(told.fact, projects.SpendingApproved):
        how, field = "approved", "approved_by"
        record |= {"amount": told.fact.amount.minor, "currency": told.fact.amount.currency}
    else:
        how, field = "rejected", "rejected_by"
        record["reason"] = plain(told.fact)["reason"]
    record |= {
        "project": told.fact.project,
        "fund": told.fact.fund,
        "status": how,
        field: told.actor.get("person"),
        "decided_at": told.recorded_at,
    }
    shelf.put(record)


def _spending_cancelled(told: Told, shelf: Shelf) -> None:
    fact: projects.SpendingCancelled = told.fact
    record = known(shelf, "spending", fact.spending)
    record |= {
        "project": fact.project,
        "fund": fact.fund,
        "currency": fact.released.currency,
        "released": fact.released.minor,
        "reason": plain(fact)["reason"],
        "status": "cancelled",
        "cancelled_by": told.actor.get("person"),
        "cancelled_at": told.recorded_at,
    }
    shelf.put(record)


def _payment(told: Told, shelf: Shelf) -> None:
    fact: projects.SpendingPaid = told.fact
    shelf.put(made(told, "payment", "payment", status="paid"))
    _paid(fact.spending, fact.amount.minor, shelf)


def _payment_reversed(told: Told, shelf: Shelf) -> None:
    reversals.confirmed("payment")(told, shelf)
    fact: projects.PaymentReversed = told.fact
    _paid(fact.spending, -abs(fact.amount.minor), shelf, cancelled=not fact.still_owed)


def _paid(spending: str, minor: int, shelf: Shelf, *, cancelled: bool = False) -> None:
    record = known(shelf, "spending", spending)
    add(record, "paid", minor)
    if cancelled:
        record["status"] = "cancelled"
    else:
        status(record, "paid", none="approved", part="partly_paid", full="paid")
    shelf.put(record)


TOPIC: Final = Topic(
    apply={
        projects.ProjectProposed: _project,
        projects.ProjectClosed: _project_closed,
        projects.AllocationReturned: _returned,
        projects.SpendingRequested: _spending,
        projects.SpendingApproved: _spending_decided,
        projects.SpendingRejected: _spending_decided,
        projects.SpendingCancelled: _spending_cancelled,
        projects.SpendingPaid: _payment,
        projects.PaymentReversalRequested: reversals.requested,
        projects.PaymentReversalWithdrawn: reversals.dropped,
        projects.PaymentReversalRejected: reversals.dropped,
        projects.PaymentReversed: _payment_reversed,
    },
    foremost=frozenset({projects.ProjectClosed}),
    looks_back=frozenset({projects.PaymentReversalRequested}),
)

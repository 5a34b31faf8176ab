"""Records of the projects service. Pure."""

from __future__ import annotations

from typing import Final

from gateway.books.records import reversals
from gateway.books.records.shelf import Shelf, Topic, add, known, made, on_paper, plain, status
from kernel.domain import Told
from kernel.ids import derived
from services.projects import events as projects


def _project(told: Told, shelf: Shelf) -> None:
    fact: projects.ProjectProposed = told.fact
    shelf.put(made(told, "project", "project", status="proposed" if fact.needs_approval else "open"))


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
    fact: projects.SpendingRequested = told.fact
    record = made(told, "spending", "spending", status="requested", paid=0)
    del record["payee_name"]  # how names are compared: the payee's own is shown beside their id
    if fact.kind == "advance":
        record |= {"outstanding": 0, "settled": 0}
    shelf.put(record)


def _papers_added(told: Told, shelf: Shelf) -> None:
    fact: projects.SpendingPapersAdded = told.fact
    record = known(shelf, "spending", fact.spending)
    if "attachments" in record:
        record["attachments"] = list(dict.fromkeys((*record["attachments"], *fact.attachments)))
    if fact.invoice is not None:
        record |= {name: plain(fact)[name] for name in ("invoice", "seller")}
    shelf.put(record)


def _approval_given(told: Told, shelf: Shelf) -> None:
    """One of several; the last one comes with the approval itself."""
    fact: projects.SpendingApprovalGiven = told.fact
    record = known(shelf, "spending", fact.spending)
    given = {"by": fact.by, "roles": list(fact.roles), "recorded_by": told.actor.get("person")}
    record["approvals"] = [*record.get("approvals", ()), {**given, "at": told.recorded_at, **on_paper(told)}]
    record["lacking"] = plain(fact)["lacking"]
    shelf.put(record)


def _spending_decided(told: Told, shelf: Shelf) -> None:
    record = known(shelf, "spending", told.fact.spending)
    if isinstance(told.fact, projects.SpendingApproved):
        how, field = "approved", "approved_by"
        record |= {"amount": told.fact.amount.minor, "currency": told.fact.amount.currency}
        record |= {"resolution": told.fact.resolution, "noticed": told.fact.noticed}
        record["approved_on"] = told.occurred_on.isoformat() if told.occurred_on else None
    else:
        how, field = "rejected", "rejected_by"
        record["reason"] = plain(told.fact)["reason"]
    record |= {
        "project": told.fact.project,
        "fund": told.fact.fund,
        "status": how,
        field: told.whose,
        "decided_at": told.recorded_at,
        **on_paper(told, how),
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
    _out(fact, fact.amount.minor, shelf)
    paid(fact.spending, fact.amount.minor, shelf)


def _payment_reversed(told: Told, shelf: Shelf) -> None:
    reversals.confirmed("payment")(told, shelf)
    fact: projects.PaymentReversed = told.fact
    _out(fact, -abs(fact.amount.minor), shelf)
    paid(fact.spending, -abs(fact.amount.minor), shelf, cancelled=not fact.still_owed)


def _out(fact: projects.SpendingPaid | projects.PaymentReversed, minor: int, shelf: Shelf) -> None:
    """Of an advance: so much more is paid and not settled."""
    if fact.kind == "advance":
        record = known(shelf, "spending", fact.spending)
        add(record, "outstanding", minor)
        shelf.put(record)


def paid(spending: str, minor: int, shelf: Shelf, *, cancelled: bool = False) -> None:
    """What is paid of a spending, and the status that this puts it in; what is cancelled stays so."""
    record = known(shelf, "spending", spending)
    add(record, "paid", minor)
    if cancelled or record.get("status") == "cancelled":
        record["status"] = "cancelled"
    else:
        # An advance is done when nothing of it is out any more.
        full = "paid" if record.get("outstanding", 1) else "settled"
        status(record, "paid", none="approved", part="partly_paid", full=full)
    shelf.put(record)


TOPIC: Final = Topic(
    apply={
        projects.ProjectProposed: _project,
        projects.ProjectClosed: _project_closed,
        projects.AllocationReturned: _returned,
        projects.SpendingRequested: _spending,
        projects.SpendingPapersAdded: _papers_added,
        projects.SpendingApprovalGiven: _approval_given,
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
    adds_up=frozenset({projects.SpendingApprovalGiven}),
    looks_back=frozenset({projects.PaymentReversalRequested}),
)

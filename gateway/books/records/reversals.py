"""Reversals: asked for by one, confirmed by another, marked on what they reverse. Pure."""

from __future__ import annotations

from collections.abc import Callable

from gateway.books.records.shelf import Shelf, known, made
from kernel.domain import Told
from services.projects import events as projects


def requested(told: Told, shelf: Shelf) -> None:
    """Requested: the reversal's own record, and a mark on what it would reverse."""
    fact = told.fact
    if isinstance(fact, projects.PaymentReversalRequested):
        target, kind = str(fact.payment), "payment"
    else:
        target, kind = fact.target, fact.kind
    record = known(shelf, kind, target)
    reversal = made(told, "reversal", "reversal", status="requested", target=target, kind=kind)
    if "amount" in record:
        # What would be undone: the one who confirms must see it.
        reversal["amount"] = record["amount"] - record.get("refunded", 0)
        reversal |= {"currency": record["currency"], "fund": record.get("fund")}
    shelf.put(reversal)
    record["status"] = "reversal_requested"
    shelf.put(record)


def confirmed(kind: str) -> Callable[[Told, Shelf], None]:
    def apply(told: Told, shelf: Shelf) -> None:
        fact = told.fact
        reversal = known(shelf, "reversal", fact.reversal)
        target = getattr(fact, kind)
        reversal |= {
            "status": "confirmed",
            "kind": kind,
            "target": target,
            "fund": fact.fund,
            "amount": fact.amount.minor,
            "currency": fact.amount.currency,
            "confirmed_by": told.actor.get("person"),
            "confirmed_at": told.recorded_at,
            "confirmed_position": f"{told.service}/{told.position}",
        }
        shelf.put(reversal)
        record = known(shelf, kind, target)
        record["status"] = "reversed"
        shelf.put(record)

    return apply

"""Reversals: asked for, then confirmed, withdrawn or rejected; marked on what they (would) reverse. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from gateway.books.records.shelf import Shelf, known, made, plain, status
from kernel.domain import Told
from services.funds import events as funds
from services.projects import events as projects

_STANDING: Final[Mapping[str, str]] = {
    "receipt": "received",
    "transfer": "made",
    "outlay": "made",
    "payment": "paid",
}
"""Kind of record -> its status while nothing is reversed; a donation's follows from what was refunded."""


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


def dropped(told: Told, shelf: Shelf) -> None:
    """Withdrawn or rejected: what it would have reversed stands as it did."""
    fact = told.fact
    if isinstance(fact, projects.PaymentReversalWithdrawn | projects.PaymentReversalRejected):
        target, kind = str(fact.payment), "payment"
    else:
        target, kind = fact.target, fact.kind
    withdrawn = isinstance(fact, funds.ReversalWithdrawn | projects.PaymentReversalWithdrawn)
    how = "withdrawn" if withdrawn else "rejected"
    reversal = known(shelf, "reversal", fact.reversal)
    reversal |= {
        "status": how,
        "kind": kind,
        "target": target,
        f"{how}_by": told.actor.get("person"),
        f"{how}_at": told.recorded_at,
        "decision_reason": plain(fact)["reason"],
    }
    shelf.put(reversal)
    record = known(shelf, kind, target)
    record.pop("status", None)  # a part of a donation's record does not tell which it is
    if kind in _STANDING:
        record["status"] = _STANDING[kind]
    else:
        status(record, "refunded", none="received", part="partly_refunded", full="refunded")
    shelf.put(record)

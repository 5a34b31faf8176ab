"""Records of money between funds. Pure."""

from __future__ import annotations

from typing import Final

from gateway.books.records.shelf import Shelf, Topic, known, made, on_paper, plain
from kernel.domain import Told
from services.funds.events import fund_transfers as between


def _requested(told: Told, shelf: Shelf) -> None:
    shelf.put(made(told, "fund_transfer", "fund_transfer", status="requested"))


def _made(told: Told, shelf: Shelf) -> None:
    fields = plain(told.fact)
    record = known(shelf, "fund_transfer", fields.pop("fund_transfer"))
    record |= fields
    record |= {
        "status": "made",
        "confirmed_by": told.whose,
        "confirmed_at": told.recorded_at,
        "confirmed_position": f"{told.service}/{told.position}",
        **on_paper(told, "confirmed"),
    }
    shelf.put(record)


def _dropped(told: Told, shelf: Shelf) -> None:
    how = "withdrawn" if isinstance(told.fact, between.FundTransferWithdrawn) else "rejected"
    record = known(shelf, "fund_transfer", told.fact.fund_transfer)
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
        between.FundTransferRequested: _requested,
        between.FundTransferred: _made,
        between.FundTransferWithdrawn: _dropped,
        between.FundTransferRejected: _dropped,
    },
)

"""The rules of the funds service: money comes in, is committed to projects, goes back. Pure.

A topic is a package with `commands` (what may be asked), `decide` (the facts that it makes, or the refusal),
`evolve` (which documents a fact changes, and how) and a `TOPIC`. Shared by them:

documents    what decisions need to know    lookup      finding it, and what holds wherever money passes
figures      how facts move a fund          states      what may still be reversed
sayings      what each fact is about        roles       who may
"""

from __future__ import annotations

from typing import Final

from kernel.domain import domain_of
from kernel.gone import erased, erases, require_acting
from services.funds.domain import (
    allocations,
    decisions,
    fund_transfers,
    gifts,
    goods,
    notes,
    receipts,
    registry,
    reversals,
)
from services.funds.domain.roles import RECORDERS
from services.funds.events import PersonErasureNoted

__all__ = ["DOMAIN"]

DOMAIN: Final = domain_of(
    "funds",
    [
        registry.TOPIC,
        gifts.TOPIC,
        receipts.TOPIC,
        allocations.TOPIC,
        reversals.TOPIC,
        notes.TOPIC,
        decisions.TOPIC,
        goods.TOPIC,
        fund_transfers.TOPIC,
    ],
    recorders=RECORDERS,
    before=require_acting,
    erases=erases(PersonErasureNoted),
    erased=erased,
)

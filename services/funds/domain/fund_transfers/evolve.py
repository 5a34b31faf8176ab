"""What transfers between funds become; the funds themselves are moved by `figures`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, assert_never

from kernel.domain import Evolve, Keys, Told
from services.funds.domain.decisions.documents import Resolution
from services.funds.domain.documents import Fund, Placement
from services.funds.domain.fund_transfers.documents import FundTransfer
from services.funds.domain.sayings import day_of
from services.funds.events.fund_transfers import (
    Fact,
    FundTransferred,
    FundTransferRejected,
    FundTransferRequested,
    FundTransferWithdrawn,
)


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    match fact:
        case FundTransferRequested() | FundTransferWithdrawn() | FundTransferRejected():
            return [(FundTransfer, fact.fund_transfer)]
        case FundTransferred():
            return [
                (FundTransfer, fact.fund_transfer),
                (Fund, fact.source),
                (Fund, fact.target),
                *([] if fact.donation is None else [(Placement, fact.donation)]),
                *([] if fact.resolution is None else [(Resolution, fact.resolution)]),
            ]
        case _:
            assert_never(fact)


def _transfer(transfer: FundTransfer, told: Told) -> FundTransfer:
    fact: Fact = told.fact
    match fact:
        case FundTransferRequested():
            return FundTransfer(fact, day_of(told), told.hands)
        case FundTransferred():
            return replace(transfer, state="made")
        case FundTransferWithdrawn():
            return replace(transfer, state="withdrawn")
        case FundTransferRejected():
            return replace(transfer, state="rejected")
        case _:
            assert_never(fact)


def _placement(placement: Placement | None, told: Told) -> Placement:
    fact: FundTransferred = told.fact
    moved = dict((placement or Placement()).moved)
    for place, minor in (
        ((fact.source, fact.restriction), -fact.amount.minor),
        ((fact.target, fact.into), fact.amount.minor),
    ):
        moved[place] = moved.get(place, 0) + minor
    return Placement({place: minor for place, minor in moved.items() if minor})


EVOLVE: Final[Mapping[type, Evolve]] = {FundTransfer: _transfer, Placement: _placement}

"""What handovers become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, assert_never

from kernel.domain import Evolve, Keys, Told
from services.members.domain.handovers.documents import CurrentHandover, Handover, standing
from services.members.events.handovers import Fact, HandoverCompleted, HandoverOpened, HandoverSigned, Side


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    if isinstance(fact, HandoverOpened):
        return [(Handover, fact.handover), (CurrentHandover, fact.giver)]
    return [(Handover, fact.handover)]


def _handover(handover: Handover, told: Told) -> Handover:
    fact: Fact = told.fact
    match fact:
        case HandoverOpened():
            sides: dict[str, Side] = {fact.giver: "giver", fact.taker: "taker"}
            sides[fact.supervisor] = "supervisor"
            return Handover(sides, standing(fact.counts, fact.advances))
        case HandoverSigned():
            signed, hands = handover.signed | {fact.person}, handover.hands | told.hands
            return replace(handover, signed=signed, hands=hands)
        case HandoverCompleted():
            return replace(handover, completed=True)
        case _:
            assert_never(fact)


def _current(_: CurrentHandover | None, told: Told) -> CurrentHandover:
    fact: HandoverOpened = told.fact
    return CurrentHandover(fact.handover)


EVOLVE: Final[Mapping[type, Evolve]] = {Handover: _handover, CurrentHandover: _current}

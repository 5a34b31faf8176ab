"""What parties become: registered, held, hidden, erased."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, assert_never

from kernel.domain import Evolve, Keys, Told
from services.members.domain.documents import Party
from services.members.events import HidingNoted, HoldPlaced, PartyRegistered, PersonErased, PersonHidden
from services.members.events.people import ErasureConfirmed, Fact


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    match fact:
        case PartyRegistered(party):
            return [(Party, party)]
        case (
            HoldPlaced(person)
            | PersonHidden(person)
            | ErasureConfirmed(person)
            | HidingNoted(person)
            | PersonErased(person)
        ):
            return [(Party, person)]
        case _:
            assert_never(fact)


def _party(party: Party, told: Told) -> Party:
    fact: Fact = told.fact
    match fact:
        case PartyRegistered():
            return Party(fact.kind)
        case HoldPlaced():
            return replace(party, hold_until=fact.until)
        case PersonHidden():
            hands = told.hands
            return replace(party, hidden=True, asked_by=hands)
        case ErasureConfirmed():
            return replace(party, confirmed=True)
        case HidingNoted():
            return replace(party, noted_by=party.noted_by | {fact.service})
        case PersonErased():
            return replace(party, erased=True)
        case _:
            assert_never(fact)


EVOLVE: Final[Mapping[type, Evolve]] = {Party: _party}

"""What mandates become. A founder's is of the council too, a voter's of the chamber."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, assert_never

from kernel.domain import Evolve, Keys, Told
from services.members.domain.documents import COUNCIL, Council, Mandate, PersonMandates
from services.members.domain.resolutions.documents import CHAMBER, Chamber
from services.members.domain.roles import VOTERS
from services.members.events import MandateGiven, MandateRevoked
from services.members.events.mandates import Fact


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    match fact:
        case MandateGiven(mandate, person, role):
            found: list[tuple[type, str]] = [(Mandate, mandate), (PersonMandates, person)]
            if role == "founder":
                found.append((Council, COUNCIL))
            if role in VOTERS:
                found.append((Chamber, CHAMBER))
            return found
        case MandateRevoked(mandate, person):
            of_all = [(Council, COUNCIL), (Chamber, CHAMBER)]
            return [(Mandate, mandate), (PersonMandates, person), *of_all]
        case _:
            assert_never(fact)


def _given(fact: MandateGiven) -> Mandate:
    return Mandate(fact.mandate, fact.person, fact.role, fact.starts_on, fact.ends_on, member=fact.member)


def _mandate(mandate: Mandate, told: Told) -> Mandate:
    fact: MandateGiven | MandateRevoked = told.fact
    match fact:
        case MandateGiven():
            return _given(fact)
        case MandateRevoked():
            return replace(mandate, revoked=True)
        case _:
            assert_never(fact)


def _person_mandates(held: PersonMandates | None, told: Told) -> PersonMandates:
    fact: MandateGiven | MandateRevoked = told.fact
    before = held.mandates if held is not None else ()
    match fact:
        case MandateGiven():
            return PersonMandates((*before, _given(fact)))
        case MandateRevoked():
            return PersonMandates(tuple(one for one in before if one.mandate != fact.mandate))
        case _:
            assert_never(fact)


EVOLVE: Final[Mapping[type, Evolve]] = {Mandate: _mandate, PersonMandates: _person_mandates}

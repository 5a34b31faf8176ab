"""People and organisations are registered."""

from __future__ import annotations

from kernel.documents import View
from kernel.domain import Given
from services.members.domain.lookup import member_of
from services.members.domain.people.commands import RegisterParty, RegisterPerson
from services.members.domain.sayings import Sayings, said
from services.members.events import PartyId, PartyRegistered


def register_person(view: View, command: RegisterPerson, given: Given) -> Sayings:
    person = PartyId(given.new_id("per"))
    fact = PartyRegistered(
        party=person,
        kind="person",
        name=None,
        sealed_name=command.name,
        member=member_of(view, command.member),
        publish_as="masked",
        origin="council",
    )
    return [said(fact, person, given)]


def register_party(view: View, command: RegisterParty, given: Given) -> Sayings:
    """Nobody is looked up by name: two of one name are two until somebody who knows says otherwise."""
    party = PartyId(given.new_id("per" if command.kind == "person" else "org"))
    fact = PartyRegistered(
        party=party,
        kind=command.kind,
        name=command.name,
        sealed_name=command.sealed_name,
        member=member_of(view, command.member),
        publish_as=command.publish_as,
        origin=command.origin,
    )
    return [said(fact, party, given)]

"""The council begins, with whoever may give the first mandates."""

from __future__ import annotations

from kernel.documents import View
from kernel.domain import Given
from services.members.domain.council.commands import FoundCouncil
from services.members.domain.lookup import the_council
from services.members.domain.sayings import Sayings, said
from services.members.errors import AlreadyFounded
from services.members.events import (
    CouncilFounded,
    MandateGiven,
    MandateId,
    PartyId,
    PartyRegistered,
    TokenId,
    TokenIssued,
)


def found(view: View, command: FoundCouncil, given: Given) -> Sayings:
    """Raises: AlreadyFounded."""
    if the_council(view).founded:
        raise AlreadyFounded(given.council)
    person = PartyId(given.new_id("per"))
    mandate = MandateId(given.new_id("man"))
    token = TokenId(given.new_id("tok"))
    registered = PartyRegistered(
        party=person,
        kind="person",
        name=None,
        sealed_name=command.founder_name,
        member=None,
        publish_as="masked",
        origin="council",
    )
    return [
        said(CouncilFounded(command.name, command.demonstration), given.council, given),
        said(registered, person, given),
        said(MandateGiven(mandate, person, "founder", given.today, None), mandate, given),
        said(TokenIssued(token, person, command.digest, on_host=True), token, given),
    ]

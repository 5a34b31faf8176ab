"""What the service is asked about its own state. Pure: the day is given."""

from __future__ import annotations

from datetime import date

from kernel.documents import View
from services.members.domain.documents import (
    COUNCIL,
    Alias,
    Aliases,
    Council,
    PersonMandates,
    Token,
    TokenDigest,
)
from services.members.events import MandateId, PartyId, Role


def authenticate(view: View, digest: str, today: date) -> tuple[PartyId, dict[Role, MandateId]] | None:
    """Who holds the token of this SHA-256 (hex), and as what they may act `today`: role -> mandate.

    None for a token that is unknown, revoked or expired. A person without a mandate in force is still
    somebody. The token of an alias is the person's whose alias it is.
    """
    found = view.get(TokenDigest, digest)
    token = view.get(Token, found.token) if found is not None else None
    if token is None or not token.is_good_on(today):
        return None
    person = canonical(view, token.person)
    return person, mandates_in_force(view, person, today)


def canonical(view: View, person: PartyId) -> PartyId:
    """Who acts when `person` does: themselves, or whose alias they are."""
    alias = view.get(Alias, person)
    return person if alias is None else alias.of


def aliases_of(view: View, person: str) -> tuple[PartyId, ...]:
    """The other registrations of `person`."""
    known = view.get(Aliases, person)
    return () if known is None else known.people


def is_demonstration(view: View) -> bool:
    """Whether the council was founded to be shown, with invented people and sums."""
    council = view.get(Council, COUNCIL)
    return council is not None and council.demonstration


def mandates_in_force(view: View, person: str, today: date) -> dict[Role, MandateId]:
    """Role -> mandate of `person` on `today`; of two mandates for one role, the one given first."""
    held = view.get(PersonMandates, person)
    roles: dict[Role, MandateId] = {}
    for mandate in held.mandates if held is not None else ():
        if mandate.in_force_on(today):
            roles.setdefault(mandate.role, mandate.mandate)
    return roles

"""What the service is asked about its own state. Pure: the day is given."""

from __future__ import annotations

from datetime import date

from kernel.documents import View
from services.members.domain.documents import COUNCIL, Council, PersonMandates, Token, TokenDigest
from services.members.events import MandateId, PartyId, Role


def authenticate(view: View, digest: str, today: date) -> tuple[PartyId, dict[Role, MandateId]] | None:
    """Who holds the token of this SHA-256 (hex), and as what they may act `today`: role -> mandate.

    None for a token that is unknown or revoked. A person without a mandate in force is still somebody.
    """
    found = view.get(TokenDigest, digest)
    token = view.get(Token, found.token) if found is not None else None
    if token is None or token.revoked:
        return None
    return token.person, mandates_in_force(view, token.person, today)


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

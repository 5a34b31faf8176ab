"""The rules of the members service: who belongs, who may act, who may be named. Pure.

A topic is a package with `commands` (what may be asked), `decide` (the facts that it makes, or the refusal),
`evolve` (which documents a fact changes, and how) and a `TOPIC`. Shared by them:

documents    what decisions need to know    lookup      finding it, or saying what is missing
queries      what the service is asked      foreign     other services' facts, as we read them
sayings      how a decision is said         roles       who may
holding      the law's hold on names
"""

from __future__ import annotations

from typing import Any, Final

from kernel.documents import View
from kernel.domain import Given, domain_of
from kernel.errors import CouncilUnknown
from services.members.domain import (
    aliases,
    council,
    handovers,
    mandates,
    notices,
    passwords,
    people,
    policy,
    resolutions,
    tokens,
    units,
)
from services.members.domain.council.commands import FoundCouncil
from services.members.domain.lookup import the_council
from services.members.domain.queries import authenticate, mandates_in_force
from services.members.domain.roles import RECORDERS
from services.members.events import PersonErased
from services.members.events.passwords import PasswordSet

__all__ = ["DOMAIN", "authenticate", "mandates_in_force"]


def require_founded(view: View, command: Any, given: Given) -> None:
    """Whether there is a council to act in. Raises: CouncilUnknown."""
    if not isinstance(command, FoundCouncil) and not the_council(view).founded:
        raise CouncilUnknown(given.council)


def erases(fact: Any) -> str | None:
    """The person whose openings go when `fact` is written."""
    return fact.person if isinstance(fact, PersonErased) else None


DOMAIN: Final = domain_of(
    "members",
    [
        council.TOPIC,
        units.TOPIC,
        people.TOPIC,
        aliases.TOPIC,
        mandates.TOPIC,
        tokens.TOPIC,
        passwords.TOPIC,
        handovers.TOPIC,
        policy.TOPIC,
        resolutions.TOPIC,
        notices.TOPIC,
    ],
    recorders=RECORDERS,
    before=require_founded,
    erases=erases,
    secrets=frozenset({PasswordSet}),
)

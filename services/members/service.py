"""The members service: who belongs, who may act, who may be named.

Each command has a method of its name, `(council, actor, key, body)`: see docs/internal-calls.md for bodies,
results and refusals. Here stands what is asked otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel.clock import SystemClock, accounting_date
from kernel.desk import Desk
from kernel.errors import CouncilUnknown, Unavailable
from kernel.ids import new_secret, token_digest
from kernel.messaging.logservice import LogService, hosted_desk, named_methods
from kernel.messaging.rpc import rpc
from services.members import schemas
from services.members.domain import DOMAIN
from services.members.domain.queries import (
    aliases_of,
    authenticate,
    canonical,
    is_demonstration,
    mandates_in_force,
)
from services.members.events import PartyId

Body = Mapping[str, Any]
Actor = Mapping[str, Any]
Answer = dict[str, Any]


@named_methods(DOMAIN)
class MembersService(LogService):
    """Registered with nameko as `members`."""

    name = "members"
    desk = hosted_desk(DOMAIN, schemas.load)

    @rpc
    def issue_token(self, council: str, actor: Actor, key: str, body: Body) -> Answer:
        """A new token: the answer's "token" is its only showing (null when the key is repeated)."""
        desk: Desk = self.desk
        secret = new_secret()
        fresh = {"digest": token_digest(secret)}
        answer = desk.perform(council, "members.issue_token", actor, key, body, fresh)
        return (
            {**answer, "token": None if answer.get("repeated") else secret} if "events" in answer else answer
        )

    @rpc
    def authenticate(self, digest: str) -> Answer | None:
        """Who holds the token of this SHA-256, or null.

        {"council", "demonstration", "person", "mandates", "aliases", "position"}
        """
        desk: Desk = self.desk
        if (found := _find(desk, digest)) is not None:
            return found
        if not desk.refresh():
            raise Unavailable("refresh")  # whether another process wrote of it is not known: this is no "no"
        return _find(desk, digest)

    @rpc
    def mandates_of(self, council: str, person: str) -> Answer:
        """Who a person is, and what they may act as now: for whom another writes something down.

        {"person", "mandates", "aliases", "position"}
        """
        desk: Desk = self.desk
        if not desk.refresh():
            raise Unavailable("refresh")  # a mandate that another process gave a moment ago counts
        today = accounting_date(SystemClock().now())
        view = desk.view(council)
        whose = canonical(view, PartyId(person))
        return {
            "person": whose,
            "mandates": mandates_in_force(view, whose, today),
            "aliases": [*aliases_of(view, whose)],
            "position": desk.lane(council).writer.head.position,
        }


def _find(desk: Desk, digest: str) -> Answer | None:
    """Raises: Unavailable where it is not found and not all councils are loaded; DatabaseDown."""
    today = accounting_date(SystemClock().now())
    unloaded: Unavailable | None = None
    for council in desk.log.heads():
        try:
            view, position = desk.view(council), desk.lane(council).writer.head.position
        except CouncilUnknown:
            continue
        except Unavailable as why:
            unloaded = why  # another council's token may still be found
            continue
        if (found := authenticate(view, digest, today)) is not None:
            person, mandates = found
            return {
                "council": council,
                "demonstration": is_demonstration(view),
                "person": person,
                "mandates": mandates,
                "aliases": [*aliases_of(view, person)],
                "position": position,
            }
    if unloaded is not None:
        raise unloaded
    return None

"""The members service: who belongs, who may act, who may be named.

Each command has a method of its name, `(council, actor, key, body)`: see docs/internal-calls.md for bodies,
results and refusals. Here stands what is asked otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from kernel.answers import wire_error
from kernel.clock import SystemClock, accounting_date
from kernel.desk import Desk
from kernel.errors import CouncilUnknown, Refusal, Unavailable
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
from services.members.service.signing import Signing, drawn

Body = Mapping[str, Any]
Actor = Mapping[str, Any]
Answer = dict[str, Any]


_SIGNING: Final = Signing(SystemClock())
"""Of this process, so that failures are counted once."""


@named_methods(DOMAIN)
class MembersService(LogService):
    """Registered with nameko as `members`."""

    name = "members"
    desk = hosted_desk(DOMAIN, schemas.load)

    @rpc
    def issue_token(self, council: str, actor: Actor, key: str, body: Body) -> Answer:
        """A new token: the answer's "token" is its only showing (null when the key is repeated)."""
        return drawn(self.desk, "members.issue_token", "token", council, actor, key, body)

    @rpc
    def issue_one_time_token(self, council: str, actor: Actor, key: str, body: Body) -> Answer:
        """With "one_time_token" the person sets their first password; shown once."""
        command = "members.issue_one_time_token"
        return drawn(self.desk, command, "one_time_token", council, actor, key, body)

    @rpc
    def confirm_password_reset(self, council: str, actor: Actor, key: str, body: Body) -> Answer:
        """With "one_time_token" the person sets another password; shown once."""
        command = "members.confirm_password_reset"
        return drawn(self.desk, command, "one_time_token", council, actor, key, body)

    @rpc
    def sign_in(self, council: str | None, key: str, body: Body) -> Answer:
        """By `name` and `password`: the answer's "token" is its only showing."""
        return _answered(_SIGNING.sign_in, self.desk, council, key, body)

    @rpc
    def set_password(self, council: str | None, key: str, body: Body) -> Answer:
        """`name`, `password`, and either `one_time_token` or `old_password`."""
        return _answered(_SIGNING.set_password, self.desk, council, key, body)

    @rpc
    def sign_out(self, council: str, key: str, body: Body) -> Answer:
        """End the token of this `digest`."""
        desk: Desk = self.desk
        return desk.itself(council, "members.sign_out", key, body)

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


def _answered(ask: Callable[..., Answer], *call: Any) -> Answer:
    """What `ask` answers, and a no as every command answers it."""
    try:
        return ask(*call)
    except (Refusal, Unavailable) as no:
        return wire_error(no)


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

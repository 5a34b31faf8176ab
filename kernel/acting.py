"""Who acts, under which mandate, and for whom: from the wire to the rules, and into the envelope.

The gateway resolves people and their mandates; here it is only seen to that one of them allows the command.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from kernel.domain import Actor, Principal
from kernel.errors import Forbidden, InvalidInput
from kernel.wire import is_sha256

Acting = TypeVar("Acting", Actor, Principal)


def actor_of(wire: Any) -> Actor:
    """Who acts, from the wire. Raises: InvalidInput; a service's own acts never come from outside it."""
    if not isinstance(wire, Mapping):
        raise InvalidInput({"actor": ["actor.format"]})
    person, mandates, position = wire.get("person"), wire.get("mandates"), wire.get("position")
    if not isinstance(person, str) or person.startswith("service:") or type(position) is not int:
        raise InvalidInput({"actor": ["actor.format"]})
    if not isinstance(mandates, Mapping):
        raise InvalidInput({"actor.mandates": ["actor.format"]})
    principal = principal_of(wire["principal"]) if wire.get("principal") is not None else None
    aliases = _aliases(wire, "actor.aliases")
    return Actor(person, _held(mandates), position, principal=principal, aliases=aliases)


def principal_of(wire: Any) -> Principal:
    """For whom the actor writes down what they did on paper: {"person", "mandates", "paper"}.

    Raises: InvalidInput.
    """
    if not isinstance(wire, Mapping):
        raise InvalidInput({"on_behalf": ["actor.format"]})
    person, mandates, paper = wire.get("person"), wire.get("mandates"), wire.get("paper")
    if not isinstance(person, str) or person.startswith("service:") or not isinstance(mandates, Mapping):
        raise InvalidInput({"on_behalf": ["actor.format"]})
    if not isinstance(paper, str) or not is_sha256(paper):
        raise InvalidInput({"on_behalf.paper": ["sha256.format"]})
    return Principal(person, paper, _held(mandates), aliases=_aliases(wire, "on_behalf"))


def _aliases(wire: Mapping[str, Any], field: str) -> tuple[str, ...]:
    """Other registrations of the same human. Raises: InvalidInput."""
    found = wire.get("aliases", [])
    if not isinstance(found, (list, tuple)) or not all(isinstance(one, str) for one in found):
        raise InvalidInput({field: ["actor.format"]})
    return tuple(found)


def _held(mandates: Mapping[Any, Any]) -> dict[str, str]:
    return {str(role): str(mandate) for role, mandate in mandates.items()}


def under_mandate(actor: Actor, command: Any, recorders: frozenset[str]) -> Actor:
    """The actor under the one mandate that allows the command, and the principal likewise, if there is one.

    Raises: Forbidden; InvalidInput where this cannot be done for another.
    """
    if actor.person.startswith("service:"):  # ourselves: such an actor is never taken from a wire
        return actor
    whose = actor.principal
    if whose is None:
        return _holding(actor, command.ROLES, command)
    if not getattr(command, "ON_BEHALF", False):
        raise InvalidInput({"on_behalf": ["on_behalf.not_here"]})
    principal = _holding(whose, command.ROLES, command, "on_behalf")
    return replace(_holding(actor, recorders, command), principal=principal)


def _holding(acting: Acting, roles: frozenset[str], command: Any, field: str | None = None) -> Acting:
    """Who acts under the first of `roles` that they hold. Raises: Forbidden."""
    for role in sorted(roles):
        if role in acting.mandates:
            return replace(acting, role=role, mandate=acting.mandates[role])
    raise Forbidden(command.COMMAND, ", ".join(sorted(roles)), field=field)


def actor_data(actor: Actor) -> dict[str, Any]:
    """The actor as the envelope keeps it; `on_behalf` only where another wrote it down."""
    data: dict[str, Any] = {
        "person": actor.person,
        "mandate": actor.mandate,
        "role": actor.role,
        "position": actor.position,
    }
    if (whose := actor.principal) is not None:
        data["on_behalf"] = {
            "person": whose.person,
            "mandate": whose.mandate,
            "role": whose.role,
            "paper": whose.paper,
        }
    return data

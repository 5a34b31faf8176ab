"""From the wire to the writer: commands validated, texts sealed, keys and bodies salted.

Nothing that a caller wrote enters a log unsalted beside the facts themselves: the idempotency key and the
body's fingerprint are digests under the council's vault key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

import orjson

from kernel.acting import actor_of
from kernel.clock import Clock, parse_instant
from kernel.domain import Actor
from kernel.errors import InvalidInput, NotApplied, Refusal
from kernel.ids import random_bytes, salted
from kernel.sealed import Opening, Sealed, commitment
from kernel.tickets import Answer, Group, Item, Refused
from kernel.wire import OF_COUNCIL, is_key

Load = Callable[[str, object, Callable[[str], Sealed]], Any]
"""A service's `schemas.load(command, body, seal)`."""
WAIT_S: Final = 15.0
"""How long a command without a deadline of its own may wait for its answer."""


class Sealer:
    """Seals texts and keeps their openings, for the vault."""

    def __init__(self, draw: Callable[[], bytes] = random_bytes) -> None:
        self._draw = draw
        self.openings: list[Opening] = []

    def seal(self, text: str) -> Sealed:
        """The commitment to `text` under a salt of its own."""
        salt = self._draw()
        sealed = commitment(salt, text)
        self.openings.append(Opening(sealed.sealed, salt, text))
        return sealed


class Intake:
    """Makes tickets of wire groups."""

    def __init__(self, load: Load, clock: Clock, draw: Callable[[], bytes] = random_bytes) -> None:
        self._load = load
        self._clock = clock
        self._draw = draw

    def group(self, vault_key: bytes, wire: Mapping[str, Any]) -> Group | list[Answer]:
        """A ticket for the writer; or the answers, where something in the group is invalid."""
        items: list[Item] = []
        for at, one in enumerate(wire["items"]):
            try:
                items.append(self.item(vault_key, one))
            except Refusal as refusal:
                others: list[Answer] = [Refused(NotApplied())] * len(wire["items"])
                others[at] = Refused(refusal)
                return others
        deadline = wire.get("deadline")
        return Group(
            deadline=parse_instant(deadline) if deadline else self._clock.now() + timedelta(seconds=WAIT_S),
            items=items,
            dry_run=bool(wire.get("dry_run", False)),
        )

    def item(self, vault_key: bytes, wire: Mapping[str, Any]) -> Item:
        """One command. Raises: InvalidInput, NotFound for an unknown command."""
        key, body = wire["key"], wire["body"]
        if not isinstance(key, str) or not is_key(key):
            raise InvalidInput({"key": ["key.format"]})
        if not isinstance(body, Mapping):
            raise InvalidInput({"body": ["field.type"]})
        return self._made(vault_key, actor_of(wire["actor"]), wire)

    def own(self, vault_key: bytes, service: str, wire: Mapping[str, Any]) -> Item:
        """One command that the service itself asks for. Raises: InvalidInput, NotFound."""
        return self._made(vault_key, Actor(f"service:{service}"), wire)

    def _made(self, vault_key: bytes, actor: Actor, wire: Mapping[str, Any]) -> Item:
        command, key, body = wire["command"], wire["key"], wire["body"]
        sealer = Sealer(self._draw)
        # `volatile` is what differs at each retry, like a new secret: not in the fingerprint.
        loaded = self._load(command, {**body, **wire.get("volatile", {})}, sealer.seal)
        said = [command, body]
        if (whose := actor.principal) is not None:
            said += [whose.person, whose.paper]  # the same for somebody else is another command
        text = orjson.dumps(said, option=orjson.OPT_SORT_KEYS).decode()
        return Item(
            command=loaded,
            actor=actor,
            command_id=salted(vault_key, *_whose(actor, key), key),
            fingerprint=salted(vault_key, text),
            openings=tuple(sealer.openings),
        )


def _whose(actor: Actor, key: str) -> tuple[str, ...]:
    """Whose the key is: the actor's, or nobody's in particular, so that any of the council meets it."""
    return () if key.startswith(OF_COUNCIL) else (actor.person,)

"""Logs as the three services would have written them, for tests of who reads them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from gateway.books.facts import CODEC
from kernel.clock import instant_text
from kernel.codec import Codec
from kernel.codec import Envelope as EnvelopeOf
from kernel.merkle import Range, leaf_hash
from kernel.sealed import Opening

START = datetime(2025, 3, 1, 1, 0, tzinfo=UTC)


class Logs:
    """One council's logs. `tell` appends a fact; each is recorded a second after the last."""

    def __init__(self, council: str = "main", codec: Codec = CODEC) -> None:
        self.council = council
        self.now = START
        self.bodies: dict[str, list[bytes]] = {"members": [], "funds": [], "projects": []}
        self.ranges: dict[str, Range] = {source: Range() for source in self.bodies}
        self.openings: dict[str, Opening] = {}
        self._codec = codec

    def tell(
        self,
        fact: Any,
        subject: str,
        on: date | None = None,
        cause: tuple[str, int] | None = None,
        person: str = "per_founder",
    ) -> int:
        """Append; returns the position in the log of the fact's service."""
        return self.write(fact.TYPE, self._codec.data(fact), subject, on, cause, person)

    def write(  # noqa: PLR0917 - an event's parts
        self,
        type_name: str,
        data: Mapping[str, Any],
        subject: str,
        on: date | None = None,
        cause: tuple[str, int] | None = None,
        person: str = "per_founder",
    ) -> int:
        """Append any data as an event of any type."""
        service = type_name.split(".", maxsplit=1)[0]
        self.now += timedelta(seconds=1)
        position = len(self.bodies[service]) + 1
        envelope = EnvelopeOf(
            council=self.council,
            service=service,
            position=position,
            type=type_name,
            subject=subject,
            command_id=f"cmd{position}",
            actor={"person": person, "mandate": None, "position": 1},
            occurred_on=on.isoformat() if on else None,
            recorded_at=instant_text(self.now),
            cause={"service": cause[0], "position": cause[1]} if cause else None,
            data=data,
        )
        body = envelope.encoded()
        self.bodies[service].append(body)
        self.ranges[service] = self.ranges[service].append(leaf_hash(body))
        return position

    def envelope(self, service: str, position: int) -> dict[str, Any]:
        """One event as RPC answers show it."""
        import orjson

        envelope: dict[str, Any] = orjson.loads(self.bodies[service][position - 1])
        return envelope

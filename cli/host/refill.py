"""Fill a log that was restored too old with the bytes that the ledger's copy of it still has.

Only behind a root that both agree on: what the log holds and the ledger does not is never written over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select

from gateway.books.tables import copies
from kernel.codec import Envelope, decode_envelope
from kernel.db import Database
from kernel.domain import Domain
from kernel.log import Head, Log
from kernel.merkle import Range
from kernel.refill import refill

PAGE: Final = 500


class Differs(Exception):  # noqa: N818 - a refusal
    """The log and the ledger's copy of it part before the log's end: neither may replace the other."""


@dataclass(frozen=True, slots=True)
class Refilled:
    """Where the log ended, and ends now; `left` events rely on others that the ledger has not got either."""

    before: int
    after: int
    left: int


class CopiesOf:
    """One council's copies in the ledger's database, with ranges that only grow."""

    def __init__(self, ledger: Database, council: str) -> None:
        self._ledger = ledger
        self._council = council
        self._ranges: dict[str, Range] = {}

    def range_of(self, source: str, size: int) -> Range:
        """The range over the first `size` events of a copy; shorter where the copy is."""
        reached = self._ranges.get(source, Range())
        if size < reached.size:
            reached = Range()
        while reached.size < size:
            wanted = min(10_000, size - reached.size)
            leaves = [bytes(leaf) for leaf in self._column(copies.c.leaf, source, reached.size, wanted)]
            if not leaves:
                break
            reached = reached.extend(leaves)
        self._ranges[source] = reached
        return reached

    def size(self, source: str) -> int:
        """How many events the copy holds."""
        query = select(func.max(copies.c.position)).where(
            copies.c.council == self._council, copies.c.source == source
        )
        with self._ledger.read() as connection:
            return int(connection.execute(query).scalar_one() or 0)

    def bodies(self, source: str, after: int) -> Sequence[bytes]:
        """The next bytes behind `after`, whole commands at a time: what one command made stays together."""
        bodies = [bytes(body) for body in self._column(copies.c.body, source, after, PAGE)]
        if len(bodies) < PAGE:
            return bodies
        last = decode_envelope(bodies[-1]).command_id
        return [body for body in bodies if decode_envelope(body).command_id != last] or bodies

    def _column(self, column: object, source: str, after: int, limit: int) -> Iterator[bytes]:
        query = (
            select(column)  # type: ignore[call-overload]
            .where(copies.c.council == self._council, copies.c.source == source, copies.c.position > after)
            .order_by(copies.c.position)
            .limit(limit)
        )
        with self._ledger.read() as connection:
            yield from connection.execute(query).scalars().all()


def refill_from_ledger(log: Log, domain: Domain, ledger: Database, council: str) -> Refilled:
    """Append what the ledger has and the log lacks; its service must be stopped, or refusing to write.

    Raises: Differs, StorageFault.
    """
    log.found(council)
    kept = CopiesOf(ledger, council)
    head = log.head(council) or Head(Range())
    before = head.position
    agreed = kept.range_of(domain.name, before)
    if agreed.size == before and agreed.root() != head.range.root():
        raise Differs(f"{domain.name}/{council} at {before}")
    while bodies := _ready(kept, kept.bodies(domain.name, head.position)):
        refill(log, domain, council, bodies, kept.range_of)
        head = log.head(council) or head
    return Refilled(before, head.position, max(0, kept.size(domain.name) - head.position))


def _ready(kept: CopiesOf, bodies: Sequence[bytes]) -> Sequence[bytes]:
    """Those before the first whose cause the ledger lacks: its cursor could not be moved along."""
    for at, body in enumerate(bodies):
        if not _has_cause(kept, decode_envelope(body)):
            return bodies[:at]
    return bodies


def _has_cause(kept: CopiesOf, envelope: Envelope) -> bool:
    cause = envelope.cause
    return cause is None or kept.range_of(cause["service"], cause["position"]).size == cause["position"]

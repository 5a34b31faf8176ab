"""Puts the logs of one council into one order, under the ledger's head row.

The next event of any log whose cause is in may come next: causes come before effects, the log waits and never
the single event, so nothing deadlocks. Which of several comes first is free; the order itself is the fact.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select

from gateway.books.projector import Ordered, Projector
from gateway.books.sql import LedgerHead, ledger_head, move_head
from gateway.books.tables import SOURCES, copies, copy_heads
from gateway.books.writing import ORDER
from gateway.ledger.rules import Library
from kernel.codec import Envelope, decode_envelope
from kernel.db import Database
from kernel.statements import Statement

BATCH_MAX: Final = 500
_REACHED: Final = Statement(
    select(copy_heads.c.source, copy_heads.c.position).where(copy_heads.c.council == bindparam("of"))
)
_COPIED: Final = Statement(
    select(copies.c.body, copies.c.leaf)
    .where(copies.c.council == bindparam("of"), copies.c.source == bindparam("by"))
    .where(copies.c.position > bindparam("after"))
    .order_by(copies.c.position)
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Appended:
    """What a batch did: how many events, and where the ledger stands after it."""

    count: int
    head: LedgerHead


@dataclass(frozen=True, slots=True)
class Copied:
    """An event as its copy has it."""

    envelope: Envelope
    leaf: bytes


class Appender:
    """Any number of processes may append: the head row is the lock, and who waited for it reads it anew."""

    def __init__(self, database: Database, library: Library) -> None:
        self._database = database
        self._library = library

    def append(self, council: str, limit: int = BATCH_MAX) -> Appended:
        """Order, post and project what the copies have, at most `limit` events, in one transaction.

        Raises: StorageFault.
        """
        with self._database.write() as connection:
            head = ledger_head(connection, council, lock=True)
            if head is None:
                raise LookupError(council)
            taken = {source: head.taken.get(source, 0) for source in SOURCES}
            waiting = _waiting(connection, council, taken, limit)
            chosen = list(in_order(waiting, taken, limit))
            if not chosen:
                return Appended(0, head)
            rules = self._library.current.version
            start = head.range.size + 1
            ORDER.run(
                connection, [_order_row(council, at, one, rules) for at, one in enumerate(chosen, start)]
            )
            # Same transaction as the order: what is in the order is posted, whatever crashes.
            Projector(connection, council, self._library).project(
                [Ordered(at, rules, one.envelope) for at, one in enumerate(chosen, start)]
            )
            moved = LedgerHead(head.range.extend(one.leaf for one in chosen), taken)
            move_head(connection, council, moved)
        return Appended(len(chosen), moved)


def _order_row(council: str, position: int, one: Copied, rules: int) -> Mapping[str, Any]:
    return {
        "council": council,
        "position": position,
        "source": one.envelope.service,
        "source_position": one.envelope.position,
        "rules": rules,
        "leaf": one.leaf,
    }


def in_order(waiting: Mapping[str, deque[Copied]], taken: dict[str, int], limit: int) -> Iterator[Copied]:
    """Up to `limit` events whose causes are in; `waiting` and `taken` move along. Pure."""
    count, moved = 0, True
    while moved:
        moved = False
        for source, queue in waiting.items():
            while queue and count < limit and is_ready(queue[0].envelope, taken):
                one = queue.popleft()
                taken[source] = one.envelope.position
                count, moved = count + 1, True
                yield one


def is_ready(envelope: Envelope, taken: Mapping[str, int]) -> bool:
    """Whether the cause of an event is in the order."""
    cause = envelope.cause
    return cause is None or taken.get(cause["service"], 0) >= cause["position"]


def _waiting(
    connection: Connection, council: str, taken: Mapping[str, int], limit: int
) -> dict[str, deque[Copied]]:
    """What the copies have behind what was taken, in the fixed order of the sources."""
    reached: dict[str, int] = dict(_REACHED.rows(connection, {"of": council}))
    waiting = {}
    for source in SOURCES:
        if reached.get(source, 0) > taken[source]:
            values = {"of": council, "by": source, "after": taken[source], "most": limit}
            rows = _COPIED.rows(connection, values)
            waiting[source] = deque(Copied(decode_envelope(body), bytes(leaf)) for body, leaf in rows)
    return waiting

"""What a command made or changed, whole: its own events told over what the copies know of the same subject.

It is the record as it stood right after these events, however long ago that was: a repeated answer says what
the first one said. One look into the copies at most, and none where the events tell all by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import and_, or_, select

from gateway.books import records as recording
from gateway.books.records import Record
from gateway.books.tables import copies, copy_heads
from gateway.kinds import KINDS
from kernel.codec import Envelope, decode_envelope
from kernel.db import Database

_CHANGES: Final = frozenset(fact.TYPE for fact in recording.CHANGES)  # type: ignore[attr-defined]
"""Facts that tell a part of a record alone."""

_ADDS_UP: Final = frozenset(fact.TYPE for fact in recording.ADDS_UP)  # type: ignore[attr-defined]
"""Those of them that may have come before, and add to a sum."""

HISTORY_MAX: Final = 1_000
"""Events of one subject that are looked back at; the first of them, which tell what it is."""


class Wholes:
    """Reads the copies."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def whole(self, council: str, envelopes: Sequence[Mapping[str, Any]]) -> Record:
        """The record as a GET shows it right after these events of one log.

        What the copies do not have yet is missing from it; nothing is waited for. Raises: StorageFault.
        """
        changing = [one for one in envelopes if one["type"] in _CHANGES]
        if not changing:
            return recording.represent(envelopes)
        service, first = envelopes[0]["service"], envelopes[0]["position"]
        head, history = self._history(council, service, first, {one["subject"] for one in changing})
        record = recording.represent(envelopes, history[:HISTORY_MAX])
        # Another event of the subject may be under way to here, or there are too many: better no sum than a
        # wrong one.
        behind = head < first - 1 and any(one["type"] in _ADDS_UP for one in changing)
        return _without_sums(record) if behind or len(history) > HISTORY_MAX else record

    def _history(
        self, council: str, service: str, first: int, subjects: set[str]
    ) -> tuple[int, list[Envelope]]:
        """How far the service's log is copied, and the subjects' events before `first`, causes first.

        One more than `HISTORY_MAX` of them says that there are more.
        """
        heads = select(copy_heads.c.position).where(
            copy_heads.c.council == council, copy_heads.c.source == service
        )
        earlier = or_(copies.c.source != service, copies.c.position < first)
        query = (
            select(copies.c.body)
            .where(and_(copies.c.council == council, copies.c.subject.in_(subjects), earlier))
            .order_by(copies.c.source == service, copies.c.source, copies.c.position)
            .limit(HISTORY_MAX + 1)
        )
        with self._database.read() as connection:
            # The head first: what comes in between makes the history longer, never the head too far.
            head = connection.execute(heads).scalar_one_or_none() or 0
            bodies = list(connection.execute(query).scalars())
        return head, [decode_envelope(body) for body in bodies]


def _without_sums(record: Record) -> Record:
    kind = KINDS.get(record.get("record", ""))
    summed = {*(kind.summed if kind else ()), "status"}
    return {name: value for name, value in record.items() if name not in summed}

"""The raw facts, as stored: for auditors, in the ledger's order."""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import Select, and_, select

from gateway.books.pages import Page, page_of, place_of
from gateway.books.tables import copies, ledger_order
from kernel.db import Database


class Events:
    """Reads copies through the order."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def events(
        self,
        council: str,
        *,
        service: str | None = None,
        subject: str | None = None,
        type: str | None = None,  # noqa: A002 - the envelope's own word
        limit: int = 50,
        after: str | None = None,
    ) -> Page:
        """Envelopes with their leaf hash and their place in the ledger."""
        place = place_of(after, 1)
        query: Select[Any] = (
            select(ledger_order.c.position.label("ledger"), copies.c.body, copies.c.leaf)
            .join(
                copies,
                and_(
                    copies.c.council == ledger_order.c.council,
                    copies.c.source == ledger_order.c.source,
                    copies.c.position == ledger_order.c.source_position,
                ),
            )
            .where(ledger_order.c.council == council)
            # What was told of one subject is little: found by the subject and sorted, not met on the way
            # through the whole order, which is what an index of the order would mean.
            .order_by(ledger_order.c.position if subject is None else ledger_order.c.position + 0)
            .limit(limit + 1)
        )
        for column, value in (
            (ledger_order.c.source, service),
            (copies.c.subject, subject),
            (copies.c.type, type),
        ):
            if value is not None:
                query = query.where(column == value)
        if place is not None:
            query = query.where(ledger_order.c.position > place[0])
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return page_of(rows, limit, _event, lambda row: (row.ledger,))


def _event(row: Any) -> dict[str, Any]:
    """`event` is the envelope; `text` are the very bytes that `leaf` is the hash of."""
    return {
        "ledger_position": row.ledger,
        "leaf": bytes(row.leaf).hex(),
        "text": bytes(row.body).decode(),
        "event": orjson.loads(row.body),
    }

"""Everything but copies and order is dropped and made again, in the same order and by the same rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from sqlalchemy import Connection, and_, delete, select, text, update

from gateway.books.projector import Ordered, Projector
from gateway.books.sql import ledger_head
from gateway.books.tables import DERIVED, copies, ledger_order, unpostable
from gateway.ledger.rules import Library
from kernel.codec import decode_envelope
from kernel.db import Database

BATCH: Final = 500


def rebuild(
    database: Database,
    library: Library,
    council: str,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> int:
    """Make the derived tables of a council again, in one transaction; returns how many events.

    Readers see the old tables until it is done; a crash leaves them. What could not be posted under its own
    version of the rules is posted under the current one, and its place in the order then names that.
    Raises: StorageFault.
    """
    with database.write() as connection:
        if connection.dialect.name == "postgresql":
            # Dropping a large council's rows takes its time; every wait for a lock stays bounded.
            connection.execute(text("SET LOCAL statement_timeout = 0"))
        head = ledger_head(connection, council, lock=True)
        if head is None:
            return 0
        _repost(connection, council, library)
        for table in DERIVED:
            connection.execute(delete(table).where(table.c.council == council))
        projector, done = Projector(connection, council, library), 0
        for batch in _batches(connection, council):
            projector.project(batch)
            done += len(batch)
            progress(done, head.range.size)
    return done


def _repost(connection: Connection, council: str, library: Library) -> None:
    """Unpostable events have no entry that a newer version could unmake."""
    waiting = select(unpostable.c.position).where(unpostable.c.council == council)
    connection.execute(
        update(ledger_order)
        .where(ledger_order.c.council == council, ledger_order.c.position.in_(waiting))
        .values(rules=library.current.version)
    )


def _batches(connection: Connection, council: str) -> Iterator[list[Ordered]]:
    after = 0
    while True:
        query = (
            select(ledger_order.c.position, ledger_order.c.rules, copies.c.body)
            .join(
                copies,
                and_(
                    copies.c.council == ledger_order.c.council,
                    copies.c.source == ledger_order.c.source,
                    copies.c.position == ledger_order.c.source_position,
                ),
            )
            .where(ledger_order.c.council == council, ledger_order.c.position > after)
            .order_by(ledger_order.c.position)
            .limit(BATCH)
        )
        rows = connection.execute(query).all()
        if not rows:
            return
        after = rows[-1].position
        yield [Ordered(row.position, row.rules, decode_envelope(row.body)) for row in rows]

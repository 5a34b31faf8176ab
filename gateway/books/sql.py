"""What the rooms of the books share of SQL: the ledger's head row as the lock, and upserts that add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, select, update

from gateway.books.tables import copy_heads, ledger_heads
from kernel.merkle import Range
from kernel.sql_log import upserting


@dataclass(frozen=True, slots=True)
class LedgerHead:
    """Where the order ends, and how far it took each log."""

    range: Range
    taken: Mapping[str, int]


def ensure_head(connection: Connection, council: str) -> None:
    """Make the council's head row. Idempotent."""
    empty = {"council": council, "position": 0, "peaks": b"", "taken": "{}"}
    connection.execute(upserting(connection, ledger_heads).values(**empty).on_conflict_do_nothing())


def ledger_head(connection: Connection, council: str, *, lock: bool = False) -> LedgerHead | None:
    """The council's head; `lock` holds whoever else would append, rebuild or keep names until the commit."""
    query = select(ledger_heads).where(ledger_heads.c.council == council)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    return None if row is None else _head(row)


def ledger_heads_of(connection: Connection, councils: Sequence[str]) -> dict[str, LedgerHead]:
    """The heads of several councils."""
    rows = connection.execute(select(ledger_heads).where(ledger_heads.c.council.in_(councils)))
    return {row.council: _head(row) for row in rows}


def councils_behind(connection: Connection) -> list[str]:
    """Councils whose copies have more than their order has taken."""
    taken = {row.council: _head(row).taken for row in connection.execute(select(ledger_heads))}
    return sorted(
        {
            row.council
            for row in connection.execute(select(copy_heads))
            if row.position > taken.get(row.council, {}).get(row.source, 0)
        }
    )


def _head(row: Any) -> LedgerHead:
    return LedgerHead(Range.unpacked(row.position, bytes(row.peaks)), orjson.loads(row.taken))


def move_head(connection: Connection, council: str, head: LedgerHead) -> None:
    """Write the head that was locked."""
    connection.execute(
        update(ledger_heads)
        .where(ledger_heads.c.council == council)
        .values(
            position=head.range.size,
            peaks=head.range.packed(),
            taken=orjson.dumps(head.taken, option=orjson.OPT_SORT_KEYS).decode(),
        )
    )

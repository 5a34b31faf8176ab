"""What the rooms of the books share of SQL: the ledger's head row as the lock, and upserts that add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import orjson
from sqlalchemy import Connection, bindparam, select, update

from gateway.books.tables import copy_heads, ledger_heads
from kernel.log_tables import upserting
from kernel.merkle import Range
from kernel.statements import Statement

_HEAD: Final = select(ledger_heads.c.position, ledger_heads.c.peaks, ledger_heads.c.taken).where(
    ledger_heads.c.council == bindparam("of")
)
_READ: Final = Statement(_HEAD)
_LOCK: Final = Statement(_HEAD.with_for_update())
_MOVE: Final = Statement(
    update(ledger_heads)
    .where(ledger_heads.c.council == bindparam("of"))
    .values(position=bindparam("position"), peaks=bindparam("peaks"), taken=bindparam("taken"))
)


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
    row = (_LOCK if lock else _READ).row(connection, {"of": council})
    return None if row is None else _head(*row)


def ledger_heads_of(connection: Connection, councils: Sequence[str]) -> dict[str, LedgerHead]:
    """The heads of several councils."""
    rows = connection.execute(select(ledger_heads).where(ledger_heads.c.council.in_(councils)))
    return {row.council: _head(row.position, row.peaks, row.taken) for row in rows}


def councils_behind(connection: Connection) -> list[str]:
    """Councils whose copies have more than their order has taken."""
    heads = connection.execute(select(ledger_heads.c.council, ledger_heads.c.taken))
    taken = {row.council: orjson.loads(row.taken) for row in heads}
    return sorted(
        {
            row.council
            for row in connection.execute(select(copy_heads))
            if row.position > taken.get(row.council, {}).get(row.source, 0)
        }
    )


def _head(position: int, peaks: bytes, taken: str) -> LedgerHead:
    return LedgerHead(Range.unpacked(position, bytes(peaks)), orjson.loads(taken))


def move_head(connection: Connection, council: str, head: LedgerHead) -> None:
    """Write the head that was locked."""
    taken = orjson.dumps(head.taken, option=orjson.OPT_SORT_KEYS).decode()
    _MOVE.run(
        connection,
        {"of": council, "position": head.range.size, "peaks": head.range.packed(), "taken": taken},
    )

"""How rows go into the ledger's tables: inserted, replaced, or added up; each many at once."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Table

from gateway.books.tables import (
    balances,
    copies,
    entries,
    figures,
    ledger_order,
    lines,
    moves,
    names,
    records,
    unpostable,
)
from kernel.bulk import Bulk


def _adding_up(table: Table) -> Bulk:
    """Adds each row's sums (what is not key) to the row of its key."""
    keys = [column.name for column in table.primary_key]

    def conflict(insert: Any) -> Any:
        sums = {c.name: c + insert.excluded[c.name] for c in table.columns if c.name not in keys}
        return insert.on_conflict_do_update(index_elements=keys, set_=sums)

    return Bulk(table, conflict)


def _replacing(table: Table, *kept: str) -> Bulk:
    """Replaces the row of a key, but for the columns in `kept`."""
    keys = [column.name for column in table.primary_key]

    def conflict(insert: Any) -> Any:
        values = {c.name: insert.excluded[c.name] for c in table.columns if c.name not in (*keys, *kept)}
        return insert.on_conflict_do_update(index_elements=keys, set_=values)

    return Bulk(table, conflict)


COPY: Final = Bulk(copies)
ORDER: Final = Bulk(ledger_order)
ENTER: Final = Bulk(entries)
LINE: Final = Bulk(lines)
MOVE: Final = Bulk(moves)
REFUSE: Final = Bulk(unpostable)
RECORD: Final = _replacing(records, "seq", "source", "source_position")
NAME: Final = _replacing(names)
FIGURE: Final = _adding_up(figures)
BALANCE: Final = _adding_up(balances)

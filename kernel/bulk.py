"""Many rows by one statement: arrays on PostgreSQL; `executemany` on SQLite, where no row costs a trip."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, column, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

Conflict = Callable[[Any], Any]
"""Adds `ON CONFLICT ...` to an INSERT of either dialect. No key may come twice in the rows of one run."""


class Bulk:
    """INSERT of every column of a table, made once and run with any number of rows."""

    def __init__(self, table: Table, conflict: Conflict = lambda insert: insert) -> None:
        self._names = [one.name for one in table.columns]
        rows = (
            func.unnest(*(bindparam(one.name, type_=ARRAY(one.type)) for one in table.columns))
            .table_valued(*(column(one.name, one.type) for one in table.columns), name="given")
            .render_derived()
        )
        given = select(*(rows.c[name] for name in self._names))
        self._postgres = conflict(postgres_insert(table).from_select(self._names, given))
        self._sqlite = conflict(sqlite_insert(table))

    def run(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert `rows`, each with every column of the table."""
        if not rows:
            return
        if connection.dialect.name == "postgresql":
            arrays = {name: [row[name] for row in rows] for name in self._names}
            connection.execute(self._postgres, arrays)
        else:
            connection.execute(self._sqlite, list(rows))

"""Many rows by one statement: arrays on PostgreSQL; `executemany` on SQLite, where no row costs a trip."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Connection, Table, bindparam, column, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

_SQLITE: Final = sqlite_dialect()
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
        compiled = conflict(sqlite_insert(table)).compile(dialect=_SQLITE)
        self._sqlite = str(compiled)
        self._in_order = itemgetter(*compiled.positiontup)

    def run(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert `rows`, each with every column of the table."""
        if not rows:
            return
        if connection.dialect.name == "postgresql":
            arrays = {name: [row[name] for row in rows] for name in self._names}
            connection.execute(self._postgres, arrays)
        else:
            # Past SQLAlchemy's own executemany, which looks at every value of every row: ours need no change.
            connection.exec_driver_sql(self._sqlite, [self._in_order(row) for row in rows])

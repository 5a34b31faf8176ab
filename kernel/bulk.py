"""Many rows by one statement: as JSON on PostgreSQL; `executemany` on SQLite, where no row costs a trip."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import orjson
from sqlalchemy import Connection, Table, Text, bindparam, cast, column, func, select
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from kernel.statements import POSTGRES, SQLITE, driven, in_order

Conflict = Callable[[Any], Any]
"""Adds `ON CONFLICT ...` to an INSERT of either dialect. No key may come twice in the rows of one run."""
_ROWS: Final = "rows"


class Bulk:
    """INSERT of every column of a table, made once and run with any number of rows."""

    def __init__(self, table: Table, conflict: Conflict = lambda insert: insert) -> None:
        columns = [column(one.name, one.type) for one in table.columns]
        given = (
            func.json_to_recordset(cast(bindparam(_ROWS, type_=Text), JSON))
            .table_valued(*columns)
            .render_derived(with_types=True)
        )
        names = [one.name for one in columns]
        taken = select(*(given.c[name] for name in names))
        self._postgres = str(
            conflict(postgres_insert(table).from_select(names, taken)).compile(dialect=POSTGRES)
        )
        here = conflict(sqlite_insert(table)).compile(dialect=SQLITE)
        self._sqlite = str(here)
        self._in_order = in_order(here.positiontup)

    def run(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert `rows`, each with every column of the table. Raises: as `Connection.execute`."""
        if not rows:
            return
        with driven(connection) as cursor:
            if connection.dialect.name == "postgresql":
                # Arrays would be put together by the driver in Python, value by value; this is made in C.
                cursor.execute(self._postgres, {_ROWS: orjson.dumps(rows, default=_bytea).decode()})
            else:
                cursor.executemany(self._sqlite, [self._in_order(row) for row in rows])


def _bytea(value: object) -> str:
    """Bytes in PostgreSQL's own notation for them."""
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    raise TypeError(type(value).__name__)

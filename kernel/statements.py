"""Statements made once and run many times: compiled by SQLAlchemy for either database, run by its driver.

For what runs at every commit: SQLAlchemy's own work at each execution (looking the statement up, preparing
parameters, describing rows) costs several times what the driver needs. Rows are plain tuples.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter
from typing import Any, Final

import orjson
from sqlalchemy import Column, Connection, Select, Text, bindparam, column, func, literal_column, select, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql.psycopg import dialect as postgres_dialect
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.expression import ClauseElement

from kernel.db import made_anew

POSTGRES: Final = postgres_dialect()  # type: ignore[no-untyped-call]
SQLITE: Final = sqlite_dialect()
WANTED: Final = "wanted"
"""The parameter of `by_keys`: the keys, in any number."""

Row = tuple[Any, ...]
Values = Mapping[str, Any]


class Statement:
    """One statement, perhaps of another shape on either database; parameters by name."""

    def __init__(self, postgres: ClauseElement, sqlite: ClauseElement | None = None) -> None:
        found: Any = postgres.compile(dialect=POSTGRES)
        self._postgres, self._fixed = str(found), {k: v for k, v in found.params.items() if v is not None}
        other = postgres if sqlite is None else sqlite
        here: Any = other.compile(dialect=SQLITE)
        self._sqlite = str(here)
        self._fixed_here = {k: v for k, v in here.params.items() if v is not None}
        self._in_order = in_order(here.positiontup or ())

    def rows(self, connection: Connection, values: Values) -> list[Row]:
        """Run it and read all that it gives. Raises: as `Connection.execute`."""
        with driven(connection) as cursor:
            self._execute(connection, cursor, values)
            found: list[Row] = cursor.fetchall()
            return found

    def row(self, connection: Connection, values: Values) -> Row | None:
        """The one row that it can give."""
        found = self.rows(connection, values)
        return found[0] if found else None

    def run(self, connection: Connection, values: Values) -> None:
        """Run what gives no rows."""
        with driven(connection) as cursor:
            self._execute(connection, cursor, values)

    def _execute(self, connection: Connection, cursor: Any, values: Values) -> None:
        if connection.dialect.name == "postgresql":
            cursor.execute(self._postgres, {**self._fixed, **values})
            return
        given = {**self._fixed_here, **values}
        if WANTED in given:
            given[WANTED] = orjson.dumps(given[WANTED]).decode()
        cursor.execute(self._sqlite, self._in_order(given))


def by_keys(query: Select[Any], key: Column[Any]) -> Statement:
    """The rows of `query` whose `key` (a text) is among those `wanted`: a probe of the key's index for each.

    Said so that it stays so. PostgreSQL, left to itself, plans once, while a table is young and empty, to
    read all of it, and reads all of it until its statistics are made.
    """
    wanted = (
        func.unnest(bindparam(WANTED, type_=ARRAY(Text))).table_valued(column("key", Text)).render_derived()
    )
    each = query.where(key == wanted.c.key).offset(literal_column("0")).lateral("found")
    listed = select(func.json_each(bindparam(WANTED)).table_valued("value").c.value)
    return Statement(
        select(*each.c).select_from(wanted.join(each, true())), query.where(key.in_(listed.scalar_subquery()))
    )


def in_order(names: Sequence[str]) -> Callable[[Values], Row]:
    """Makes the tuple that a driver takes in place of named values."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: tuple(values[name] for name in names)


@contextmanager
def driven(connection: Connection) -> Iterator[Any]:
    """A cursor of the driver, within the connection's transaction.

    Raises: what SQLAlchemy would, its wrapping of the driver's error; a connection that is lost, or that is
    left in the middle of a statement, is given up.
    """
    cursor = connection.connection.cursor()
    try:
        yield cursor
    except connection.dialect.loaded_dbapi.Error as error:
        driver = connection.connection.dbapi_connection
        # What the connection keeps ready was of other tables.
        lost = made_anew(error) or connection.dialect.is_disconnect(error, driver, cursor)
        if lost:
            connection.invalidate(error)
        # Without statement and parameters: what we write never stands in an error's text.
        raise DBAPIError.instance(
            None, None, error, connection.dialect.loaded_dbapi.Error, connection_invalidated=lost
        ) from error
    except BaseException as error:
        if not isinstance(error, Exception):
            # A timeout of eventlet's, or our end: what the driver was about to read is for nobody after us.
            connection.invalidate()
        raise
    finally:
        if not connection.invalidated:  # what is given up is closed with all that it had open
            cursor.close()

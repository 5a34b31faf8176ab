"""Databases: an engine that is safe on SQLite and PostgreSQL alike, and its two kinds of transaction."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

_POSTGRES_OPTIONS: Final = (
    "-c lock_timeout=10000 -c statement_timeout=30000 -c idle_in_transaction_session_timeout=30000"
)


_MADE_ANEW: Final = frozenset({"42P01", "0A000"})
"""Undefined table; "cached plan must not change result type"."""
_ERASED: Final = "gongzhi.erased"
_FILE: Final = "gongzhi.file"
_MOVED: Final = "gongzhi.moved"


class StorageFault(Exception):  # noqa: N818 - named as what it says
    """The database refused what we wrote (a fault of ours), or:"""


class DatabaseDown(StorageFault):
    """The database is away, or what it answered to COMMIT was lost: ask again later."""


class Database:
    """An engine with a lock before its writes.

    SQLite takes one writer a file: the lock (green under eventlet) is taken before BEGIN IMMEDIATE, so that
    no green thread ever blocks the hub inside SQLite's own busy wait.
    """

    def __init__(self, url: str, pool_size: int = 10) -> None:
        self.engine = open_engine(url, pool_size)
        self.postgres: Final = self.engine.dialect.name == "postgresql"
        # READ COMMITTED: each statement sees the latest anyway, and BEGIN and ROLLBACK round it are two round
        # trips for nothing. The same pool.
        self._reading = (
            self.engine.execution_options(isolation_level="AUTOCOMMIT") if self.postgres else self.engine
        )
        self._lock = threading.Lock()
        # Who ran before us may have been killed between the COMMIT of an erasure and what follows it.
        self._behind = not self.postgres
        """Whether erased bytes may still stand in SQLite's write-ahead log."""
        self._moved = 0
        """How often a file was found replaced: an inode that nobody holds open any more may come back."""

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that may write; committed at the end, rolled back on an exception.

        Raises: DatabaseDown.
        """
        with translated():
            if self.postgres:
                with self.engine.begin() as connection:
                    yield connection
            else:
                with self._lock, self.engine.connect() as connection:
                    self._require_in_place(connection)
                    writer = connection.execution_options(gongzhi_write=True)
                    with writer.begin():
                        yield writer
                    self._behind = writer.info.pop(_ERASED, False) or self._behind
                if self._behind:
                    self._behind = not self._empty_wal()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Reads of one moment (SQLite) or of the latest of each statement.

        Raises: DatabaseDown.
        """
        with translated(), self._reading.connect() as connection:
            if not self.postgres:
                self._require_in_place(connection)
            with connection.begin():
                yield connection

    @contextmanager
    def read_at_one_moment(self) -> Iterator[Connection]:
        """As `read`, but every statement sees the same moment on PostgreSQL too.

        Raises: DatabaseDown.
        """
        if not self.postgres:
            with self.read() as connection:
                yield connection
            return
        still = self.engine.execution_options(isolation_level="REPEATABLE READ")
        with translated(), still.connect() as connection, connection.begin():
            yield connection

    def _require_in_place(self, connection: Connection) -> None:
        """Who holds a file open that was moved away or replaced would write where nobody reads it again.

        While it is open here its inode is given to no other file, so the two are told apart for certain.
        Raises: DatabaseDown; what connects next opens the file that stands there now.
        """
        if connection.info[_FILE] != _standing(str(connection.engine.url.database or "")):
            self._moved += 1
            connection.invalidate()
            raise DatabaseDown("the file was replaced")
        connection.info[_MOVED] = self._moved

    def _empty_wal(self) -> bool:
        """Move SQLite's write-ahead log into the file and cut it to nothing; whether that could be done.

        Measured: with `secure_delete` alone an erased name stays in the log until it is overwritten.
        """
        try:
            with closing(sqlite3.connect(str(self.engine.url.database), timeout=0)) as connection:
                busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.Error:
            # What we come from is committed, and its answer is yes: the next write tries again.
            return False
        return not busy

    def close(self) -> None:
        """Close idle connections."""
        self.engine.dispose()


def file_of(connection: Connection) -> str:
    """Which SQLite file the connection has open, never the same again once it was replaced; "" for none."""
    info = connection.info
    return f"{info[_FILE]}#{info[_MOVED]}" if _FILE in info else ""


def _standing(path: str) -> str:
    try:
        found = os.stat(path)  # noqa: PTH116 - at every transaction: no object is made for it
    except OSError:
        return ""
    return f"{found.st_dev}:{found.st_ino}"


def erasing(connection: Connection) -> None:
    """Say that this transaction erases: no byte of it is to stay behind in a file of SQLite's."""
    connection.info[_ERASED] = True


@contextmanager
def translated() -> Iterator[None]:
    """A lost or absent database as DatabaseDown, every other fault of SQL as StorageFault.

    Its frames come along; its text does not, for PostgreSQL says in it what the row held.
    """
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout) as error:
        raise DatabaseDown(_named(error)).with_traceback(error.__traceback__) from None
    except SQLAlchemyError as error:
        lost = isinstance(error, DBAPIError) and (error.connection_invalidated or made_anew(error.orig))
        fault = DatabaseDown if lost else StorageFault
        raise fault(_named(error)).with_traceback(error.__traceback__) from None


def _named(error: SQLAlchemyError) -> str:
    """Its class, and PostgreSQL's code and names for what it was: `IntegrityError 23502 vault text`."""
    diag = getattr(getattr(error, "orig", None), "diag", None)
    names = ("sqlstate", "table_name", "column_name", "constraint_name")
    found = (getattr(diag, name, None) for name in names)
    return " ".join([type(error).__name__, *(one for one in found if one)])


def made_anew(error: object) -> bool:
    """Whether the tables are away, or others than they were when the connection met them: a hot restore."""
    return getattr(error, "sqlstate", None) in _MADE_ANEW


def open_engine(url: str, pool_size: int = 10) -> Engine:
    """An engine with the settings that durability asks for. Opens no connection."""
    if make_url(url).get_backend_name() == "sqlite":
        return _open_sqlite(url)
    return create_engine(
        url,
        hide_parameters=True,  # what we write never stands in an error's text, nor in a log line
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=10,
        connect_args={
            "connect_timeout": 5,
            "options": _POSTGRES_OPTIONS,
            "keepalives": 1,
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
        },
    )


def _open_sqlite(url: str) -> Engine:
    engine = create_engine(url, hide_parameters=True, connect_args={"check_same_thread": False, "timeout": 5})

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        # FULL: a commit that was answered survives a power cut.
        # secure_delete: an erased name leaves no bytes.
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
        record.info[_FILE] = _standing(str(engine.url.database or ""))  # the pragmas made it, if it was new

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("gongzhi_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine

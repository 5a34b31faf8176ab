"""The log in SQLite or PostgreSQL, by the same SQLAlchemy Core statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    Table,
    Text,
    cast,
    delete,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from kernel.bulk import Bulk
from kernel.db import Database, erasing, file_of, translated
from kernel.errors import CouncilUnknown
from kernel.ids import random_bytes
from kernel.log import Entry, Head, Remembered, VaultRow
from kernel.merkle import Range
from kernel.sealed import Opening

METADATA: Final = MetaData()

heads: Final = Table(
    "heads",
    METADATA,
    Column("council", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("peaks", LargeBinary, nullable=False),
    Column("recorded_at", Text, nullable=False),
)
events: Final = Table(
    "events",
    METADATA,
    Column("council", Text, primary_key=True),
    Column("position", BigInteger, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("events_by_subject", "council", "subject", "position"),
)
commands: Final = Table(
    "commands",
    METADATA,
    Column("council", Text, primary_key=True),
    Column("command_id", Text, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("first", BigInteger, nullable=False),
    Column("last", BigInteger, nullable=False),
)
vault: Final = Table(
    "vault",
    METADATA,
    Column("council", Text, primary_key=True),
    Column("sealed", Text, primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("text", Text, nullable=False),
)
vault_concerns: Final = Table(
    "vault_concerns",
    METADATA,
    Column("council", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("sealed", Text, primary_key=True),
    ForeignKeyConstraint(["council", "sealed"], ["vault.council", "vault.sealed"], ondelete="CASCADE"),
    Index("vault_concerns_by_sealed", "council", "sealed"),
)
vault_keys: Final = Table(
    "vault_keys",
    METADATA,
    Column("council", Text, primary_key=True),
    Column("key", LargeBinary, nullable=False),
)
cursors: Final = Table(
    "cursors",
    METADATA,
    Column("council", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("peaks", LargeBinary, nullable=False),
)
published: Final = Table(
    "published",
    METADATA,
    Column("council", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("peaks", LargeBinary, nullable=False),
)
_RELAY_LOCK: Final = 0x72656C61  # "rela": the class of the relays' advisory locks
VAULT_TABLES: Final = (vault, vault_concerns, vault_keys)
"""What a backup keeps apart from the rest."""
_EVENTS: Final = Bulk(events)
_COMMANDS: Final = Bulk(commands)
_OPENINGS: Final = Bulk(vault)
_CONCERNS: Final = Bulk(vault_concerns)


# One read of the head row, and with it what only this run of this database has: on PostgreSQL when the server
# started and the file of the table (with the database's own number in its path), on SQLite the cookie of the
# schema, which SQLite's own restore moves on, beside the file that the connection has open.
_ROW: Final = (heads.c.position, heads.c.peaks, heads.c.recorded_at)
_ON_POSTGRES: Final = select(
    *_ROW,
    func.concat(
        func.extract("epoch", func.pg_postmaster_start_time()),
        "/",
        func.pg_relation_filepath(literal_column("heads.tableoid")),
    ).label("witness"),
)
_ON_SQLITE: Final = select(
    *_ROW,
    cast(literal_column("(SELECT schema_version FROM pragma_schema_version)"), Text).label("witness"),
)


def upserting(connection: Connection, table: Table) -> Any:
    """INSERT with ON CONFLICT, in the dialect of the connection."""
    return postgres_insert(table) if connection.dialect.name == "postgresql" else sqlite_insert(table)


def _put_range(connection: Connection, table: Table, keys: dict[str, str], reached: Range) -> None:
    values = {"position": reached.size, "peaks": reached.packed()}
    statement = upserting(connection, table).values(**keys, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=list(keys), set_=values))


class SqlTransaction:
    """`kernel.log.LogTransaction` over one connection."""

    def __init__(self, connection: Connection, council: str) -> None:
        self._connection = connection
        self._council = council
        head = _head(connection, council, lock=True)
        if head is None:
            raise CouncilUnknown(council)
        self.head = head

    @translated()
    def bodies(self, after: int, limit: int) -> Sequence[bytes]:
        return _bodies(self._connection, self._council, after, limit)

    @translated()
    def subject(self, subject: str) -> Sequence[bytes]:
        return _subject(self._connection, self._council, subject)

    def remembered(self, command_ids: Sequence[str]) -> Mapping[str, Remembered]:
        found: dict[str, Remembered] = {}
        for start in range(0, len(command_ids), 500):  # SQLite bounds the variables of a statement
            rows = self._connection.execute(
                select(commands.c.command_id, commands.c.fingerprint, commands.c.first, commands.c.last)
                .where(commands.c.council == self._council)
                .where(commands.c.command_id.in_(command_ids[start : start + 500]))
            )
            found.update((row.command_id, Remembered(*row)) for row in rows)
        return found

    @translated()
    def cursor(self, source: str) -> Range:
        return _cursor(self._connection, self._council, source)

    def append(
        self,
        head: Head,
        entries: Sequence[Entry],
        commands_made: Sequence[Remembered],
        vault_rows: Sequence[VaultRow],
    ) -> None:
        connection, council = self._connection, self._council
        _EVENTS.run(
            connection,
            [
                {
                    "council": council,
                    "position": e.position,
                    "subject": e.subject,
                    "type": e.type,
                    "body": e.body,
                }
                for e in entries
            ],
        )
        _COMMANDS.run(
            connection,
            [
                {
                    "council": council,
                    "command_id": c.command_id,
                    "fingerprint": c.fingerprint,
                    "first": c.first,
                    "last": c.last,
                }
                for c in commands_made
            ],
        )
        self._fill_vault(vault_rows)
        connection.execute(
            update(heads)
            .where(heads.c.council == council)
            .values(position=head.position, peaks=head.range.packed(), recorded_at=head.recorded_at)
        )

    def _fill_vault(self, rows: Sequence[VaultRow]) -> None:
        connection, council = self._connection, self._council
        opened = [row.opening for row in rows]
        _OPENINGS.run(
            connection,
            [{"council": council, "sealed": o.sealed, "salt": o.salt, "text": o.text} for o in opened],
        )
        _CONCERNS.run(
            connection,
            [
                {"council": council, "person": person, "sealed": row.opening.sealed}
                for row in rows
                for person in row.concerns
            ],
        )

    def move_cursor(self, source: str, reached: Range) -> None:
        _put_range(self._connection, cursors, {"council": self._council, "source": source}, reached)

    def erase(self, person: str) -> None:
        erasing(self._connection)
        concerned = select(vault_concerns.c.sealed).where(
            vault_concerns.c.council == self._council, vault_concerns.c.person == person
        )
        self._connection.execute(
            delete(vault).where(vault.c.council == self._council, vault.c.sealed.in_(concerned))
        )


class SqlLog:
    """`kernel.log.Log` in one database."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._keys: dict[str, bytes] = {}

    def found(self, council: str) -> None:
        with self.database.write() as connection:
            empty = {"council": council, "position": 0, "peaks": b"", "recorded_at": ""}
            key = {"council": council, "key": random_bytes()}
            connection.execute(upserting(connection, heads).values(**empty).on_conflict_do_nothing())
            connection.execute(upserting(connection, vault_keys).values(**key).on_conflict_do_nothing())

    def heads(self) -> Mapping[str, Head]:
        with self.database.read() as connection:
            rows = connection.execute(select(heads)).all()
        return {row.council: Head(Range.unpacked(row.position, row.peaks), row.recorded_at) for row in rows}

    def head(self, council: str) -> Head | None:
        with self.database.read() as connection:
            return _head(connection, council)

    def vault_key(self, council: str) -> bytes:
        if council not in self._keys:
            with self.database.read() as connection:
                query = select(vault_keys.c.key).where(vault_keys.c.council == council)
                key = connection.execute(query).scalar_one_or_none()
            if key is None:
                raise CouncilUnknown(council)
            self._keys[council] = bytes(key)
        return self._keys[council]

    @contextmanager
    def writing(self, council: str) -> Iterator[SqlTransaction]:
        with self.database.write() as connection:
            yield SqlTransaction(connection, council)

    def page(self, council: str, after: int, limit: int) -> tuple[Head, Sequence[bytes]]:
        with self.database.read() as connection:
            # The head first: events behind it may come meanwhile (READ COMMITTED), and are cut off below.
            head = _head(connection, council)
            if head is None:
                raise CouncilUnknown(council)
            wanted = min(limit, head.position - after)
            return head, _bodies(connection, council, after, wanted) if wanted > 0 else []

    def subject(self, council: str, subject: str) -> Sequence[bytes]:
        with self.database.read() as connection:
            return _subject(connection, council, subject)

    def openings(self, council: str, digests: Iterable[str]) -> Mapping[str, Opening]:
        wanted = list(digests)
        found: dict[str, Opening] = {}
        with self.database.read() as connection:
            for start in range(0, len(wanted), 500):
                rows = connection.execute(
                    select(vault.c.sealed, vault.c.salt, vault.c.text).where(
                        vault.c.council == council, vault.c.sealed.in_(wanted[start : start + 500])
                    )
                )
                found.update((row.sealed, Opening(row.sealed, bytes(row.salt), row.text)) for row in rows)
        return found

    def cursor(self, council: str, source: str) -> Range:
        with self.database.read() as connection:
            return _cursor(connection, council, source)

    def cursors(self) -> Mapping[str, Mapping[str, Range]]:
        reached: dict[str, dict[str, Range]] = {}
        with self.database.read() as connection:
            for row in connection.execute(select(cursors)):
                reached.setdefault(row.council, {})[row.source] = Range.unpacked(row.position, row.peaks)
        return reached

    @contextmanager
    def relaying(self, council: str) -> Iterator[bool]:
        if not self.database.postgres:
            yield True  # one process a file
            return
        # A session's lock, not a transaction's: nothing of ours stays open while the broker is waited for,
        # and a process that dies lets go of it with its connection.
        lock = (_RELAY_LOCK, func.hashtext(council))
        with translated(), self.database.engine.connect() as raw:
            connection = raw.execution_options(isolation_level="AUTOCOMMIT")
            alone = bool(connection.execute(select(func.pg_try_advisory_lock(*lock))).scalar_one())
            try:
                yield alone
            finally:
                if alone:
                    connection.execute(select(func.pg_advisory_unlock(*lock)))

    def published(self, council: str) -> Range:
        with self.database.read() as connection:
            query = select(published.c.position, published.c.peaks).where(published.c.council == council)
            row = connection.execute(query).one_or_none()
        return Range() if row is None else Range.unpacked(row.position, row.peaks)

    def move_published(self, council: str, reached: Range) -> None:
        with self.database.write() as connection:
            _put_range(connection, published, {"council": council}, reached)


def _head(connection: Connection, council: str, *, lock: bool = False) -> Head | None:
    postgres = connection.dialect.name == "postgresql"
    query = (_ON_POSTGRES if postgres else _ON_SQLITE).where(heads.c.council == council)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        return None
    witness = row.witness if postgres else f"{file_of(connection)}/{row.witness}"
    return Head(Range.unpacked(row.position, row.peaks), row.recorded_at, witness)


def _cursor(connection: Connection, council: str, source: str) -> Range:
    query = select(cursors.c.position, cursors.c.peaks).where(
        cursors.c.council == council, cursors.c.source == source
    )
    row = connection.execute(query).one_or_none()
    return Range() if row is None else Range.unpacked(row.position, row.peaks)


def _bodies(connection: Connection, council: str, after: int, limit: int) -> Sequence[bytes]:
    query = (
        select(events.c.body)
        .where(events.c.council == council, events.c.position > after)
        .order_by(events.c.position)
        .limit(limit)
    )
    return [bytes(body) for body in connection.execute(query).scalars()]


def _subject(connection: Connection, council: str, subject: str) -> Sequence[bytes]:
    query = (
        select(events.c.body)
        .where(events.c.council == council, events.c.subject == subject)
        .order_by(events.c.position)
    )
    return [bytes(body) for body in connection.execute(query).scalars()]

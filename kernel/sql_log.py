"""The log in SQLite or PostgreSQL, by the same SQLAlchemy Core statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    Connection,
    Table,
    Text,
    bindparam,
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
from kernel.log_tables import (
    commands,
    cursors,
    events,
    heads,
    published,
    upserting,
    vault,
    vault_concerns,
    vault_keys,
)
from kernel.merkle import Range
from kernel.sealed import Opening
from kernel.statements import WANTED, Statement, by_keys

_RELAY_LOCK: Final = 0x72656C61  # "rela": the class of the relays' advisory locks
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
    ),
).where(heads.c.council == bindparam("of"))
_ON_SQLITE: Final = select(
    *_ROW, cast(literal_column("(SELECT schema_version FROM pragma_schema_version)"), Text)
).where(heads.c.council == bindparam("of"))
_READ_HEAD: Final = Statement(_ON_POSTGRES, _ON_SQLITE)
_LOCK_HEAD: Final = Statement(_ON_POSTGRES.with_for_update(), _ON_SQLITE)
_MOVE_HEAD: Final = Statement(
    update(heads)
    .where(heads.c.council == bindparam("of"))
    .values({name: bindparam(name) for name in ("position", "peaks", "recorded_at")})
)
_REMEMBERED: Final = by_keys(
    select(commands.c.command_id, commands.c.fingerprint, commands.c.first, commands.c.last).where(
        commands.c.council == bindparam("of")
    ),
    commands.c.command_id,
)
_OPENED: Final = by_keys(
    select(vault.c.sealed, vault.c.salt, vault.c.text).where(
        vault.c.council == bindparam("of"), vault.c.secret == bindparam("secret", type_=Boolean)
    ),
    vault.c.sealed,
)
_BODIES: Final = Statement(
    select(events.c.body)
    .where(events.c.council == bindparam("of"), events.c.position > bindparam("after"))
    .order_by(events.c.position)
    .limit(bindparam("most"))
)
_SUBJECT: Final = Statement(
    select(events.c.body)
    .where(events.c.council == bindparam("of"), events.c.subject == bindparam("about"))
    .order_by(events.c.position)
)
_CURSOR: Final = Statement(
    select(cursors.c.position, cursors.c.peaks).where(
        cursors.c.council == bindparam("council"), cursors.c.source == bindparam("source")
    )
)
_PUBLISHED: Final = Statement(
    select(published.c.position, published.c.peaks).where(published.c.council == bindparam("council"))
)
_LOCK: Final[tuple[Any, ...]] = (bindparam("class"), func.hashtext(bindparam("council")))
_TRY_RELAY: Final = Statement(select(func.pg_try_advisory_lock(*_LOCK)))
_END_RELAY: Final = Statement(select(func.pg_advisory_unlock(*_LOCK)))


def _putting(table: Table) -> Statement:
    """The range of a key, whether it stands already or not."""
    keys = [column.name for column in table.primary_key]
    moved: dict[str, Any] = {name: bindparam(name) for name in ("position", "peaks")}
    row: dict[str, Any] = {name: bindparam(name) for name in keys} | moved
    return Statement(
        *(
            insert(table).values(row).on_conflict_do_update(index_elements=keys, set_=moved)
            for insert in (postgres_insert, sqlite_insert)
        )
    )


_PUT_CURSOR: Final = _putting(cursors)
_PUT_PUBLISHED: Final = _putting(published)


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

    @translated()
    def remembered(self, command_ids: Sequence[str]) -> Mapping[str, Remembered]:
        rows = _REMEMBERED.rows(self._connection, {"of": self._council, WANTED: list(command_ids)})
        return {row[0]: Remembered(*row) for row in rows}

    @translated()
    def cursor(self, source: str) -> Range:
        return _cursor(self._connection, self._council, source)

    @translated()
    def openings(self, digests: Iterable[str]) -> Mapping[str, Opening]:
        return _opened(self._connection, self._council, digests, secret=False)

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
        moved = {"position": head.position, "peaks": head.range.packed(), "recorded_at": head.recorded_at}
        _MOVE_HEAD.run(connection, {"of": council, **moved})

    def _fill_vault(self, rows: Sequence[VaultRow]) -> None:
        connection, council = self._connection, self._council
        _OPENINGS.run(
            connection,
            [
                {
                    "council": council,
                    "sealed": row.opening.sealed,
                    "salt": row.opening.salt,
                    "text": row.opening.text,
                    "secret": row.secret,
                }
                for row in rows
            ],
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
        row = {"council": self._council, "source": source, **_columns(reached)}
        _PUT_CURSOR.run(self._connection, row)

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
        return self._opened(council, digests, secret=False)

    def secret(self, council: str, digest: str) -> Opening | None:
        return self._opened(council, [digest], secret=True).get(digest)

    def _opened(self, council: str, digests: Iterable[str], *, secret: bool) -> Mapping[str, Opening]:
        with self.database.read() as connection:
            return _opened(connection, council, digests, secret=secret)

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
        lock = {"class": _RELAY_LOCK, "council": council}
        with translated(), self.database.engine.connect() as raw:
            connection = raw.execution_options(isolation_level="AUTOCOMMIT")
            [(alone,)] = _TRY_RELAY.rows(connection, lock)
            try:
                yield alone
            finally:
                if alone:
                    _END_RELAY.run(connection, lock)

    def published(self, council: str) -> Range:
        with self.database.read() as connection:
            return _range(_PUBLISHED.row(connection, {"council": council}))

    def move_published(self, council: str, reached: Range) -> None:
        with self.database.write() as connection:
            _PUT_PUBLISHED.run(connection, {"council": council, **_columns(reached)})


def _head(connection: Connection, council: str, *, lock: bool = False) -> Head | None:
    row = (_LOCK_HEAD if lock else _READ_HEAD).row(connection, {"of": council})
    if row is None:
        return None
    position, peaks, recorded_at, run = row
    witness = run if connection.dialect.name == "postgresql" else f"{file_of(connection)}/{run}"
    return Head(Range.unpacked(position, peaks), recorded_at, witness)


def _cursor(connection: Connection, council: str, source: str) -> Range:
    return _range(_CURSOR.row(connection, {"council": council, "source": source}))


def _range(row: tuple[Any, ...] | None) -> Range:
    return Range() if row is None else Range.unpacked(*row)


def _columns(reached: Range) -> dict[str, Any]:
    return {"position": reached.size, "peaks": reached.packed()}


def _opened(
    connection: Connection, council: str, digests: Iterable[str], *, secret: bool
) -> Mapping[str, Opening]:
    rows = _OPENED.rows(connection, {"of": council, "secret": secret, WANTED: list(digests)})
    return {sealed: Opening(sealed, bytes(salt), text) for sealed, salt, text in rows}


def _bodies(connection: Connection, council: str, after: int, limit: int) -> Sequence[bytes]:
    rows = _BODIES.rows(connection, {"of": council, "after": after, "most": limit})
    return [bytes(body) for (body,) in rows]


def _subject(connection: Connection, council: str, subject: str) -> Sequence[bytes]:
    return [bytes(body) for (body,) in _SUBJECT.rows(connection, {"of": council, "about": subject})]

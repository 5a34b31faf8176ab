"""The copy of each log: the stored bytes, position by position, under a head with its compact range."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select

from gateway.books.sql import ensure_head
from gateway.books.tables import copies, copy_heads
from gateway.books.writing import COPY
from kernel.clock import Seconds
from kernel.codec import Envelope, decode_envelope
from kernel.db import Database
from kernel.follow import StreamStops
from kernel.log_tables import upserting
from kernel.merkle import Range, leaf_hash
from kernel.statements import Statement

_OF: Final = (copy_heads.c.council == bindparam("of"), copy_heads.c.source == bindparam("by"))
_HEAD: Final = select(copy_heads.c.position, copy_heads.c.peaks).where(*_OF)
_READ: Final = Statement(_HEAD)
_LOCK: Final = Statement(_HEAD.with_for_update())
_MOVE: Final = Statement(
    copy_heads.update().where(*_OF).values(position=bindparam("position"), peaks=bindparam("peaks"))
)


class CopyRefused(StreamStops):
    """What came is not what belongs there: another council, another service, a gap, or other bytes.

    The stream stops and says so; nothing of it is taken.
    """


class Copies:
    """All councils' copies of every source."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def cursor(self, source: str, council: str) -> Range:
        """How far the copy came, with the range over its bytes."""
        with self._database.read() as connection:
            return _head(connection, source, council) or Range()

    def take(self, source: str, council: str, after: int, bodies: Sequence[bytes]) -> int:
        """Take the bytes behind `after`, in one transaction; returns how many were new.

        What is there already is compared and passed over. Raises: CopyRefused, StorageFault.
        """
        rows = _rows(source, council, after, bodies)
        with self._database.write() as connection:
            reached = _locked(connection, source, council)
            if after > reached.size:
                raise CopyRefused(f"{source} {council}: {after} does not follow {reached.size}")
            known = [row for row in rows if row["position"] <= reached.size]
            fresh = rows[len(known) :]
            _compare(connection, source, council, known)
            if fresh:
                COPY.run(connection, fresh)
                _put_head(connection, source, council, reached.extend(row["leaf"] for row in fresh))
            return len(fresh)

    def leaf(self, source: str, council: str, position: int) -> bytes | None:
        """The leaf hash of what stands at a position."""
        query = select(copies.c.leaf).where(
            copies.c.council == council, copies.c.source == source, copies.c.position == position
        )
        with self._database.read() as connection:
            found = connection.execute(query).scalar_one_or_none()
        return None if found is None else bytes(found)

    def heads(self, council: str) -> dict[str, Range]:
        """source -> how far its copy came."""
        with self._database.read() as connection:
            rows = connection.execute(select(copy_heads).where(copy_heads.c.council == council)).all()
        return {row.source: Range.unpacked(row.position, bytes(row.peaks)) for row in rows}

    def councils(self) -> list[str]:
        """Every council of which anything is here."""
        with self._database.read() as connection:
            query = select(copy_heads.c.council).distinct().order_by(copy_heads.c.council)
            return list(connection.execute(query).scalars())


class CopySink:
    """One source's copies as a follower fills them (`kernel.follow.Sink`)."""

    def __init__(
        self, copies_kept: Copies, source: str, taken: Callable[[str, Sequence[bytes]], None]
    ) -> None:
        self._copies = copies_kept
        self._source = source
        self._taken = taken

    def cursor(self, council: str) -> Range:
        """How far the copy came."""
        return self._copies.cursor(self._source, council)

    def take(
        self,
        council: str,
        after: int,
        bodies: Sequence[bytes],
        within_s: Seconds | None = None,  # noqa: ARG002 - the database's own bounds are shorter
    ) -> None:
        """Take the bytes, then wake who puts them in order. Raises: CopyRefused, StorageFault."""
        self._copies.take(self._source, council, after, bodies)
        self._taken(council, bodies)

    def leaf(self, council: str, position: int) -> bytes | None:
        """The leaf hash of what stands at a position."""
        return self._copies.leaf(self._source, council, position)


def _rows(source: str, council: str, after: int, bodies: Sequence[bytes]) -> list[dict[str, Any]]:
    """Rows of the bytes. Raises: CopyRefused for an envelope that belongs elsewhere."""
    rows = []
    for position, body in enumerate(bodies, after + 1):
        envelope = _envelope(body)
        if (envelope.service, envelope.council, envelope.position) != (source, council, position):
            raise CopyRefused(
                f"{source} {council} {position}: "
                f"came as {envelope.service} {envelope.council} {envelope.position}"
            )
        rows.append(
            {
                "council": council,
                "source": source,
                "position": position,
                "subject": envelope.subject,
                "type": envelope.type,
                "recorded_at": envelope.recorded_at,
                "body": body,
                "leaf": leaf_hash(body),
            }
        )
    return rows


def _envelope(body: bytes) -> Envelope:
    try:
        return decode_envelope(body)
    except ValueError as error:  # msgspec's errors are
        raise CopyRefused(f"no envelope: {error}") from error


def _locked(connection: Connection, source: str, council: str) -> Range:
    """The copy's head under lock, made where there is none. Who waits here finds it moved."""
    empty = {"council": council, "source": source, "position": 0, "peaks": b""}
    reached = _head(connection, source, council, lock=True)
    if reached is None:
        ensure_head(connection, council)
        connection.execute(upserting(connection, copy_heads).values(**empty).on_conflict_do_nothing())
        reached = _head(connection, source, council, lock=True)
    return reached or Range()


def _head(connection: Connection, source: str, council: str, *, lock: bool = False) -> Range | None:
    row = (_LOCK if lock else _READ).row(connection, {"of": council, "by": source})
    return None if row is None else Range.unpacked(row[0], bytes(row[1]))


def _put_head(connection: Connection, source: str, council: str, reached: Range) -> None:
    _MOVE.run(
        connection,
        {"of": council, "by": source, "position": reached.size, "peaks": reached.packed()},
    )


def _compare(connection: Connection, source: str, council: str, known: Sequence[dict[str, Any]]) -> None:
    """Raises CopyRefused where bytes that came again are not those that we have."""
    if not known:
        return
    query = (
        select(copies.c.leaf)
        .where(copies.c.council == council, copies.c.source == source)
        .where(copies.c.position.between(known[0]["position"], known[-1]["position"]))
        .order_by(copies.c.position)
    )
    ours = [bytes(leaf) for leaf in connection.execute(query).scalars()]
    if ours != [row["leaf"] for row in known]:
        raise CopyRefused(f"{source} {council}: other bytes than ours from {known[0]['position']} on")

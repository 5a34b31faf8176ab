"""The event log of one service, one log per council: positions 1, 2, 3 ... without gaps.

`Log` and `LogTransaction` are what the writer, the relay and the desk ask for. `kernel.sql_log` keeps them in
SQLite or PostgreSQL, `kernel.testing.memory` in memory for the simulator; one contract suite runs on all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from kernel.merkle import Range
from kernel.sealed import Opening


@dataclass(frozen=True, slots=True)
class Head:
    """Where a log ends. `recorded_at` is that of the last event: it never runs backwards.

    `witness` names the database that it was read from, as it runs: another one stands there after every
    restore, failover or restart, and never the same again (docs/adr/0013).
    """

    range: Range
    recorded_at: str = ""
    witness: str = field(default="", compare=False)

    @property
    def position(self) -> int:
        """The last position; 0 for an empty log."""
        return self.range.size

    @property
    def root(self) -> str:
        """The Merkle root over all stored bytes, in hex."""
        return self.range.root().hex()


@dataclass(frozen=True, slots=True)
class Entry:
    """One event as it goes into the log: `body` is what is hashed; the rest finds it again."""

    position: int
    subject: str
    type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Remembered:
    """A command that was carried out: its salted id, its fingerprint, and the events that it made.

    The fingerprint is "" where it is not known: no copy of a log holds any.
    """

    command_id: str
    fingerprint: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class VaultRow:
    """An opening, and the ids of the people whom it concerns. A `secret` one is told to nobody."""

    opening: Opening
    concerns: tuple[str, ...]
    secret: bool = False


class LogTransaction(Protocol):
    """One transaction under the lock of one council's head row."""

    @property
    def head(self) -> Head:
        """The head as it is in the database, locked."""
        ...

    def bodies(self, after: int, limit: int) -> Sequence[bytes]:
        """Stored bytes of the positions behind `after`, in order, at most `limit`."""
        ...

    def subject(self, subject: str) -> Sequence[bytes]:
        """Stored bytes of every event about `subject`, in order."""
        ...

    def remembered(self, command_ids: Sequence[str]) -> Mapping[str, Remembered]:
        """Those of `command_ids` that were carried out before."""
        ...

    def cursor(self, source: str) -> Range:
        """How far another service's log was noted here, with the range over the bytes noted."""
        ...

    def openings(self, digests: Iterable[str]) -> Mapping[str, Opening]:
        """What the vault still holds of sealed texts, but of secrets."""
        ...

    def append(
        self,
        head: Head,
        entries: Sequence[Entry],
        commands: Sequence[Remembered],
        vault: Sequence[VaultRow],
    ) -> None:
        """Write everything that a batch made, and move the head."""
        ...

    def move_cursor(self, source: str, reached: Range) -> None:
        """In the same transaction as the facts that noting made."""
        ...

    def erase(self, person: str) -> None:
        """Delete every opening that concerns `person`."""
        ...


class Log(Protocol):
    """All councils' logs of one service."""

    def found(self, council: str) -> None:
        """Make room for a council. Idempotent."""
        ...

    def heads(self) -> Mapping[str, Head]:
        """Every council's head."""
        ...

    def head(self, council: str) -> Head | None:
        """One council's head; None where the council is unknown."""
        ...

    def vault_key(self, council: str) -> bytes:
        """32 random bytes of the council's vault: salts what derives from erasable text."""
        ...

    def writing(self, council: str) -> AbstractContextManager[LogTransaction]:
        """Lock the head row; commit at the end. Raises: CouncilUnknown, DatabaseDown."""
        ...

    def page(self, council: str, after: int, limit: int) -> tuple[Head, Sequence[bytes]]:
        """The head and stored bytes behind `after`, of one moment. Raises: CouncilUnknown."""
        ...

    def subject(self, council: str, subject: str) -> Sequence[bytes]:
        """Stored bytes of every event about `subject`, in order."""
        ...

    def openings(self, council: str, digests: Iterable[str]) -> Mapping[str, Opening]:
        """What the vault still holds of sealed texts, but of secrets."""
        ...

    def secret(self, council: str, digest: str) -> Opening | None:
        """What the vault still holds of a secret: for the service itself, to compare."""
        ...

    def cursor(self, council: str, source: str) -> Range:
        """How far `source` was noted."""
        ...

    def cursors(self) -> Mapping[str, Mapping[str, Range]]:
        """council -> source -> how far that source was noted."""
        ...

    def relaying(self, council: str) -> AbstractContextManager[bool]:
        """Whether nobody else publishes this council's log just now; held until the end."""
        ...

    def published(self, council: str) -> Range:
        """How far the relay came, with the range over what it published."""
        ...

    def move_published(self, council: str, reached: Range) -> None:
        """Say how far the relay came."""
        ...

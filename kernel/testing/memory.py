"""The log in memory: for the simulator, which asks it to fail at every step and to go back in time.

Kept to the same contract as `kernel.sql_log` by the same suite (tests/contract/test_log.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from kernel.db import StorageFault
from kernel.errors import CouncilUnknown
from kernel.ids import random_bytes
from kernel.log import Entry, Head, Remembered, VaultRow
from kernel.merkle import Range
from kernel.sealed import Opening

Fault = Callable[[str], None]
"""Called with the name of the step about to happen (or just done): may raise."""


@dataclass(slots=True)
class Book:
    """One council."""

    vault_key: bytes
    head: Head = field(default_factory=lambda: Head(Range()))
    entries: list[Entry] = field(default_factory=list)
    by_subject: dict[str, list[bytes]] = field(default_factory=dict)
    commands: dict[str, Remembered] = field(default_factory=dict)
    vault: dict[str, VaultRow] = field(default_factory=dict)
    cursors: dict[str, Range] = field(default_factory=dict)
    published: Range = field(default_factory=Range)

    def opened(self, digests: Iterable[str]) -> Mapping[str, Opening]:
        """What the vault holds of these, but of secrets."""
        wanted = {digest: self.vault[digest] for digest in digests if digest in self.vault}
        return {digest: row.opening for digest, row in wanted.items() if not row.secret}

    def copied(self) -> Book:
        """A moment, kept: the entries themselves never change."""
        return Book(
            self.vault_key,
            self.head,
            list(self.entries),
            {subject: list(bodies) for subject, bodies in self.by_subject.items()},
            dict(self.commands),
            dict(self.vault),
            dict(self.cursors),
            self.published,
        )


class MemoryTransaction:
    """Changes wait until the end of the transaction."""

    def __init__(self, book: Book, head: Head) -> None:
        self._book = book
        self.head = head
        self.changes: list[Callable[[], None]] = []

    def bodies(self, after: int, limit: int) -> Sequence[bytes]:
        return [entry.body for entry in self._book.entries[after : after + limit]]

    def subject(self, subject: str) -> Sequence[bytes]:
        return list(self._book.by_subject.get(subject, ()))

    def remembered(self, command_ids: Sequence[str]) -> Mapping[str, Remembered]:
        return {one: self._book.commands[one] for one in command_ids if one in self._book.commands}

    def cursor(self, source: str) -> Range:
        return self._book.cursors.get(source, Range())

    def openings(self, digests: Iterable[str]) -> Mapping[str, Opening]:
        return self._book.opened(digests)

    def append(
        self,
        head: Head,
        entries: Sequence[Entry],
        commands: Sequence[Remembered],
        vault: Sequence[VaultRow],
    ) -> None:
        if [e.position for e in entries] != list(range(self.head.position + 1, head.position + 1)):
            raise StorageFault("positions")
        if any(command.command_id in self._book.commands for command in commands):
            raise StorageFault("command ids")
        self.changes.append(lambda: self._append(head, entries, commands, vault))

    def _append(
        self,
        head: Head,
        entries: Sequence[Entry],
        commands: Sequence[Remembered],
        vault: Sequence[VaultRow],
    ) -> None:
        book = self._book
        book.head = head
        book.entries += entries
        for entry in entries:
            book.by_subject.setdefault(entry.subject, []).append(entry.body)
        book.commands.update((command.command_id, command) for command in commands)
        book.vault.update((row.opening.sealed, row) for row in vault)

    def move_cursor(self, source: str, reached: Range) -> None:
        self.changes.append(lambda: self._book.cursors.update({source: reached}))

    def erase(self, person: str) -> None:
        self.changes.append(lambda: self._erase(person))

    def _erase(self, person: str) -> None:
        for sealed in [s for s, row in self._book.vault.items() if person in row.concerns]:
            del self._book.vault[sealed]


class MemoryLog:
    """`kernel.log.Log` in memory. `fault` is told of each step and may raise."""

    def __init__(self, fault: Fault = lambda _step: None, draw: Callable[[], bytes] = random_bytes) -> None:
        self.fault = fault
        self._draw = draw
        self._run = 1
        self.books: dict[str, Book] = {}

    def snapshot(self) -> dict[str, Book]:
        """This moment, for `restore`."""
        return {council: book.copied() for council, book in self.books.items()}

    def restore(self, moment: dict[str, Book]) -> None:
        """Back to an older moment, as from a backup."""
        self.books = {council: book.copied() for council, book in moment.items()}
        self.restart()

    def restart(self) -> None:
        """The database was stopped and started: what reads it from now on has another witness."""
        self._run += 1

    def found(self, council: str) -> None:
        self.fault("found")
        self.books.setdefault(council, Book(self._draw()))

    def heads(self) -> Mapping[str, Head]:
        self.fault("heads")
        return {council: book.head for council, book in self.books.items()}

    def head(self, council: str) -> Head | None:
        self.fault("head")
        book = self.books.get(council)
        return self._witnessed(book) if book else None

    def vault_key(self, council: str) -> bytes:
        return self._book(council).vault_key

    @contextmanager
    def writing(self, council: str) -> Iterator[MemoryTransaction]:
        self.fault("begin")
        book = self._book(council)
        tx = MemoryTransaction(book, self._witnessed(book))
        yield tx
        if tx.changes:
            self.fault("commit")
            for change in tx.changes:
                change()
            # The commit stands; what may be lost from here on is its answer.
            self.fault("committed")

    def page(self, council: str, after: int, limit: int) -> tuple[Head, Sequence[bytes]]:
        self.fault("page")
        book = self._book(council)
        return self._witnessed(book), [entry.body for entry in book.entries[after : after + limit]]

    def subject(self, council: str, subject: str) -> Sequence[bytes]:
        self.fault("subject")
        return list(self._book(council).by_subject.get(subject, ()))

    def openings(self, council: str, digests: Iterable[str]) -> Mapping[str, Opening]:
        return self._book(council).opened(digests)

    def secret(self, council: str, digest: str) -> Opening | None:
        row = self._book(council).vault.get(digest)
        return row.opening if row is not None and row.secret else None

    def cursor(self, council: str, source: str) -> Range:
        self.fault("cursor")
        book = self.books.get(council)
        return book.cursors.get(source, Range()) if book else Range()

    def cursors(self) -> Mapping[str, Mapping[str, Range]]:
        self.fault("cursors")
        return {council: dict(book.cursors) for council, book in self.books.items()}

    @contextmanager
    def relaying(self, council: str) -> Iterator[bool]:  # noqa: ARG002 - one process, one relay
        yield True

    def published(self, council: str) -> Range:
        self.fault("published")
        return self._book(council).published

    def move_published(self, council: str, reached: Range) -> None:
        self.fault("move_published")
        self._book(council).published = reached

    def _witnessed(self, book: Book) -> Head:
        return Head(book.head.range, book.head.recorded_at, str(self._run))

    def _book(self, council: str) -> Book:
        try:
            return self.books[council]
        except KeyError:
            raise CouncilUnknown(council) from None

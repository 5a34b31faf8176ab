"""A file on its way in, and out again.

In: spooled, hashed, its type told by content; made safe in the store; and only then does the projects service
write its fact. A crash before that leaves bytes that nothing names, which harm nobody: what shows people is
encrypted under a key that was never told to anyone.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any, Final

from gateway.files import coding, media
from gateway.files.stores import Store, file_of, open_name, people_name
from kernel.ids import random_bytes

MIB: Final = 1024 * 1024
BYTES_MAX: Final = 20 * MIB
_PIECE: Final = 64 * 1024
_IN_MEMORY: Final = 512 * 1024
"""What is smaller never touches a disk before it is kept."""


class Empty(Exception):  # noqa: N818 - what it is
    """Not a single byte."""


class TooLarge(Exception):  # noqa: N818 - what it is
    """More bytes than are taken."""


class NotKept(Exception):  # noqa: N818 - what it is
    """By its content no kind of file that is kept."""


class NotAtHand(Exception):  # noqa: N818 - what it is
    """What stands in the store is not there, or not what it must be."""


@dataclass(frozen=True, slots=True)
class Received:
    """A file that came in whole. `bytes` is read from its beginning."""

    file: str
    size: int
    media_type: str
    bytes: IO[bytes]


@dataclass(frozen=True, slots=True)
class Secret:
    """What a file that shows people is encrypted with, and the name that tells one such copy from another."""

    key: bytes
    kept_as: str

    @classmethod
    def drawn(cls) -> Secret:
        key = random_bytes(coding.KEY)
        # Of the key, so that a copy and its key are found by each other; it does not tell 256 random bits.
        return cls(key, hashlib.sha256(key).hexdigest()[:16])


class Filing:
    """Stateless beside its store; any thread may use it. All raise StoreDown."""

    def __init__(self, store: Store, bytes_max: int = BYTES_MAX) -> None:
        self.store = store
        self.bytes_max = bytes_max

    @contextmanager
    def received(self, stream: IO[bytes], declared: str = "") -> Iterator[Received]:
        """What `stream` holds; gone when the block ends. Raises: Empty, TooLarge, NotKept."""
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
            hashed, size = hashlib.sha256(), 0
            while piece := stream.read(_PIECE):
                size += len(piece)
                if size > self.bytes_max:
                    raise TooLarge
                hashed.update(piece)
                spool.write(piece)
            if not size:
                raise Empty
            found = media.media_type(spool, declared)
            if found is None:
                raise NotKept
            yield Received(hashed.hexdigest(), size, found, spool)

    def keep(self, council: str, received: Received, secret: Secret | None) -> str:
        """The name under which it is safe from now on; encrypted where there is a secret."""
        received.bytes.seek(0)
        if secret is None:
            name, size = open_name(council, received.file), received.size
            pieces = iter(lambda: received.bytes.read(_PIECE), b"")
        else:
            name = people_name(council, received.file, secret.kept_as)
            size, pieces = coding.encrypted_size(received.size), coding.encrypted(received.bytes, secret.key)
        self.store.keep(name, pieces, size)
        return name

    def verified(
        self, council: str, record: Mapping[str, Any], key: bytes | None
    ) -> Generator[bytes, None, None]:
        """The bytes of a record. They are read twice: none is given out before all of them were found right.

        Raises: NotAtHand.
        """
        name = name_of(council, record)
        hashed, size = hashlib.sha256(), 0
        for piece in self._pieces(name, key):
            hashed.update(piece)
            size += len(piece)
        if (hashed.hexdigest(), size) != (record["id"], record["size"]):
            raise NotAtHand(name)
        return self._pieces(name, key)

    def _pieces(self, name: str, key: bytes | None) -> Generator[bytes, None, None]:
        opened = self.store.opened(name)
        if opened is None:
            raise NotAtHand(name)
        with opened as source:
            if key is None:
                yield from iter(lambda: source.read(_PIECE), b"")
                return
            try:
                yield from coding.decrypted(source, key)
            except coding.Damaged:
                raise NotAtHand(name) from None

    def drop_others(self, council: str, record: Mapping[str, Any]) -> None:
        """Of a file that turned out to show people: the copy that is not encrypted."""
        if record["shows_people"]:
            self.store.drop(open_name(council, record["id"]))


def name_of(council: str, record: Mapping[str, Any]) -> str:
    """Where the bytes of a record stand."""
    if record["shows_people"]:
        return people_name(council, record["id"], record["kept_as"])
    return open_name(council, record["id"])


__all__ = [
    "BYTES_MAX",
    "MIB",
    "Empty",
    "Filing",
    "NotAtHand",
    "NotKept",
    "Received",
    "Secret",
    "TooLarge",
    "file_of",
    "name_of",
]

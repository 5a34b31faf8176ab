"""Files in a folder of this machine.

ROOT/<council>/open/<2 letters>/<hash>
ROOT/<council>/people/<2 letters>/<hash>.<kept_as>
ROOT/.coming/...     what is on its way in
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Final

from gateway.files.stores import NAME, Kept, StoreDown, require_name
from kernel.clock import SystemClock
from kernel.ids import random_bytes

COMING: Final = ".coming"
_FORGOTTEN_S: Final = 24 * 3600
"""What has been on its way in for so long will not arrive: its process died."""


class FolderStore:
    """The folder is made when first needed; nobody else may look into it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def keep(self, name: str, pieces: Iterable[bytes], size: int) -> None:
        place = self._place(name)
        coming = self.root / COMING / random_bytes(16).hex()
        try:
            for folder in (coming.parent, place.parent):
                self._made(folder)
            try:
                _written(coming, pieces, size)
                # The bytes are on disk before they have their name: a crash leaves half a file under no name.
                coming.replace(place)
                for folder in (place.parent, place.parent.parent):
                    _synced(folder)
            finally:
                coming.unlink(missing_ok=True)
        except OSError as fault:
            raise StoreDown(type(fault).__name__) from fault

    def opened(self, name: str) -> AbstractContextManager[IO[bytes]] | None:
        try:
            return self._place(name).open("rb")
        except FileNotFoundError:
            return None
        except OSError as fault:
            raise StoreDown(type(fault).__name__) from fault

    def drop(self, name: str) -> None:
        place = self._place(name)
        try:
            place.unlink(missing_ok=True)
            if place.parent.is_dir():
                _synced(place.parent)
        except OSError as fault:
            raise StoreDown(type(fault).__name__) from fault

    def kept(self, council: str) -> Iterator[Kept]:
        """Passes over what is no name of ours."""
        self._forget_what_never_arrived()
        try:
            for place in sorted((self.root / council).glob("*/*/*")):
                name = f"{council}/{place.parent.parent.name}/{place.name}"
                if NAME.fullmatch(name):
                    with suppress(FileNotFoundError):
                        about = place.stat()
                        yield Kept(name, about.st_size, datetime.fromtimestamp(about.st_mtime, UTC))
        except OSError as fault:
            raise StoreDown(type(fault).__name__) from fault

    def check(self) -> None:
        try:
            self._made(self.root)
        except OSError as fault:
            raise StoreDown(type(fault).__name__) from fault
        if not os.access(self.root, os.W_OK | os.X_OK):
            raise StoreDown("not writable")

    def _made(self, folder: Path) -> None:
        """Each with its mode: what `parents=True` makes has the usual one."""
        if folder not in (self.root, folder.parent):
            self._made(folder.parent)
        folder.mkdir(mode=0o700, parents=folder == self.root, exist_ok=True)

    def _place(self, name: str) -> Path:
        council, part, file = require_name(name).split("/")
        return self.root / council / part / file[:2] / file

    def _forget_what_never_arrived(self) -> None:
        now = SystemClock().now().timestamp()
        with suppress(OSError):
            for place in (self.root / COMING).iterdir():
                if now - place.stat().st_mtime > _FORGOTTEN_S:
                    place.unlink(missing_ok=True)


def _written(place: Path, pieces: Iterable[bytes], size: int) -> None:
    written = 0
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        for piece in pieces:
            written += out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    if written != size:
        raise OSError(f"{written} bytes instead of {size}")


def _synced(folder: Path) -> None:
    """The names in it are on disk, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

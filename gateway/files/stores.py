"""Where bytes are kept: what is asked of such a place, by name.

A name is `<council>/open/<hash>` for what shows nobody, `<council>/people/<hash>.<kept_as>` for what
shows people (encrypted). Names come from us alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Final, Protocol

OPEN: Final = "open"
PEOPLE: Final = "people"
PIECE: Final = 64 * 1024
NAME: Final = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}/(?:open/[0-9a-f]{64}|people/[0-9a-f]{64}\.[0-9a-f]{16})"
)


class StoreDown(Exception):  # noqa: N818 - what happened
    """The place does not answer, or will not take or give; the text says what kind of fault it is."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that stands in a store."""

    name: str
    size: int
    since: datetime


class Store(Protocol):
    """Any thread may use it. All raise StoreDown."""

    def keep(self, name: str, pieces: Iterable[bytes], size: int) -> None:
        """All of it is safe under `name` when this returns; until then nothing is there under it."""

    def opened(self, name: str) -> AbstractContextManager[IO[bytes]] | None:
        """To be read from the beginning; None where nothing is there."""

    def drop(self, name: str) -> None:
        """It is there no more; nothing happens where it was not."""

    def kept(self, council: str) -> Iterator[Kept]:
        """Everything of a council."""

    def check(self) -> None:
        """Whether it could take something."""


def open_name(council: str, file: str) -> str:
    return f"{council}/{OPEN}/{file}"


def people_name(council: str, file: str, kept_as: str) -> str:
    return f"{council}/{PEOPLE}/{file}.{kept_as}"


def file_of(name: str) -> str:
    """The hash in a name."""
    return name.rpartition("/")[2].partition(".")[0]


def require_name(name: str) -> str:
    """A name that leads nowhere else. Raises: ValueError."""
    if NAME.fullmatch(name) is None:
        raise ValueError(f"no name of a file: {name!r}")
    return name

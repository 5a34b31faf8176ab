"""Files in backups.

What belongs in a backup is told by the projects log: what it names was safe before it was named. In the
backup `files/` has what shows nobody, `vault/files/` what shows people, encrypted as it stands; the
keys are in the vault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from sqlalchemy import select

from gateway.files.filing import name_of
from gateway.files.stores import PEOPLE, Store
from kernel.codec import Codec, decode_envelope
from kernel.db import Database
from kernel.log_tables import events
from kernel.sql_log import SqlLog
from services.projects.events.files import FileErased, FileStored

FOLDER: Final = "files"
_PIECE: Final = 64 * 1024
_CODEC: Final = Codec((FileStored, FileErased))


@dataclass(frozen=True, slots=True)
class Files:
    """Of one council, as the log has them now."""

    stored: dict[str, FileStored]
    """By hash."""
    erased: frozenset[str]


def files_of(projects: Database, council: str) -> Files:
    """What the projects log says of files."""
    query = (
        select(events.c.body)
        .where(events.c.council == council, events.c.type.in_((FileStored.TYPE, FileErased.TYPE)))
        .order_by(events.c.position)
    )
    with projects.read() as connection:
        bodies = [bytes(body) for body in connection.execute(query).scalars()]
    stored: dict[str, FileStored] = {}
    erased = set[str]()
    for body in bodies:
        fact = _CODEC.fact(decode_envelope(body))
        if isinstance(fact, FileStored):
            stored[fact.file] = fact
        else:
            stored.pop(fact.file, None)
            erased.add(fact.file)
    return Files(stored, frozenset(erased))


def record_of(fact: FileStored) -> dict[str, Any]:
    """As the gateway's records have it."""
    return {
        "id": fact.file,
        "size": fact.size,
        "shows_people": fact.shows_people,
        "kept_as": fact.kept_as,
    }


def back_up_files(
    projects: Database, store: Store, folder: Path, told: Callable[[str], None]
) -> tuple[list[Path], list[str]]:
    """Copy the files of all councils to `folder`: the files made, and the names of those that are not there.

    After the databases were cut: what the cut names is there, unless it was erased since. Raises: StoreDown.
    """
    made: list[Path] = []
    missing: list[str] = []
    for council in SqlLog(projects).heads():
        for fact in files_of(projects, council).stored.values():
            name = name_of(council, record_of(fact))
            opened = store.opened(name)
            if opened is None:
                missing.append(name)
                continue
            place = _place(folder, folder / "vault", name)
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with opened as source, place.open("xb") as out:
                for piece in _pieces(source):
                    out.write(piece)
            made.append(place)
    told(FOLDER)
    return made, missing


def restore_files(
    projects: Database, store: Store, backup: Path, vaults: Path | None, told: Callable[[str], None]
) -> list[str]:
    """Put back what the restored log names; the names of those that the backup has not.

    `vaults` None: without what shows people, whose keys are not there either.

    An older vault's photo of somebody who was erased since is named by no log, and stays out.
    Raises: StoreDown.
    """
    missing: list[str] = []
    told(FOLDER)
    for council in SqlLog(projects).heads():
        for fact in files_of(projects, council).stored.values():
            name = name_of(council, record_of(fact))
            if fact.shows_people and vaults is None:
                continue
            place = _place(backup, vaults or backup, name)
            if not place.is_file():
                if not _is_there(store, name):
                    missing.append(name)
                continue
            with place.open("rb") as source:
                store.keep(name, _pieces(source), place.stat().st_size)
    return missing


def _is_there(store: Store, name: str) -> bool:
    opened = store.opened(name)
    if opened is None:
        return False
    with opened:
        return True


def _place(folder: Path, vaults: Path, name: str) -> Path:
    """People are kept apart, with their names and keys."""
    return (vaults if f"/{PEOPLE}/" in name else folder) / FOLDER / name


def _pieces(source: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: source.read(_PIECE), b"")

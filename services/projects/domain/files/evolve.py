"""What is known of files. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, assert_never

from kernel.domain import Evolve, Keys, Told
from services.projects.domain.files.documents import FilesOf, StoredFile
from services.projects.events.files import Fact, FileErased, FileStored


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    match fact:
        case FileStored():
            return [(StoredFile, fact.file), *((FilesOf, person) for person in fact.concerns)]
        case FileErased():
            return [(StoredFile, fact.file)]
        case _:
            assert_never(fact)


def _stored(before: StoredFile | None, told: Told) -> StoredFile:
    fact: Fact = told.fact
    match fact:
        case FileStored():
            return StoredFile(fact.shows_people, fact.concerns, public=fact.public)
        case FileErased():
            return replace(before or StoredFile(shows_people=True), erased=True)
        case _:
            assert_never(fact)


def _files_of(before: FilesOf | None, told: Told) -> FilesOf:
    fact: FileStored = told.fact
    return FilesOf(tuple(dict.fromkeys((*(before or FilesOf()).files, fact.file))))


EVOLVE: Final[Mapping[type, Evolve]] = {StoredFile: _stored, FilesOf: _files_of}

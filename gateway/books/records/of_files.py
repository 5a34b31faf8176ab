"""Records of files. Pure."""

from __future__ import annotations

from typing import Final

from gateway.books.records.shelf import Shelf, Topic, known, made
from kernel.domain import Told
from services.projects.events.files import FileErased, FileStored


def _stored(told: Told, shelf: Shelf) -> None:
    """The whole of what is known now, also where it came before."""
    shelf.put(made(told, "file", "file", status="stored"))


def _erased(told: Told, shelf: Shelf) -> None:
    record = known(shelf, "file", told.fact.file)
    record |= {"status": "erased", "erased_on": told.occurred_on.isoformat() if told.occurred_on else None}
    shelf.put(record)


TOPIC: Final = Topic(apply={FileStored: _stored, FileErased: _erased})

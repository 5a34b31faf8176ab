"""Files, by what rules ask for. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from services.projects.events import PartyId
from services.projects.events.files import FileId


@dataclass(frozen=True, slots=True)
class StoredFile:
    """By hash, loaded when asked for. `concerns` are in the order in which they were named."""

    shows_people: bool
    concerns: tuple[PartyId, ...] = ()
    erased: bool = False
    public: bool = False


@dataclass(frozen=True, slots=True)
class FilesOf:
    """Resident, by person: the files that show them."""

    files: tuple[FileId, ...] = ()

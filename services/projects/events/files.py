"""Files: papers, photos and reports whose bytes are kept. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NewType

from kernel.sealed import Sealed
from services.projects.events.ids import PartyId

FileId = NewType("FileId", str)
"""SHA-256 (hex) of the bytes."""


@dataclass(frozen=True, slots=True)
class FileStored:
    """The bytes of this hash are kept: `size` of them, of a type that was told by their content.

    public        whoever shows a token reads them: a report, a photo without people; never what shows people
    shows_people  they are kept encrypted, and whoever is in `concerns` may be seen in them
    kept_as       under what name they stand beside the hash: each time they are stored under a key of its own
    sealed_key    that key, in hex: it goes with whoever is erased

    Comes again where a file that is kept turns out to show people, or others too, or is made public.
    Subject: the file.
    """

    TYPE: ClassVar = "projects.file_stored.v1"
    file: FileId
    size: int
    media_type: str
    shows_people: bool
    concerns: tuple[PartyId, ...]
    kept_as: str | None
    sealed_key: Sealed | None
    public: bool = False


@dataclass(frozen=True, slots=True)
class FileErased:
    """Kept no more, for it shows `person`, who is erased. Subject: the file."""

    TYPE: ClassVar = "projects.file_erased.v1"
    file: FileId
    person: PartyId


Fact = FileStored | FileErased

"""Files are remembered by their hash. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.errors import InvalidInput
from kernel.gone import require_present
from services.projects.domain.files.commands import StoreFile
from services.projects.domain.files.documents import StoredFile
from services.projects.errors.files import FileIsErased, FileKnown
from services.projects.events import PartyId
from services.projects.events.files import FileId, FileStored


def store(view: View, command: StoreFile, given: Given) -> Sequence[Saying]:
    """What was said of it before stays true: a file that shows people is never one that shows nobody.

    Raises: InvalidInput, PersonGone, FileKnown, FileIsErased.
    """
    _require_whole(command)
    for person in command.concerns:
        require_present(view, person, "concerns")
    known = view.get(StoredFile, command.file)
    if known is not None and known.erased:
        raise FileIsErased(command.file, field="file")
    if known is not None and _says_nothing_new(known, command):
        raise FileKnown(command.file, field="file")
    before = known.concerns if known is not None else ()
    concerns = tuple(dict.fromkeys((*before, *map(PartyId, command.concerns))))
    stored = FileStored(
        FileId(command.file),
        command.size,
        command.media_type,
        command.shows_people,
        concerns,
        command.kept_as,
        command.key,
        public=command.public or (known is not None and known.public and not command.shows_people),
    )
    return [Saying(stored, command.file, given.today, concerns)]


def _says_nothing_new(known: StoredFile, command: StoreFile) -> bool:
    if not {*command.concerns} <= {*known.concerns} or command.shows_people > known.shows_people:
        return False
    return known.shows_people or known.public >= command.public


def _require_whole(command: StoreFile) -> None:
    """Only what shows people names them and has a key, and it is never public. Raises: InvalidInput."""
    if command.public and command.shows_people:
        raise InvalidInput({"public": ["file.shows_people"]})
    if command.concerns and not command.shows_people:
        raise InvalidInput({"concerns": ["file.shows_nobody"]})
    for name in ("key", "kept_as"):
        if (getattr(command, name) is not None) != command.shows_people:
            raise InvalidInput({name: ["file.key"]})

"""What other topics ask of files. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from kernel.documents import View
from kernel.domain import Saying
from policy.history import policy_on
from services.projects.domain.files.documents import FilesOf, StoredFile
from services.projects.errors.files import FileMissing
from services.projects.events import PartyId
from services.projects.events.files import FileErased


def is_stored(view: View, file: str) -> bool:
    """Whether the bytes of this hash are kept, or were, until whom they show was erased."""
    return view.get(StoredFile, file) is not None


def require_papers(view: View, papers: Iterable[str], day: date, field: str = "attachments") -> None:
    """Whether each of `papers` is kept here, or may be on paper elsewhere by the policy of `day`.

    Raises: FileMissing.
    """
    terms = policy_on(view, day)
    if terms is None or terms.paper_outside_allowed:
        return
    for paper in papers:
        if not is_stored(view, paper):
            raise FileMissing(paper, field=field)


def erased_with(view: View, person: PartyId, day: date) -> Sequence[Saying]:
    """The files that go with somebody who is erased."""
    found = view.get(FilesOf, person) or FilesOf()
    return [
        Saying(FileErased(file, person), file, day)
        for file in found.files
        if (known := view.get(StoredFile, file)) is not None and not known.erased
    ]

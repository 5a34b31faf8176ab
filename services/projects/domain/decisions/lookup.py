"""What the council decided about a thing, or the refusal that says what is missing. Pure."""

from __future__ import annotations

from kernel.documents import View
from services.projects.domain.decisions.documents import Notice, Objections, Resolution
from services.projects.errors.decisions import ResolutionNotAdopted


def resolution(view: View, ref: str, field: str = "resolution") -> Resolution:
    """The adopted resolution of this id. Raises: ResolutionNotAdopted."""
    found = view.get(Resolution, ref)
    if found is None:
        raise ResolutionNotAdopted(ref, field=field)
    return found


def notice_of(view: View, about: str) -> Notice | None:
    """The last notice about this id that was not withdrawn, running or over; None: there was none."""
    found = view.get(Notice, about)
    return found.before if found is not None and found.ends_on is None else found


def has_open_objection(view: View, *abouts: str | None) -> bool:
    """Whether somebody objects to any of these ids, and it is neither dismissed nor settled."""
    found = (view.get(Objections, about) for about in abouts if about is not None)
    return any(one is not None and one.standing for one in found)

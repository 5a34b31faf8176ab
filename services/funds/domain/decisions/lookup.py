"""What the council decided about a thing, or the refusal that says what is missing. Pure."""

from __future__ import annotations

from kernel.documents import View
from services.funds.domain.decisions.documents import Resolution
from services.funds.errors.decisions import ResolutionNotAdopted


def resolution(view: View, ref: str, field: str = "resolution") -> Resolution:
    """The adopted resolution of this id. Raises: ResolutionNotAdopted."""
    found = view.get(Resolution, ref)
    if found is None:
        raise ResolutionNotAdopted(ref, field=field)
    return found

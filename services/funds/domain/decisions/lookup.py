"""What the council decided about a thing, or the refusal that says what is missing. Pure."""

from __future__ import annotations

from kernel.documents import View
from services.funds.domain.decisions.documents import Objections, Resolution
from services.funds.errors.decisions import ObjectionOpen, ResolutionNotAdopted


def resolution(view: View, ref: str, field: str = "resolution") -> Resolution:
    """The adopted resolution of this id. Raises: ResolutionNotAdopted."""
    found = view.get(Resolution, ref)
    if found is None:
        raise ResolutionNotAdopted(ref, field=field)
    return found


def require_unopposed(view: View, ref: str) -> None:
    """No objection to the resolution stands, neither dismissed nor settled. Raises: ObjectionOpen."""
    known = view.get(Objections, ref)
    if known is not None and known.standing:
        raise ObjectionOpen(field="resolution")

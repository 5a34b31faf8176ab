"""What a resolution allows: of its kind, for whom it names, and no more than its sum in all. Pure."""

from __future__ import annotations

from datetime import date

from kernel.documents import View
from kernel.money import Money
from services.funds.domain.decisions.documents import Resolution
from services.funds.domain.decisions.lookup import require_unopposed, resolution
from services.funds.domain.lookup import require_order
from services.funds.errors.decisions import OtherResolution, ResolutionExceeded
from services.funds.events.decisions import ResolutionKind


def bound(  # noqa: PLR0917 - who, what and when of one act
    view: View, ref: str, kind: ResolutionKind, amount: Money, occurred_on: date, named: dict[str, str]
) -> Resolution:
    """The resolution under which `amount` may be moved for the funds and the project that are `named`.

    A resolution that names a fund or a project binds to it; one without a sum decides on no money. Decided
    by the one writer: of two that exceed it together, the second is refused.

    Raises: ResolutionNotAdopted, OtherResolution, ObjectionOpen, ResolutionExceeded, InvalidInput.
    """
    found = resolution(view, ref)
    if found.kind != kind:
        raise OtherResolution("kind", field="resolution")
    for field, one in named.items():
        if getattr(found, field) not in (None, one):
            raise OtherResolution(field, field="resolution")
    if found.amount is None or found.amount.currency != amount.currency:
        raise OtherResolution("amount", field="resolution")
    require_order(found.adopted_on, occurred_on, "occurred_on")
    require_unopposed(view, ref)
    left = found.amount.minor - found.used
    if amount.minor > left:
        raise ResolutionExceeded(Money(max(0, left), amount.currency))
    return found

"""What the council decided about a day, a sum or a thing, or the refusal that says what is missing. Pure."""

from __future__ import annotations

from datetime import date

from kernel.documents import View
from services.funds.domain.decisions.documents import POLICIES, Policies, Resolution
from services.funds.errors.decisions import ResolutionNotAdopted
from services.funds.events.decisions import Terms, Tier


def policy_on(view: View, day: date) -> Terms | None:
    """The policy that holds on `day`; None: none does yet, and the rules are as if there were no policies."""
    found = view.get(Policies, POLICIES)
    return None if found is None else found.on(day)


def tier_of(terms: Terms, minor: int) -> Tier:
    """What a sum of so many minor units needs. The last tier is open above, so there is always one."""
    return next(tier for tier in terms.tiers if tier.below is None or minor < tier.below)


def resolution(view: View, ref: str, field: str = "resolution") -> Resolution:
    """The adopted resolution of this id. Raises: ResolutionNotAdopted."""
    found = view.get(Resolution, ref)
    if found is None:
        raise ResolutionNotAdopted(ref, field=field)
    return found

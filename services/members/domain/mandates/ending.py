"""Every mandate of somebody ends at once."""

from __future__ import annotations

from kernel.documents import View
from kernel.domain import Given
from services.members.domain.documents import PersonMandates
from services.members.domain.lookup import the_council
from services.members.domain.sayings import Sayings, said
from services.members.errors import LastFounder
from services.members.events import MandateRevoked, PartyId


def all_mandates_of(view: View, person: str, given: Given) -> Sayings:
    """The end of each that is not over. Raises: LastFounder."""
    held = view.get(PersonMandates, person) or PersonMandates()
    mandates = [one.mandate for one in held.mandates if not one.over_on(given.today)]
    founding = the_council(view).founding_on(given.today)
    if founding and founding <= set(mandates):
        raise LastFounder(*sorted(founding), field="person")
    return [said(MandateRevoked(one, PartyId(person)), one, given) for one in mandates]

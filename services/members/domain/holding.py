"""The law's hold on names: who stands on a voucher, or signed one, is held to the end of its year + 30 years.

Source: Measures for the Administration of Accounting Archives (会计档案管理办法): vouchers are kept for
30 years, counted from the end of the year.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import MAXYEAR, date
from typing import Final

from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.ids import is_id
from services.members.domain.documents import Party
from services.members.domain.sayings import Sayings
from services.members.events import HoldPlaced, PartyId

HOLD_YEARS: Final = 30


def holds(view: View, names: Iterable[object], day: date) -> Sayings:
    """A hold on each person here of `names`, for a voucher of `day`.

    Not where one as long stands already, so there is about one a year and person. Who is erased has nothing
    left to hold.
    """
    until = hold_until(day)
    sayings = []
    for name in dict.fromkeys(names):
        if not isinstance(name, str) or not is_id(name, "per"):
            continue
        party = view.get(Party, name)
        if party is None or party.erased or party.held_on(until):
            continue
        sayings.append(Saying(HoldPlaced(PartyId(name), until), subject=name))
    return sayings


def signing(view: View, given: Given) -> Sayings:
    """The holds of a decision of today about money: on all who have a hand in it.

    They are said in the same breath, so nobody is erased between the two.
    """
    return holds(view, sorted(given.actor.hands), given.today)


def hold_until(day: date) -> date:
    """The last day on which a voucher of `day` is kept."""
    return date(min(day.year + HOLD_YEARS, MAXYEAR), 12, 31)

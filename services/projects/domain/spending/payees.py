"""Who is paid, however often they were registered or named: what is theirs is told together. Pure.

Somebody who is typed by name becomes a new party each time. So a payee is all their registrations that are
known to be one human, and whoever bears the same name, as names are compared. The names are sealed, and
nothing that is recorded says whose are the same: erased with a person, theirs is nobody's any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from kernel.documents import View
from kernel.domain import Given
from kernel.sealed import Sealed
from services.projects.domain import lookup, names
from services.projects.domain.documents import Spending
from services.projects.errors import SamePerson
from services.projects.events import PartyId


class Paid(Protocol):
    """Something that was to be paid to somebody."""

    @property
    def payee(self) -> PartyId: ...
    @property
    def name(self) -> Sealed | None: ...


P = TypeVar("P", bound=Paid)


@dataclass(frozen=True, slots=True)
class Payee:
    """All registrations of one human, or the one of a house; and the name, where it is known."""

    registrations: frozenset[str]
    name: str | None

    def theirs(self, among: Iterable[P], given: Given) -> Sequence[P]:
        """What of it is this payee's."""
        here = [*among]
        strange = (one.name for one in here if one.payee not in self.registrations and one.name is not None)
        opened = given.opened(strange) if self.name is not None else {}
        same = {seal for seal, name in opened.items() if name == self.name}
        return [one for one in here if one.payee in self.registrations or one.name in same]


def payee_of(view: View, party: PartyId, name: Sealed | None, given: Given) -> Payee:
    """Whoever `party` is, under `name` as it was sealed when they were named."""
    opened = given.opened([name]) if name is not None else {}
    return Payee(lookup.registrations(view, party), None if name is None else opened.get(name))


def of_spending(view: View, spending: Spending, given: Given) -> Payee:
    """Who is to be paid by it."""
    return payee_of(view, spending.payee, spending.payee_name, given)


def require_apart(view: View, spending: Spending, called: Iterable[str], given: Given) -> None:
    """Nobody approves or pays what they are paid, also where who is who became known after an approval.

    `called`: the names of whoever acts. Raises: SamePerson.
    """
    payee = of_spending(view, spending, given)
    if payee.registrations & (given.actor.hands | spending.approvers) or names.is_one_of(payee.name, called):
        raise SamePerson("payee")

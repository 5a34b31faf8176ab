"""Who asked to be erased, in the eyes of a service that follows the members service. Pure.

The service remembers it by a fact of its own, with `person` and `erased`, under which it keeps `Gone`. Behind
that fact nothing new names the person and nothing is of their doing; so whoever has read so far has read all
that may still need their name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from kernel.documents import View
from kernel.domain import Given, Told
from kernel.errors import Forbidden, PersonGone


class Noted(Protocol):
    """The service's own fact."""

    @property
    def person(self) -> str: ...
    @property
    def erased(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Gone:
    """Resident, by person: hidden, or `erased`."""

    erased: bool


def evolve_gone(_: Gone | None, told: Told) -> Gone:
    """The document after the service's own fact."""
    return Gone(told.fact.erased)


def require_present(view: View, party: str | None, field: str) -> None:
    """Whether `party` may be named by something new. Raises: PersonGone."""
    if party is not None and view.get(Gone, party) is not None:
        raise PersonGone(party, field=field)


def require_acting(view: View, command: Any, given: Given) -> None:
    """Whether who asks may still act: a command can be on its way while its actor is hidden.

    Raises: Forbidden.
    """
    if any(view.get(Gone, person) is not None for person in given.actor.hands):
        raise Forbidden(command.COMMAND, ", ".join(sorted(command.ROLES)))


def erases(noted: type[Noted]) -> Callable[[Any], str | None]:
    """`Domain.erases` of a service whose fact is `noted`."""

    def whom(fact: Any) -> str | None:
        return fact.person if type(fact) is noted and fact.erased else None

    return whom


def erased(view: View, person: str) -> bool:
    """`Domain.erased`."""
    gone = view.get(Gone, person)
    return gone is not None and gone.erased

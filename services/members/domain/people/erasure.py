"""A person asks to be forgotten: hidden at once, erased once nothing can name them any more."""

from __future__ import annotations

from dataclasses import replace

from kernel.documents import View
from kernel.domain import Given
from services.members.domain.documents import Aliases, PersonMandates, PersonTokens
from services.members.domain.lookup import person_of
from services.members.domain.mandates.ending import all_mandates_of
from services.members.domain.passwords.documents import Password, Recovery
from services.members.domain.people.commands import ConfirmErasure, RequestErasure
from services.members.domain.sayings import Sayings, said
from services.members.errors import AlreadyErased, AlreadyHidden, ErasureUnderWay, HoldsOffice
from services.members.errors.erasure import ErasureConfirmedAlready, ErasureUnconfirmed, NoErasure
from services.members.errors.passwords import SamePersonTwice
from services.members.events import PartyId, PersonErased, PersonHidden, TokenRevoked
from services.members.events.passwords import PasswordEnded
from services.members.events.people import ErasureConfirmed


def request(view: View, command: RequestErasure, given: Given) -> Sayings:
    """Who is hidden acts no more: in the same breath their tokens are revoked and their mandates end.

    They are erased by `noting`, once another confirmed it and every service knows; or here, when it is asked
    anew after a hold.
    """
    party = person_of(view, command.person)
    person = PartyId(command.person)
    if party.erased:
        raise AlreadyErased(person)
    if not party.hidden:
        return _hide(view, person, command, given)
    if party.held_on(given.today):
        raise AlreadyHidden(person, str(party.hold_until))
    if not party.confirmed:
        raise ErasureUnconfirmed(person)
    if not party.is_known_everywhere:
        raise ErasureUnderWay(person)
    return [said(PersonErased(person), person, given)]


def confirm(view: View, command: ConfirmErasure, given: Given) -> Sayings:
    """Raises: NotFound, NotAPerson, AlreadyErased, NoErasure, SamePersonTwice, ErasureConfirmedAlready."""
    party = person_of(view, command.person)
    person = PartyId(command.person)
    if party.erased:
        raise AlreadyErased(person)
    if not party.hidden:
        raise NoErasure(person)
    if party.confirmed:
        raise ErasureConfirmedAlready(person)
    if given.actor.hands & (party.asked_by | {person}):
        raise SamePersonTwice(given.actor.whose)
    confirmed = said(ErasureConfirmed(person), person, given)
    if replace(party, confirmed=True).may_go_on(given.today):
        return [confirmed, said(PersonErased(person), person, given)]
    return [confirmed]


def _hide(view: View, person: PartyId, command: RequestErasure, given: Given) -> Sayings:
    if "founder" not in given.actor.mandates and _in_office(view, person, given):
        raise HoldsOffice(person, field="person")
    hidden = said(PersonHidden(person, command.reason), person, given)
    return [hidden, *_withdrawn(view, person, given), *_no_sign_in(view, person, given)]


def _no_sign_in(view: View, person: PartyId, given: Given) -> Sayings:
    if view.get(Password, person) is None and view.get(Recovery, person) is None:
        return []
    return [said(PasswordEnded(person), person, given)]


def _in_office(view: View, person: PartyId, given: Given) -> bool:
    """Whether a mandate of `person` is in force, or is to come."""
    held = view.get(PersonMandates, person) or PersonMandates()
    return any(not one.over_on(given.today) for one in held.mandates)


def _withdrawn(view: View, person: PartyId, given: Given) -> Sayings:
    """Every token of `person` and their aliases, and every mandate that is not over. Raises: LastFounder."""
    known = view.get(Aliases, person) or Aliases(())
    return [
        *(
            said(TokenRevoked(token, one), token, given)
            for one in (person, *known.people)
            for token in (view.get(PersonTokens, one) or PersonTokens()).tokens
        ),
        *all_mandates_of(view, person, given),
    ]

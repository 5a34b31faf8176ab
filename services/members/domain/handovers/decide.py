"""The treasurer's office goes over, once all three have signed what was there."""

from __future__ import annotations

from kernel.documents import View
from kernel.domain import Given
from kernel.errors import InvalidInput, NotFound
from services.members.domain.documents import Aliases, PersonMandates, PersonTokens
from services.members.domain.handovers.commands import OpenHandover, SignHandover
from services.members.domain.handovers.documents import CurrentHandover, Handover, standing
from services.members.domain.lookup import acting
from services.members.domain.sayings import Sayings, said
from services.members.errors.handovers import (
    AccountsMoved,
    HandoverOver,
    NotASigner,
    NotInOffice,
    SignedAlready,
    SignersApart,
)
from services.members.events import MandateGiven, MandateId, MandateRevoked, PartyId, Role, TokenRevoked
from services.members.events.handovers import (
    HandoverCompleted,
    HandoverId,
    HandoverOpened,
    HandoverSigned,
)


def open_handover(view: View, command: OpenHandover, given: Given) -> Sayings:
    """Raises: InvalidInput, NotFound, NotAPerson, PersonGone, IsAnAlias, NotInOffice."""
    people = {"from": command.giver, "to": command.taker, "supervisor": command.supervisor}
    for field, person in people.items():
        acting(view, person, field)
    if len(set(people.values())) < len(people):
        raise InvalidInput({"to": ["handover.three_people"]})
    _require_office(view, command.giver, "treasurer", "from", given)
    _require_office(view, command.supervisor, "supervisor", "supervisor", given)
    if command.difference_note is None and any(one.difference for one in command.counts):
        raise InvalidInput({"difference_note": ["handover.unexplained"]})
    handover = HandoverId(given.new_id("han"))
    fact = HandoverOpened(
        handover,
        PartyId(command.giver),
        PartyId(command.taker),
        PartyId(command.supervisor),
        command.counts,
        command.advances,
        command.receipt_stock,
        command.ledger_position,
        command.note,
        command.difference_note,
    )
    return [said(fact, handover, given)]


def sign(view: View, command: SignHandover, given: Given) -> Sayings:
    """Raises: NotFound, HandoverOver, NotASigner, SignedAlready, SignersApart, AccountsMoved, NotInOffice,
    PersonGone.
    """
    handover = view.get(Handover, command.handover)
    if handover is None:
        raise NotFound("handover", command.handover, field="handover")
    giver = next(person for person, side in handover.sides.items() if side == "giver")
    current = view.get(CurrentHandover, giver)
    if handover.completed or current is None or current.handover != command.handover:
        raise HandoverOver(command.handover)
    person = given.actor.whose
    if person not in handover.sides:
        raise NotASigner(person)
    if person in handover.signed:
        raise SignedAlready(person)
    # Three signatures are three people's only where nobody's hand is in two of them, on paper too.
    if given.actor.hands & (handover.hands | (handover.sides.keys() - {person})):
        raise SignersApart(given.actor.person)
    now = standing(command.counts, command.advances)
    if moved := sorted(one for one, _ in handover.standing.items() ^ now.items()):
        raise AccountsMoved(moved[0])
    if handover.sides[person] == "supervisor":
        _require_office(view, person, "supervisor", None, given)
    ref = HandoverId(command.handover)
    signed = said(HandoverSigned(ref, PartyId(person), handover.sides[person]), ref, given)
    if handover.signed | {person} != handover.sides.keys():
        return [signed]
    taker = next(person for person, side in handover.sides.items() if side == "taker")
    acting(view, taker)
    return [signed, said(HandoverCompleted(ref), ref, given), *_goes_over(view, giver, taker, given)]


def _goes_over(view: View, giver: str, taker: str, given: Given) -> Sayings:
    """The old mandate and every token of theirs end, and the new mandate begins. Raises: NotInOffice."""
    _require_office(view, giver, "treasurer", None, given)
    held = view.get(PersonMandates, giver) or PersonMandates()
    offices = [one for one in held.mandates if one.role == "treasurer" and not one.over_on(given.today)]
    aliases = view.get(Aliases, giver) or Aliases(())
    tokens = [
        (token, one)
        for one in (PartyId(giver), *aliases.people)
        for token in (view.get(PersonTokens, one) or PersonTokens()).tokens
    ]
    mandate = MandateId(given.new_id("man"))
    return [
        *(said(MandateRevoked(one.mandate, PartyId(giver)), one.mandate, given) for one in offices),
        *(said(TokenRevoked(token, one), token, given) for token, one in tokens),
        said(MandateGiven(mandate, PartyId(taker), "treasurer", given.today, None), mandate, given),
    ]


def _require_office(view: View, person: str, role: Role, field: str | None, given: Given) -> None:
    held = view.get(PersonMandates, person) or PersonMandates()
    if not any(one.role == role and one.in_force_on(given.today) for one in held.mandates):
        raise NotInOffice(person, role, field=field)

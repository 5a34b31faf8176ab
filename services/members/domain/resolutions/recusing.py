"""Who stands aside: by their own word at once, by an office's only once another has confirmed it."""

from __future__ import annotations

from dataclasses import replace

from kernel.documents import View
from kernel.domain import Given
from kernel.errors import InvalidInput
from services.members.domain.resolutions import seats
from services.members.domain.resolutions.commands import ConfirmRecusal, DeclareRecusal
from services.members.domain.resolutions.documents import Resolution
from services.members.domain.resolutions.finding import in_vote, roles_of, signed
from services.members.domain.roles import OFFICE, OVERSEERS
from services.members.domain.sayings import Sayings, said
from services.members.errors.decisions import (
    NoRecusalProposed,
    NoSeat,
    RecusalByTwo,
    RecusalWaits,
    SeatHasVoted,
    SeatRecused,
)
from services.members.events.ids import PartyId, ResolutionId, SeatId
from services.members.events.resolutions import RecusalDeclared, RecusalProposed


def recuse(view: View, command: DeclareRecusal, given: Given) -> Sayings:
    """Whoever sits there stands aside at once; an office proposes it of another's seat, and says why.

    Raises: InvalidInput, NotFound, ResolutionIsClosed, VoteIsOver, NoSeat, SeatNeeded, SeatRecused,
    SeatHasVoted, RecusalWaits.
    """
    resolution = in_vote(view, command.resolution, given)
    if roles_of(given.actor) & OFFICE:
        if command.seat is None:
            raise InvalidInput({"seat": ["field.required"]})
        seat = seats.seat_of(view, resolution, command.seat)
    else:
        seat = seats.own_seat(view, resolution, command.seat, given.actor, given.today)
    if seat in resolution.recused:
        raise SeatRecused(seat)
    ref, people = ResolutionId(command.resolution), _people(view, resolution, seat, given)
    fact: RecusalDeclared | RecusalProposed
    if given.actor.whose in people:
        fact = RecusalDeclared(ref, seat, command.reason, confirmed=False)
    else:
        fact = _proposed(resolution, seat, command, ref)
    # The reason is about whoever sits there, whom the fact of a unit does not name.
    about = tuple(sorted(people | {PartyId(given.actor.whose)}))
    return [replace(said(fact, ref, given), concerns=about), *signed(view, resolution, given)]


def _proposed(
    resolution: Resolution, seat: SeatId, command: DeclareRecusal, ref: ResolutionId
) -> RecusalProposed:
    if seat in resolution.votes:
        raise SeatHasVoted(seat, field="seat")
    if seat in resolution.proposed:
        raise RecusalWaits(seat, field="seat")
    if command.reason is None:
        raise InvalidInput({"reason": ["field.required"]})
    return RecusalProposed(ref, seat, command.reason)


def confirm(view: View, command: ConfirmRecusal, given: Given) -> Sayings:
    """By whoever sits there, or by a second of chair, secretary and supervisor while the seat is silent.

    Raises: NotFound, ResolutionIsClosed, VoteIsOver, SeatRecused, NoRecusalProposed, NoSeat, RecusalByTwo,
    SeatHasVoted.
    """
    resolution = in_vote(view, command.resolution, given)
    seat = seats.seat_of(view, resolution, command.seat)
    if seat in resolution.recused:
        raise SeatRecused(seat)
    proposed_by = resolution.proposed.get(seat)
    if proposed_by is None:
        raise NoRecusalProposed(seat, field="seat")
    sits = given.actor.whose in _people(view, resolution, seat, given)
    if not (sits or roles_of(given.actor) & OVERSEERS):
        raise NoSeat(given.actor.whose)
    if given.actor.hands & proposed_by:
        raise RecusalByTwo
    if seat in resolution.votes and not sits:
        raise SeatHasVoted(seat, field="seat")
    ref = ResolutionId(command.resolution)
    fact = RecusalDeclared(ref, seat, None, confirmed=True)
    return [said(fact, ref, given), *signed(view, resolution, given)]


def _people(view: View, resolution: Resolution, seat: SeatId, given: Given) -> set[PartyId]:
    return seats.chamber(view).seats(resolution.body, given.today).get(seat, set())

"""Who sits where, and which seats are no longer represented."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from kernel.documents import View
from kernel.domain import Actor
from kernel.errors import NotFound
from kernel.ids import is_id
from services.members.domain.documents import Member
from services.members.domain.lookup import member_of
from services.members.domain.queries import canonical
from services.members.domain.resolutions import counting
from services.members.domain.resolutions.documents import CHAMBER, Chamber, Resolution
from services.members.errors.decisions import NoSeat, SeatNeeded
from services.members.events.ids import PartyId, SeatId
from services.members.events.policy import Body


def chamber(view: View) -> Chamber:
    """Who sits in both bodies."""
    return view.get(Chamber, CHAMBER) or Chamber()


def roll(view: View, body: Body, day: date) -> tuple[SeatId, ...]:
    """The seats that may vote on what is opened on `day`, each once."""
    seats = chamber(view).seats(body, day)
    return tuple(sorted(seat for seat in seats if is_represented(view, body, seat, day)))


def one_vote_each(view: View, resolution: Resolution) -> Resolution:
    """As it is to be judged: in a body of persons, a human who was registered twice has one seat.

    Units have a vote each, whoever raises the hand for them.
    """
    if resolution.body != "standing_board":
        return resolution
    humans: dict[str, list[SeatId]] = {}
    for seat in resolution.roll:
        humans.setdefault(canonical(view, PartyId(seat)), []).append(seat)
    same: dict[SeatId, SeatId] = {}
    for human, seats in humans.items():
        own = SeatId(human) if human in seats else seats[0]
        same |= {seat: own for seat in seats if seat != own}
    return counting.one_vote_each(resolution, same)


def gone(view: View, resolution: Resolution, day: date) -> Collection[SeatId]:
    """The seats of the roll that are no part of the body on `day` any more.

    Of a unit: it left or was merged away; one that has no councillor just now is still there, and so is one
    that was suspended meanwhile: else whoever suspends the silent ones makes a quorum. Of the standing board:
    the mandate ended.
    """
    body = resolution.body
    return {seat for seat in resolution.roll if not _is_there(view, body, seat, day)}


def _is_there(view: View, body: Body, seat: SeatId, day: date) -> bool:
    if body == "standing_board":
        return is_represented(view, body, seat, day)
    member = view.get(Member, seat)
    return member is not None and not member.is_gone


def is_represented(view: View, body: Body, seat: SeatId, day: date) -> bool:
    """Whether it may vote: an active unit of the council, or who is on its standing board on `day`."""
    if body == "standing_board":
        return seat in chamber(view).seats(body, day)
    member = view.get(Member, seat)
    return member is not None and member.standing == "active"


def own_seat(view: View, resolution: Resolution, wanted: str | None, actor: Actor, day: date) -> SeatId:
    """The seat of the roll for which whoever acts sits; `wanted` where they sit for several.

    Raises: NoSeat, SeatNeeded, NotFound.
    """
    seats = chamber(view).seats(resolution.body, day)
    own = [seat for seat in resolution.roll if actor.whose in seats.get(seat, ())]
    if wanted is not None:
        own = [seat for seat in own if seat == seat_of(view, resolution, wanted)]
    if not own:
        raise NoSeat(actor.whose, field="on_behalf" if actor.principal is not None else None)
    if len(own) > 1:
        raise SeatNeeded(*own, field="seat")
    return own[0]


def seat_of(view: View, resolution: Resolution, ref: str) -> SeatId:
    """The seat of the roll: a unit's code or id, or a person's id. Raises: NotFound."""
    seat = resolution.same.get(SeatId(ref), ref)
    if resolution.body == "full_council" and not is_id(ref):
        try:
            seat = str(member_of(view, ref))
        except NotFound:
            raise NotFound("member", ref, field="seat") from None
    if seat not in resolution.roll:
        raise NotFound("seat", ref, field="seat")
    return SeatId(seat)

"""Resolutions are opened, voted on and closed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kernel.documents import View
from kernel.domain import Given
from kernel.errors import InvalidInput
from services.members.domain.policy.decide import in_force, sound
from services.members.domain.resolutions import closing, counting, seats
from services.members.domain.resolutions.commands import (
    CastVote,
    CloseResolution,
    OpenResolution,
)
from services.members.domain.resolutions.documents import Matter
from services.members.domain.resolutions.finding import found, in_vote, signed
from services.members.domain.sayings import Sayings, said
from services.members.errors.decisions import (
    NobodyToVote,
    NotEscalated,
    ResolutionIsClosed,
    SeatDeparted,
    SeatRecused,
    VoteGoesOn,
)
from services.members.events.ids import PartyId, ResolutionId
from services.members.events.resolutions import ResolutionKind, ResolutionOpened, VoteCast

NEEDED: Final[Mapping[ResolutionKind, frozenset[str]]] = {
    "allocation": frozenset({"amount"}),
    "spending": frozenset({"amount"}),
    "project": frozenset({"project"}),
    "fund_transfer": frozenset({"amount", "fund", "to_fund"}),
    "policy": frozenset({"terms"}),
    "membership": frozenset(),
    "other": frozenset(),
}
"""What each kind must say."""
BESIDE: Final[Mapping[ResolutionKind, frozenset[str]]] = {
    "allocation": frozenset({"fund", "project"}),
    "spending": frozenset({"fund", "project"}),
    "project": frozenset({"amount", "fund"}),
    "fund_transfer": frozenset({"project"}),
    "policy": frozenset(),
    "membership": frozenset(),
    "other": frozenset({"amount", "fund", "project"}),
}
"""What each kind may say beside; the rest would be voted on and bind nobody."""
OF_THE_BOARD: Final[frozenset[ResolutionKind]] = frozenset({"membership", "other"})
"""What the standing board resolves. Below the tiers it approves; the rest is the full council's."""


def open_(view: View, command: OpenResolution, given: Given) -> Sayings:
    """Raises: InvalidInput, NoPolicy, NobodyToVote, NotFound, NotEscalated."""
    matter = _matter(command)
    if command.closes_on < given.today:
        raise InvalidInput({"closes_on": ["date.past"]})
    policy, terms = in_force(view, given)
    before = _escalated(view, command, matter)
    roll = seats.roll(view, command.body, given.today)
    if not roll:
        raise NobodyToVote(command.body, field="body")
    resolution = ResolutionId(given.new_id("res"))
    fact = ResolutionOpened(
        resolution=resolution,
        title=command.title,
        text=command.text,
        kind=matter.kind,
        body=command.body,
        roll=roll,
        policy=policy,
        quorum=terms.quorum,
        majority=terms.majority,
        minimum_present=terms.minimum_present,
        escalates_to=terms.escalates_to,
        closes_on=command.closes_on,
        amount=matter.amount,
        fund=matter.fund,
        to_fund=matter.to_fund,
        project=matter.project,
        terms=matter.terms,
        escalated_from=before,
    )
    return [said(fact, resolution, given)]


def _matter(command: OpenResolution) -> Matter:
    """What it is about, each kind with what it must say, and nothing that it does not decide.

    Raises: InvalidInput.
    """
    matter = Matter(
        command.kind, command.amount, command.fund, command.to_fund, command.project, command.terms
    )
    faults: dict[str, list[str]] = {}
    if command.body == "standing_board" and command.kind not in OF_THE_BOARD:
        faults["body"] = ["resolution.not_of_board"]
    needed, beside = NEEDED[command.kind], BESIDE[command.kind]
    for name in ("amount", "fund", "to_fund", "project", "terms"):
        given = getattr(matter, name) is not None
        if given and name not in needed | beside:
            faults[name] = ["resolution.not_of_kind"]
        elif not given and name in needed:
            faults[name] = ["field.required"]
    if matter.fund is not None and matter.fund == matter.to_fund:
        faults["to_fund"] = ["resolution.same_fund"]
    if matter.terms is not None and matter.terms.effective_from < command.closes_on:
        # Whoever acts before the vote is over cannot know it.
        faults["terms.effective_from"] = ["date.order"]
    if faults:
        raise InvalidInput(faults)
    if matter.terms is not None:
        sound(matter.terms)
    return matter


def _escalated(view: View, command: OpenResolution, matter: Matter) -> ResolutionId | None:
    """The resolution that this one carries on: the same question, before the body that it was left to.

    Raises: NotFound, NotEscalated, InvalidInput.
    """
    if command.escalated_from is None:
        return None
    before = found(view, command.escalated_from, field="escalated_from")
    if before.state != "escalated" or before.carried_on is not None:
        raise NotEscalated(before.carried_on or before.state, field="escalated_from")
    faults = {}
    if before.matter != matter:
        faults["escalated_from"] = ["resolution.other_matter"]
    if before.escalates_to != command.body:
        faults["body"] = ["resolution.other_body"]
    if faults:
        raise InvalidInput(faults)
    return ResolutionId(command.escalated_from)


def vote(view: View, command: CastVote, given: Given) -> Sayings:
    """Raises: NotFound, ResolutionIsClosed, VoteIsOver, NoSeat, SeatNeeded, SeatRecused, SeatDeparted."""
    resolution = in_vote(view, command.resolution, given)
    seat = seats.own_seat(view, resolution, command.seat, given.actor, given.today)
    if seat in resolution.recused:
        raise SeatRecused(seat)
    if not seats.is_represented(view, resolution.body, seat, given.today):
        raise SeatDeparted(seat)
    fact = VoteCast(ResolutionId(command.resolution), seat, command.choice, PartyId(given.actor.whose))
    return [said(fact, command.resolution, given), *signed(view, resolution, given)]


def close(view: View, command: CloseResolution, given: Given) -> Sayings:
    """Before its last day only once every seat of the base has voted, though votes may be changed till then.

    Raises: NotFound, ResolutionIsClosed, VoteGoesOn.
    """
    resolution = seats.one_vote_each(view, found(view, command.resolution))
    if resolution.state != "open":
        raise ResolutionIsClosed(resolution.state)
    if given.today < resolution.closes_on:
        silent = counting.tally(resolution, seats.gone(view, resolution, given.today)).silent
        if silent:
            raise VoteGoesOn(resolution.closes_on.isoformat(), str(silent))
    return closing.closed(view, ResolutionId(command.resolution), resolution, given)

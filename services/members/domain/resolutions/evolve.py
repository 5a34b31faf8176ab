"""What resolutions become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, assert_never

from kernel.domain import Evolve, Keys, Told
from services.members.domain.resolutions.documents import (
    OPEN,
    Assembly,
    Chamber,
    Matter,
    OpenVotes,
    Resolution,
    Sitting,
)
from services.members.events.ids import SeatId
from services.members.events.mandates import MandateGiven, MandateRevoked
from services.members.events.resolutions import (
    AssemblyDecisionConfirmed,
    AssemblyDecisionRecorded,
    Fact,
    RecusalDeclared,
    RecusalProposed,
    ResolutionClosed,
    ResolutionOpened,
    VoteCast,
)


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    match fact:
        case ResolutionOpened(escalated_from=None) | ResolutionClosed():
            return [(Resolution, fact.resolution), (OpenVotes, OPEN)]
        case ResolutionOpened(escalated_from=before):
            return [(Resolution, fact.resolution), (OpenVotes, OPEN), (Resolution, str(before))]
        case (
            VoteCast()
            | RecusalProposed()
            | RecusalDeclared()
            | AssemblyDecisionRecorded()
            | AssemblyDecisionConfirmed()
        ):
            return [(Resolution, fact.resolution)]
        case _:
            assert_never(fact)


def _resolution(before: Resolution, told: Told) -> Resolution:  # noqa: PLR0911 - one case per fact
    fact: Fact = told.fact
    match fact:
        case ResolutionOpened():
            return _opened(before, fact)
        case VoteCast():
            others = {seat: choice for seat, choice in before.votes.items() if seat != fact.seat}
            return replace(before, votes={**others, fact.seat: fact.choice})
        case RecusalProposed():
            return replace(before, proposed={**before.proposed, fact.seat: told.hands})
        case RecusalDeclared():
            votes = {seat: choice for seat, choice in before.votes.items() if seat != fact.seat}
            proposed = {seat: hands for seat, hands in before.proposed.items() if seat != fact.seat}
            return replace(before, votes=votes, recused=before.recused | {fact.seat}, proposed=proposed)
        case ResolutionClosed():
            return replace(
                before,
                state=fact.outcome,
                closed_on=min(told.occurred_on or before.closes_on, before.closes_on),
                roll=(),
                votes={},
                recused=frozenset(),
                proposed={},
            )
        case AssemblyDecisionRecorded():
            return replace(before, assembly=Assembly(fact, told.hands))
        case AssemblyDecisionConfirmed():
            return replace(before, assembly=None)
        case _:
            assert_never(fact)


def _opened(before: Resolution | None, fact: ResolutionOpened) -> Resolution:
    """The new one; or the one that it carries on."""
    if before is not None:
        return replace(before, carried_on=fact.resolution)
    return Resolution(
        matter=Matter(fact.kind, fact.amount, fact.fund, fact.to_fund, fact.project, fact.terms),
        body=fact.body,
        closes_on=fact.closes_on,
        quorum=fact.quorum,
        majority=fact.majority,
        minimum_present=fact.minimum_present,
        escalates_to=fact.escalates_to,
        roll=fact.roll,
    )


def _open_votes(known: OpenVotes | None, told: Told) -> OpenVotes:
    fact: ResolutionOpened | ResolutionClosed = told.fact
    closing = dict((known or OpenVotes()).closing)
    match fact:
        case ResolutionOpened():
            closing[fact.resolution] = fact.closes_on
        case ResolutionClosed():
            closing.pop(fact.resolution, None)
        case _:
            assert_never(fact)
    return OpenVotes(closing)


def _chamber(known: Chamber | None, told: Told) -> Chamber:
    """A councillor's seat is their unit's; on the standing board everybody has one of their own."""
    fact: MandateGiven | MandateRevoked = told.fact
    sittings = dict((known or Chamber()).sittings)
    match fact:
        case MandateGiven(role="councillor", member=member) if member is not None:
            seat = SeatId(member)
            sittings[fact.mandate] = Sitting("full_council", seat, fact.person, fact.starts_on, fact.ends_on)
        case MandateGiven(role="standing_board"):
            seat = SeatId(fact.person)
            sittings[fact.mandate] = Sitting(
                "standing_board", seat, fact.person, fact.starts_on, fact.ends_on
            )
        case MandateRevoked():
            sittings.pop(fact.mandate, None)
        case _:
            pass
    return Chamber(sittings)


EVOLVE: Final[Mapping[type, Evolve]] = {
    Resolution: _resolution,
    OpenVotes: _open_votes,
    Chamber: _chamber,
}

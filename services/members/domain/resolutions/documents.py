"""Resolutions, for who votes on them and counts. All resident: time closes them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from kernel.money import Money
from services.members.events.ids import ResolutionId, SeatId
from services.members.events.policy import Body, EscalatesTo, Majority, Ratio, Terms
from services.members.events.resolutions import Choice, Outcome, ResolutionKind

OPEN: Final = "open"
"""The key of the one `OpenVotes`."""
State = Literal["open"] | Outcome


@dataclass(frozen=True, slots=True)
class Matter:
    """What a resolution is about, beside its text."""

    kind: ResolutionKind
    amount: Money | None = None
    fund: str | None = None
    to_fund: str | None = None
    project: str | None = None
    terms: Terms | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """By id. Once it is closed, roll and votes are the readers' business and not kept here.

    `carried_on`: the resolution in which what was escalated is voted on again.
    """

    matter: Matter
    body: Body
    closes_on: date
    quorum: Ratio
    majority: Majority
    minimum_present: int
    escalates_to: EscalatesTo
    roll: tuple[SeatId, ...] = ()
    votes: Mapping[SeatId, Choice] = field(default_factory=dict)
    recused: frozenset[SeatId] = frozenset()
    state: State = "open"
    carried_on: ResolutionId | None = None


@dataclass(frozen=True, slots=True)
class OpenVotes:
    """Every resolution that is open, and the last day to vote on it."""

    closing: Mapping[ResolutionId, date] = field(default_factory=dict)

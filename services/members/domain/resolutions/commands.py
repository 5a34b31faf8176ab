"""What may be asked: to open resolutions, to vote, to stand aside, to close."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kernel.money import Money
from kernel.sealed import Sealed
from policy.terms import Terms
from services.members.domain.roles import ASSEMBLY_SEEN_BY, OFFICE, OVERSEERS, RECORDERS, VOTERS
from services.members.events.policy import Body
from services.members.events.resolutions import AssemblyOutcome, Choice, ResolutionKind


@dataclass(frozen=True, slots=True)
class OpenResolution:
    """Put a question to the vote; who may vote on it is fixed from now on."""

    COMMAND: ClassVar = "members.open_resolution"
    ROLES: ClassVar = OFFICE
    title: str
    text: str
    kind: ResolutionKind
    body: Body
    closes_on: date
    amount: Money | None = None
    fund: str | None = None
    to_fund: str | None = None
    project: str | None = None
    terms: Terms | None = None
    escalated_from: str | None = None


@dataclass(frozen=True, slots=True)
class CastVote:
    """Vote, or vote otherwise than before. `seat`, where somebody sits for several: a unit or a person."""

    COMMAND: ClassVar = "members.cast_vote"
    ROLES: ClassVar = VOTERS
    ON_BEHALF: ClassVar = True
    resolution: str
    choice: Choice
    seat: str | None = None


@dataclass(frozen=True, slots=True)
class DeclareRecusal:
    """Stand aside; the chair and the secretary propose it of any `seat` that has not voted, and say why."""

    COMMAND: ClassVar = "members.declare_recusal"
    ROLES: ClassVar = VOTERS | OFFICE
    ON_BEHALF: ClassVar = True
    resolution: str
    seat: str | None = None
    reason: Sealed | None = None


@dataclass(frozen=True, slots=True)
class ConfirmRecusal:
    """Agree that a seat stands aside of which another said so: as an office, or as who sits there."""

    COMMAND: ClassVar = "members.confirm_recusal"
    ROLES: ClassVar = VOTERS | OVERSEERS
    resolution: str
    seat: str


@dataclass(frozen=True, slots=True)
class CloseResolution:
    """Count the votes, on the last day or once every seat has spoken."""

    COMMAND: ClassVar = "members.close_resolution"
    ROLES: ClassVar = OFFICE
    resolution: str


@dataclass(frozen=True, slots=True)
class RecordAssemblyDecision:
    """Write down what the residents' assembly decided on what was escalated to it, by its signed minutes."""

    COMMAND: ClassVar = "members.record_assembly_decision"
    ROLES: ClassVar = RECORDERS
    resolution: str
    outcome: AssemblyOutcome
    present: int
    votes_for: int
    against: int
    abstained: int
    decided_on: date
    paper: str


@dataclass(frozen=True, slots=True)
class ConfirmAssemblyDecision:
    """Confirm, as another, that the minutes say so: then it is adopted, or rejected."""

    COMMAND: ClassVar = "members.confirm_assembly_decision"
    ROLES: ClassVar = ASSEMBLY_SEEN_BY
    resolution: str
    outcome: AssemblyOutcome
    paper: str

"""Bodies: resolutions, votes, recusals, closings."""

from __future__ import annotations

import typing
from typing import Final

from kernel import wire
from kernel.cases import Cases, sealing
from kernel.days import DayAhead
from services.members.domain.resolutions.commands import (
    CastVote,
    CloseResolution,
    ConfirmAssemblyDecision,
    ConfirmRecusal,
    DeclareRecusal,
    OpenResolution,
    RecordAssemblyDecision,
)
from services.members.events.policy import Body
from services.members.events.resolutions import AssemblyOutcome, Choice, ResolutionKind
from services.members.schemas.policy import TermsSchema

TITLE_MAX: Final = 100
TEXT_MAX: Final = 4_000
RESIDENTS_MAX: Final = 1_000_000


class OpenResolutionSchema(wire.Strict):
    title = wire.Text(TITLE_MAX, required=True)
    text = wire.Text(TEXT_MAX, required=True)
    kind = wire.Choice(*typing.get_args(ResolutionKind), required=True)
    body = wire.Choice(*typing.get_args(Body), required=True)
    closes_on = DayAhead(5, required=True)
    amount = wire.Minor(load_default=None, allow_none=True)
    fund = wire.Id("fnd", load_default=None, allow_none=True)
    to_fund = wire.Id("fnd", load_default=None, allow_none=True)
    project = wire.Id("prj", load_default=None, allow_none=True)
    terms = wire.Inner(TermsSchema, load_default=None, allow_none=True)
    escalated_from = wire.Id("res", load_default=None, allow_none=True)


class CastVoteSchema(wire.Strict):
    resolution = wire.Id("res", required=True)
    choice = wire.Choice(*typing.get_args(Choice), required=True)
    seat = wire.Ref(load_default=None, allow_none=True)


class DeclareRecusalSchema(wire.Strict):
    resolution = wire.Id("res", required=True)
    seat = wire.Ref(load_default=None, allow_none=True)
    reason = wire.Text(load_default=None, allow_none=True)


class ConfirmRecusalSchema(wire.Strict):
    resolution = wire.Id("res", required=True)
    seat = wire.Ref(required=True)


class CloseResolutionSchema(wire.Strict):
    resolution = wire.Id("res", required=True)


class RecordAssemblyDecisionSchema(wire.Strict):
    resolution = wire.Id("res", required=True)
    outcome = wire.Choice(*typing.get_args(AssemblyOutcome), required=True)
    present = wire.Count(1, RESIDENTS_MAX, required=True)
    votes_for = wire.Count(0, RESIDENTS_MAX, required=True)
    against = wire.Count(0, RESIDENTS_MAX, required=True)
    abstained = wire.Count(0, RESIDENTS_MAX, required=True)
    decided_on = wire.Day(required=True)
    paper = wire.sha256(required=True)


class ConfirmAssemblyDecisionSchema(wire.Strict):
    resolution = wire.Id("res", required=True)
    outcome = wire.Choice(*typing.get_args(AssemblyOutcome), required=True)
    paper = wire.sha256(required=True)


CASES: Final[Cases] = {
    OpenResolution.COMMAND: (OpenResolutionSchema(), sealing(OpenResolution)),
    CastVote.COMMAND: (CastVoteSchema(), sealing(CastVote)),
    DeclareRecusal.COMMAND: (DeclareRecusalSchema(), sealing(DeclareRecusal, "reason")),
    ConfirmRecusal.COMMAND: (ConfirmRecusalSchema(), sealing(ConfirmRecusal)),
    CloseResolution.COMMAND: (CloseResolutionSchema(), sealing(CloseResolution)),
    RecordAssemblyDecision.COMMAND: (RecordAssemblyDecisionSchema(), sealing(RecordAssemblyDecision)),
    ConfirmAssemblyDecision.COMMAND: (ConfirmAssemblyDecisionSchema(), sealing(ConfirmAssemblyDecision)),
}

"""Bodies: opinions, issues and call-backs."""

from __future__ import annotations

import typing
from typing import Any, Final

from marshmallow import ValidationError

from kernel import wire
from kernel.cases import Cases, sealing
from services.projects.domain.opinions.commands import (
    AssignIssue,
    CallBack,
    IssueToProject,
    JoinOpinions,
    OpenIssue,
    RecordOpinion,
    SolveIssue,
    SuperviseIssue,
)
from services.projects.events.opinions import Channel, Satisfaction

OPINIONS_MAX: Final = 200
"""At once."""
SAID_MAX: Final = 2_000
"""Characters of what somebody said, or of what was done about it."""
TOPIC_MAX: Final = 100


class Opinions(wire.Many):
    """Ids of opinions, none twice, one at least."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(wire.Id("opi"), OPINIONS_MAX, **kwargs)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        opinions = super()._deserialize(value, *args, **kwargs)
        if not opinions:
            raise ValidationError("list.empty")
        if len(set(opinions)) < len(opinions):
            raise ValidationError("list.repeated")
        return tuple(opinions)


class RecordOpinionSchema(wire.Strict):
    channel = wire.Choice(*typing.get_args(Channel), required=True)
    topic = wire.Text(TOPIC_MAX, required=True)
    text = wire.Text(SAID_MAX, required=True)
    place = wire.Text(load_default=None, allow_none=True)
    author = wire.Id("per", "org", load_default=None, allow_none=True)
    occurred_on = wire.Day(load_default=None, allow_none=True)


class OpenIssueSchema(wire.Strict):
    title = wire.Text(required=True)
    opinions = Opinions(required=True)


class JoinOpinionsSchema(wire.Strict):
    issue = wire.Id("iss", required=True)
    opinions = Opinions(required=True)


class IssuePersonSchema(wire.Strict):
    issue = wire.Id("iss", required=True)
    person = wire.Id("per", required=True)


class SolveIssueSchema(wire.Strict):
    issue = wire.Id("iss", required=True)
    text = wire.Text(SAID_MAX, required=True)


class IssueToProjectSchema(wire.Strict):
    issue = wire.Id("iss", required=True)
    project = wire.Ref(required=True)


class CallBackSchema(wire.Strict):
    opinion = wire.Id("opi", required=True)
    result = wire.Choice(*typing.get_args(Satisfaction), required=True)
    issue = wire.Id("iss", load_default=None, allow_none=True)
    project = wire.Ref(load_default=None, allow_none=True)
    note = wire.Text(load_default=None, allow_none=True)


CASES: Final[Cases] = {
    RecordOpinion.COMMAND: (RecordOpinionSchema(), sealing(RecordOpinion, "text", "place")),
    OpenIssue.COMMAND: (OpenIssueSchema(), sealing(OpenIssue)),
    JoinOpinions.COMMAND: (JoinOpinionsSchema(), sealing(JoinOpinions)),
    AssignIssue.COMMAND: (IssuePersonSchema(), sealing(AssignIssue)),
    SuperviseIssue.COMMAND: (IssuePersonSchema(), sealing(SuperviseIssue)),
    SolveIssue.COMMAND: (SolveIssueSchema(), sealing(SolveIssue, "text")),
    IssueToProject.COMMAND: (IssueToProjectSchema(), sealing(IssueToProject)),
    CallBack.COMMAND: (CallBackSchema(), sealing(CallBack, "note")),
}

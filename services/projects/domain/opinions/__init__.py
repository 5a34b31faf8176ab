"""From an opinion to an issue that is solved or becomes a project, and back to who asked for it. Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.projects.domain.opinions import calling, decide, evolve
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
from services.projects.domain.opinions.documents import Opinion
from services.projects.events.opinions import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={
        RecordOpinion: decide.record,
        OpenIssue: decide.open_issue,
        JoinOpinions: decide.join,
        AssignIssue: decide.assign,
        SuperviseIssue: decide.supervise,
        SolveIssue: decide.solve,
        IssueToProject: decide.to_project,
        CallBack: calling.call_back,
    },
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
    resident=frozenset({Opinion}),
)

"""Commands: who leads and supervises a project, milestones, acceptance, cancellation."""

from __future__ import annotations

from typing import Final

from gateway.commands.route import Route
from gateway.schemas import common, lives

PAPER: Final = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_SIDE: Final = {"member": "yeyu"}
_NAMES: Final = {"member": "member", "person": "person"}

ROUTES: Final = (
    Route(
        "/projects/<ref>/leads",
        "projects.lead_project",
        lives.Lead,
        "Say which member unit leads a project (领办), and who answers for it",
        ("chair",),
        "project",
        _SIDE,
        takes="project",
        on_behalf=True,
        names=_NAMES,
    ),
    Route(
        "/projects/<ref>/supervisions",
        "projects.supervise_project",
        lives.Supervision,
        "Say which member unit supervises a project (督办): another than the one that leads it",
        ("chair",),
        "project",
        _SIDE,
        takes="project",
        on_behalf=True,
        names=_NAMES,
    ),
    Route(
        "/projects/<ref>/milestones",
        "projects.set_milestone",
        lives.Milestone,
        "Say what of a project is to be done by when",
        ("chair", "project_lead"),
        "milestone",
        {"name": "木料到场", "due_on": "2030-04-30"},
        takes="project",
    ),
    Route(
        "/milestones/<ref>/moves",
        "projects.move_milestone",
        lives.Move,
        "Give a milestone another day; the first one stays written",
        ("chair",),
        "milestone",
        {"due_on": "2030-05-15", "reason": "连日下雨"},
        takes="milestone",
    ),
    Route(
        "/milestones/<ref>/completions",
        "projects.complete_milestone",
        lives.Completion,
        "Say that a milestone is done, in time or late",
        ("chair", "project_lead"),
        "milestone",
        {"occurred_on": "2026-03-01", "attachments": [PAPER]},
        takes="milestone",
        on_behalf=True,
    ),
    Route(
        "/projects/<ref>/acceptances",
        "projects.accept_project",
        lives.Acceptance,
        "Accept a project (验收): the supervising side or the chair, never who leads it or asked for money",
        ("chair", "standing_board", "councillor", "project_lead", "secretary", "supervisor", "resident"),
        "project",
        {"report": "长椅十张已安装，牢固平稳。", "attachments": [PAPER]},
        takes="project",
        on_behalf=True,
    ),
    Route(
        "/projects/<ref>/cancellations",
        "projects.cancel_project",
        common.Reason,
        "End a project before it is done; what is spent stays, what it has left goes back",
        ("chair",),
        "project",
        {"reason": "场地另有用途"},
        takes="project",
    ),
)

"""A part of the story of answers: projects that are led, supervised, accepted, and that end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from support.house import People

TO_COME: Final = "2050-01-01"
PAPER: Final = "0" * 64


def lives(people: People, post: Callable[..., str]) -> None:
    """One project is accepted and closed, another cancelled; a milestone is moved and done."""
    chair, lead, founder = people.chair, people.lead, people.founder
    for code in ("carpenters", "gardeners"):
        post(founder, "/members", None, {"code": code, "name": code, "kind": "social_organisation"})
    who = post(founder, "/people", None, {"name": "安娜"})
    for code in ("three", "four"):
        post(lead, "/projects", None, {"code": code, "name": code, "purpose": "公共设施"})
    side: dict[str, Any] = {"member": "carpenters", "person": who}
    post(chair, "/projects/{ref}/leads", "three", side)
    post(chair, "/projects/{ref}/supervisions", "three", {"member": "gardeners"})
    milestone = post(lead, "/projects/{ref}/milestones", "three", {"name": "木料到场", "due_on": TO_COME})
    post(chair, "/milestones/{ref}/moves", milestone, {"due_on": TO_COME, "reason": "下雨"})
    post(lead, "/milestones/{ref}/completions", milestone, {"attachments": [PAPER]})
    post(lead, "/projects/{ref}/milestones", "three", {"name": "安装", "due_on": TO_COME})
    post(chair, "/projects/{ref}/acceptances", "three", {"report": "已安装", "attachments": [PAPER]})
    post(chair, "/projects/{ref}/closings", "three")
    post(chair, "/projects/{ref}/cancellations", "four", {"reason": "场地另有用途"})

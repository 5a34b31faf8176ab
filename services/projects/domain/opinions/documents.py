"""What later decisions need to know of opinions and issues, and no more. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from services.projects.events import PartyId, ProjectId
from services.projects.events.opinions import IssueId, OpinionId, Satisfaction

IssueState = Literal["open", "assigned", "solved", "project", "reopened"]
"""What an issue is: `project`, it became one; `reopened`, whoever asked for it was not satisfied."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """By id, resident: whose it is, and the issues that it belongs to, the oldest first."""

    author: PartyId | None
    issues: tuple[IssueId, ...] = ()


@dataclass(frozen=True, slots=True)
class Issue:
    """By id, loaded when it is asked for."""

    opinions: tuple[OpinionId, ...]
    state: IssueState = "open"
    assigned: PartyId | None = None
    supervisor: PartyId | None = None
    project: ProjectId | None = None
    solver: str | None = None
    """Who said that it is solved."""
    reopened: bool = False
    """Whether it was, at any time: it is once, and no more."""
    answers: Mapping[OpinionId, Satisfaction] = field(default_factory=dict)
    """What the authors said since it was last dealt with."""

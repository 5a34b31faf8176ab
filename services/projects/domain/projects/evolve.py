"""What projects become. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, assert_never

from kernel.domain import Evolve, Keys, Told
from kernel.ids import folded
from services.projects.domain.documents import (
    PROPOSALS,
    Project,
    ProjectCode,
    ProjectState,
    Proposals,
    Requests,
    Side,
)
from services.projects.domain.milestones.documents import CALENDAR, Calendar
from services.projects.events import (
    ProjectAccepted,
    ProjectApproved,
    ProjectCancelled,
    ProjectClosed,
    ProjectProposed,
    SpendingRequested,
)
from services.projects.events.decisions import ResolutionNoted
from services.projects.events.projects import Fact
from services.projects.events.sides import ProjectLed, ProjectSupervised


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    match fact:
        case ProjectProposed():
            waits = [(Proposals, PROPOSALS)] if fact.needs_approval else []
            return [(Project, fact.project), (ProjectCode, folded(fact.code)), *waits]
        case ProjectApproved():
            return [(Project, fact.project), (Proposals, PROPOSALS)]
        case ProjectAccepted():
            return [(Project, fact.project)]
        case ProjectCancelled() | ProjectClosed():
            beside = [(Proposals, PROPOSALS), (Calendar, CALENDAR), (Requests, fact.project)]
            return [(Project, fact.project), *beside]
        case _:
            assert_never(fact)


OfProject = Fact | ProjectLed | ProjectSupervised | SpendingRequested


def _project(before: Project, told: Told) -> Project:  # noqa: PLR0911 - one case per fact
    fact: OfProject = told.fact
    match fact:
        case ProjectProposed():
            state: ProjectState = "proposed" if fact.needs_approval else "open"
            waits_since = told.occurred_on if fact.needs_approval else None
            return Project(
                fact.code,
                fact.category,
                open=True,
                state=state,
                proposed_on=waits_since,
                needs_notice=fact.needs_notice,
            )
        case ProjectApproved():
            return replace(before, state="approved")
        case ProjectAccepted():
            return replace(before, state="accepted")
        case ProjectCancelled():
            return replace(before, state="cancelled", open=False)
        case ProjectClosed():
            return replace(before, state="closed", open=False)
        case ProjectLed():
            return replace(before, lead=Side(fact.member, fact.person))
        case ProjectSupervised():
            return replace(before, supervisor=Side(fact.member, fact.person))
        case SpendingRequested():
            return replace(before, askers=before.askers | {told.whose, str(told.actor["person"])})
        case _:
            assert_never(fact)


def _project_code(_: ProjectCode | None, told: Told) -> ProjectCode:
    fact: ProjectProposed = told.fact
    return ProjectCode(fact.project)


def _proposals(before: Proposals | None, told: Told) -> Proposals:
    """A resolution about a project that does not wait is none of its approval; of two, the first counts."""
    fact: ProjectProposed | ResolutionNoted | ProjectApproved | ProjectCancelled | ProjectClosed = told.fact
    waiting = dict((before or Proposals()).waiting)
    match fact:
        case ProjectProposed():
            waiting[fact.project] = None
        case ResolutionNoted():
            if fact.project is not None and fact.project in waiting:
                waiting[fact.project] = waiting[fact.project] or fact.resolution
        case ProjectApproved() | ProjectCancelled() | ProjectClosed():
            waiting.pop(fact.project, None)
        case _:
            assert_never(fact)
    return Proposals(waiting)


EVOLVE: Final[Mapping[type, Evolve]] = {
    Project: _project,
    ProjectCode: _project_code,
    Proposals: _proposals,
}

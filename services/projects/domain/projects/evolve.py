"""What projects become. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, assert_never

from kernel.domain import Evolve, Keys, Told
from services.projects.domain.documents import Project, ProjectCode
from services.projects.events import ProjectClosed, ProjectProposed
from services.projects.events.projects import Fact


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    match fact:
        case ProjectProposed():
            return [(Project, fact.project), (ProjectCode, fact.code)]
        case ProjectClosed():
            return [(Project, fact.project)]
        case _:
            assert_never(fact)


def _project(before: Project, told: Told) -> Project:
    fact: ProjectProposed | ProjectClosed = told.fact
    match fact:
        case ProjectProposed():
            return Project(fact.code, fact.category, open=True)
        case ProjectClosed():
            return replace(before, open=False)
        case _:
            assert_never(fact)


def _project_code(_: ProjectCode | None, told: Told) -> ProjectCode:
    fact: ProjectProposed = told.fact
    return ProjectCode(fact.project)


EVOLVE: Final[Mapping[type, Evolve]] = {Project: _project, ProjectCode: _project_code}

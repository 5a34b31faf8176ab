"""Projects are proposed and closed. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.documents import View
from kernel.domain import Given, Saying
from services.projects.domain import lookup
from services.projects.domain.allocations import returns
from services.projects.domain.documents import ProjectCode
from services.projects.domain.projects.commands import CloseProject, ProposeProject
from services.projects.errors import CodeTaken, UnpaidSpending
from services.projects.errors.spending import OpenAdvances
from services.projects.events import ProjectClosed, ProjectId, ProjectProposed


def propose(view: View, command: ProposeProject, given: Given) -> Sequence[Saying]:
    """Raises: CodeTaken."""
    if view.get(ProjectCode, command.code) is not None:
        raise CodeTaken(command.code, field="code")
    project = ProjectId(given.new_id("prj"))
    proposed = ProjectProposed(project, command.code, command.name, command.purpose, command.category)
    return [Saying(proposed, project, given.today)]


def close(view: View, command: CloseProject, given: Given) -> Sequence[Saying]:
    """What is left goes back first, then the project closes: an auditor never finds money in a closed one.

    Raises: NotFound, ProjectIsClosed, UnpaidSpending, OpenAdvances.
    """
    project = lookup.open_project(view, command.project)
    sayings: list[Saying] = []
    for fund, held in lookup.funds_of(view, project):
        if held.reserved:
            raise UnpaidSpending(*lookup.as_args(held.reserved))
        if held.advanced:
            raise OpenAdvances(*lookup.as_args(held.advanced))
        sayings.extend(returns.everything(project, fund, held, given.today))
    return [*sayings, Saying(ProjectClosed(project), project, given.today)]

"""One unit leads, another supervises: nobody oversees their own work. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.gone import require_present
from services.projects.domain import lookup
from services.projects.domain.documents import Side
from services.projects.domain.sides.commands import LeadProject, SuperviseProject
from services.projects.errors import SamePerson
from services.projects.errors.projects import SameUnit
from services.projects.events.sides import ProjectLed, ProjectSupervised


def lead(view: View, command: LeadProject, given: Given) -> Sequence[Saying]:
    """Raises: NotFound, ProjectIsClosed, PersonGone, SameUnit, SamePerson."""
    project = lookup.open_project(view, command.project)
    _apart(view, command, lookup.project(view, project).supervisor)
    return [Saying(ProjectLed(project, command.member, command.person), project, given.today)]


def supervise(view: View, command: SuperviseProject, given: Given) -> Sequence[Saying]:
    """Raises: NotFound, ProjectIsClosed, PersonGone, SameUnit, SamePerson."""
    project = lookup.open_project(view, command.project)
    _apart(view, command, lookup.project(view, project).lead)
    return [Saying(ProjectSupervised(project, command.member, command.person), project, given.today)]


def _apart(view: View, command: LeadProject | SuperviseProject, other: Side | None) -> None:
    """The two sides are two units, and two people."""
    if command.person is not None:
        require_present(view, command.person, "person")
    if other is None:
        return
    if command.member == other.member:
        raise SameUnit(other.member, field="member")
    if command.person is not None and other.person in lookup.registrations(view, command.person):
        raise SamePerson("lead" if isinstance(command, SuperviseProject) else "supervisor", field="person")

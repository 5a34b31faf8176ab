"""Projects are proposed, accepted, and end: closed when they are done, cancelled before. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.ids import folded
from policy.history import policy_on
from services.projects.domain import lookup
from services.projects.domain.allocations import returns
from services.projects.domain.documents import Project, ProjectCode
from services.projects.domain.projects.commands import (
    AcceptProject,
    CancelProject,
    CloseProject,
    ProposeProject,
)
from services.projects.errors import CodeTaken, SamePerson, UnpaidSpending
from services.projects.errors.projects import AlreadyAccepted, NotAccepted, NotApproved, NotSupervising
from services.projects.errors.spending import OpenAdvances
from services.projects.events import (
    ProjectAccepted,
    ProjectCancelled,
    ProjectClosed,
    ProjectId,
    ProjectProposed,
)


def propose(view: View, command: ProposeProject, given: Given) -> Sequence[Saying]:
    """Raises: CodeTaken."""
    if view.get(ProjectCode, folded(command.code)) is not None:
        raise CodeTaken(command.code, field="code")
    project, terms = ProjectId(given.new_id("prj")), policy_on(view, given.today)
    proposed = ProjectProposed(
        project,
        command.code,
        command.name,
        command.purpose,
        command.category,
        needs_approval=terms is not None,
        needs_notice=terms is not None and terms.project_notice,
    )
    return [Saying(proposed, project, given.today)]


def accept(view: View, command: AcceptProject, given: Given) -> Sequence[Saying]:
    """Whether all is paid is not asked: the last part of a price is paid after the work was seen to be done.

    Raises: NotFound, ProjectIsClosed, NotApproved, AlreadyAccepted, SamePerson, NotSupervising.
    """
    project = lookup.open_project(view, command.project)
    found = lookup.project(view, project)
    if found.state == "proposed":
        raise NotApproved(found.code)
    if found.state == "accepted":
        raise AlreadyAccepted
    _apart(found, given)
    accepted = ProjectAccepted(project, command.report, command.attachments)
    people = (side.person for side in (found.lead, found.supervisor) if side is not None)
    concerns = tuple(person for person in people if person is not None)
    return [Saying(accepted, project, given.today, concerns)]


def _apart(project: Project, given: Given) -> None:
    """Whoever accepts neither asked for its money nor did its work."""
    hands = given.actor.hands
    if hands & project.askers:
        raise SamePerson("requester")
    if project.lead is not None and project.lead.person in hands:
        raise SamePerson("lead")
    acting = given.actor.principal or given.actor
    whose = {acting.person, *acting.aliases}
    supervises = project.supervisor is not None and project.supervisor.person in whose
    if not supervises and "chair" not in acting.mandates:
        raise NotSupervising


def cancel(view: View, command: CancelProject, given: Given) -> Sequence[Saying]:
    """What is approved and unpaid is owed to somebody: it is paid first, or cancelled by who may.

    An advance that is out is settled first. Raises: NotFound, ProjectIsClosed, UnpaidSpending, OpenAdvances.
    """
    project = lookup.open_project(view, command.project)
    ended = Saying(ProjectCancelled(project, command.reason), project, given.today)
    return [*_rest(view, project, given), ended]


def close(view: View, command: CloseProject, given: Given) -> Sequence[Saying]:
    """What is left goes back first, then the project closes: an auditor never finds money in a closed one.

    Raises: NotFound, ProjectIsClosed, NotAccepted, UnpaidSpending, OpenAdvances.
    """
    project = lookup.open_project(view, command.project)
    found = lookup.project(view, project)
    if found.proposed_on is not None and found.state != "accepted":
        raise NotAccepted(found.code)
    return [*_rest(view, project, given), Saying(ProjectClosed(project), project, given.today)]


def _rest(view: View, project: ProjectId, given: Given) -> Sequence[Saying]:
    """Everything that is neither spent nor reserved goes back. Raises: UnpaidSpending, OpenAdvances."""
    sayings: list[Saying] = []
    for fund, held in lookup.funds_of(view, project):
        if held.reserved:
            raise UnpaidSpending(*lookup.as_args(held.reserved))
        if held.advanced:
            raise OpenAdvances(*lookup.as_args(held.advanced))
        sayings.extend(returns.everything(project, fund, held, given.today))
    return sayings

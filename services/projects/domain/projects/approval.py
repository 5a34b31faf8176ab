"""An adopted resolution approves a project by itself, once the notice is over and no objection stands."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.documents import View
from kernel.domain import Given, Saying
from services.projects.domain import lookup
from services.projects.domain.decisions.lookup import has_open_objection, notice_of
from services.projects.domain.documents import PROPOSALS, Proposals
from services.projects.events import ProjectApproved, ProjectId
from services.projects.events.decisions import ResolutionId


def due(view: View, given: Given) -> Sequence[Saying]:
    """What was noted a moment ago, or the end of a day, lets these be approved."""
    proposals = view.get(Proposals, PROPOSALS) or Proposals()
    return [
        Saying(ProjectApproved(project, resolution), project, given.today)
        for project, resolution in proposals.waiting.items()
        if resolution is not None and _ready(view, project, resolution, given)
    ]


def _ready(view: View, project: ProjectId, resolution: ResolutionId, given: Given) -> bool:
    """Whether nothing stands in the way any more: no objection, no notice that runs, none that is lacking.

    An objection or a notice may be about the project, or about the resolution. Where the policy of its day
    wants a notice (公示) of every project, that one is about the project itself: a text on how the vote was
    put does not tell the neighbours what will be built.
    """
    if has_open_objection(view, project, resolution):
        return False
    of_project, of_resolution = (notice_of(view, about) for about in (project, resolution))
    if of_project is None and lookup.project(view, project).needs_notice:
        return False
    return not any(one.runs_on(given.today) for one in (of_project, of_resolution) if one is not None)

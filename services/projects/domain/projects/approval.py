"""An adopted resolution approves a project by itself, once the notice is over and no objection stands."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.documents import View
from kernel.domain import Given, Saying
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
    """Whether nothing stands in the way any more: no open objection, and no notice that still runs.

    Either may be about the project, or about the resolution. Whether there is a notice at all is for the
    council to decide: the tiers of its policy see to one where sums are large, before anything is paid.
    """
    if has_open_objection(view, project, resolution):
        return False
    notices = (notice_of(view, about) for about in (project, resolution))
    return not any(one.runs_on(given.today) for one in notices if one is not None)

"""An adopted resolution approves a project by itself, once the notice is over and objections are answered."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.documents import View
from kernel.domain import Given, Saying
from services.projects.domain.decisions.lookup import has_open_objection, notice_of, policy_on
from services.projects.domain.documents import PROPOSALS, Project, Proposals
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
    """Whether nothing stands in the way any more.

    The notice is about the project, or about the resolution. Where the policy of the proposal's day has days
    for it, there was one; where it has none, one that was posted all the same is waited for.
    """
    if has_open_objection(view, project, resolution):
        return False
    notices = [one for about in (project, resolution) if (one := notice_of(view, about)) is not None]
    if any(one.runs_on(given.today) for one in notices):
        return False
    found = view.get(Project, project)
    terms = policy_on(view, found.proposed_on) if found and found.proposed_on else None
    return bool(notices) or terms is None or not terms.notice_days

"""Activities and hours are written down, and taken back where they are wrong. Pure.

Also of a project that is closed: the lists of who came are often counted later.
"""

from __future__ import annotations

from collections.abc import Sequence

from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.errors import NotFound
from services.projects.domain import lookup
from services.projects.domain.activities.commands import (
    RecordActivity,
    RecordHours,
    WithdrawActivity,
    WithdrawHours,
)
from services.projects.domain.activities.documents import Activity, Hours
from services.projects.errors.activities import ActivityElsewhere, AlreadyWithdrawn
from services.projects.events import ProjectId
from services.projects.events.activities import (
    ActivityHeld,
    ActivityId,
    ActivityWithdrawn,
    HoursGiven,
    HoursId,
    HoursWithdrawn,
)


def record_activity(view: View, command: RecordActivity, given: Given) -> Sequence[Saying]:
    """Raises: InvalidInput, NotFound."""
    occurred_on = lookup.occurred(command.occurred_on, given)
    project = lookup.project_of(view, command.project)
    activity = ActivityId(given.new_id("act"))
    held = ActivityHeld(activity, project, command.name, command.visits, command.member)
    return [Saying(held, activity, occurred_on)]


def withdraw_activity(view: View, command: WithdrawActivity, given: Given) -> Sequence[Saying]:
    """Raises: NotFound, AlreadyWithdrawn."""
    found = _standing(view, command.activity)
    withdrawn = ActivityWithdrawn(command.activity, found.project, found.visits, command.reason)
    return [Saying(withdrawn, command.activity, given.today)]


def record_hours(view: View, command: RecordHours, given: Given) -> Sequence[Saying]:
    """Raises: InvalidInput, NotFound, ActivityElsewhere, AlreadyWithdrawn."""
    occurred_on = lookup.occurred(command.occurred_on, given)
    project = lookup.project_of(view, command.project)
    _require_of(view, project, command.activity)
    given_hours = HoursGiven(
        HoursId(given.new_id("hrs")), project, command.member, command.count, command.hours, command.activity
    )
    return [Saying(given_hours, given_hours.volunteer_hours, occurred_on)]


def withdraw_hours(view: View, command: WithdrawHours, given: Given) -> Sequence[Saying]:
    """Raises: NotFound, AlreadyWithdrawn."""
    found = view.get(Hours, command.volunteer_hours)
    if found is None:
        raise NotFound("volunteer_hours", command.volunteer_hours, field="volunteer_hours")
    if found.withdrawn:
        raise AlreadyWithdrawn(command.volunteer_hours)
    withdrawn = HoursWithdrawn(
        command.volunteer_hours, found.project, found.member, found.hours, command.reason
    )
    return [Saying(withdrawn, command.volunteer_hours, given.today)]


def _standing(view: View, ref: ActivityId) -> Activity:
    found = view.get(Activity, ref)
    if found is None:
        raise NotFound("activity", ref, field="activity")
    if found.withdrawn:
        raise AlreadyWithdrawn(ref)
    return found


def _require_of(view: View, project: ProjectId, activity: ActivityId | None) -> None:
    """Hours of an activity are hours of its project."""
    if activity is not None and _standing(view, activity).project != project:
        raise ActivityElsewhere(activity, field="activity")

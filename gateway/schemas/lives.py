"""HTTP bodies for the lives of projects: who leads and supervises, milestones, acceptance, cancellation."""

from __future__ import annotations

from gateway.schemas.common import optional
from gateway.schemas.papers import Paper
from kernel import wire
from kernel.days import DayAhead


class Side(wire.Strict):
    """A member unit (code or id), and who answers for it."""

    member = wire.Ref(required=True)
    person = optional(wire.Id, "per")


class Lead(Side):
    """Who leads a project."""


class Supervision(Side):
    """Who supervises it."""


class Milestone(wire.Strict):
    """What is to be done by the end of which day."""

    name = wire.Text(required=True)
    due_on = DayAhead(30, required=True)


class Move(wire.Strict):
    """Another day, and why; the reason is sealed, so that it can be erased."""

    due_on = DayAhead(30, required=True)
    reason = wire.Text(required=True)


class Completion(wire.Strict):
    """When it was done (today, where no day is named), and the papers that show it."""

    occurred_on = optional(wire.Day)
    attachments = wire.Many(Paper(), 50)


class Acceptance(wire.Strict):
    """The report, sealed, and the papers that go with it."""

    report = wire.Text(2000, required=True)
    attachments = wire.Many(Paper(), 50)

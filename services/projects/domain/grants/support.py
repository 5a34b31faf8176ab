"""Support that is no money: policy, a venue, expertise, a project, training. No money, no posting. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.errors import NotFound
from services.projects.domain import lookup
from services.projects.domain.grants.commands import RecordSupport, WithdrawSupport
from services.projects.domain.grants.documents import Support
from services.projects.errors.activities import AlreadyWithdrawn
from services.projects.events.grants import SupportGiven, SupportId, SupportWithdrawn


def record(view: View, command: RecordSupport, given: Given) -> Sequence[Saying]:
    """Raises: InvalidInput, NotFound."""
    occurred_on = lookup.occurred(command.occurred_on, given)
    project = lookup.project_of(view, command.project) if command.project else None
    support = SupportId(given.new_id("sup"))
    said = SupportGiven(support, command.kind, command.member, command.text, project)
    return [Saying(said, support, occurred_on)]


def withdraw(view: View, command: WithdrawSupport, given: Given) -> Sequence[Saying]:
    """Raises: NotFound, AlreadyWithdrawn."""
    found = view.get(Support, command.support)
    if found is None:
        raise NotFound("support", command.support, field="support")
    if found.withdrawn:
        raise AlreadyWithdrawn(command.support)
    return [Saying(SupportWithdrawn(command.support, command.reason), command.support, given.today)]

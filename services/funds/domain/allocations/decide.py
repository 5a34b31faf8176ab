"""So much of a fund is committed to a project: at once, or when enough people have approved.

Without a policy in force the chair decides alone. With one, the sum decides, together with what the project
was given of late: above the threshold by an adopted resolution, below it by the approvals of its tier, of
which the chair's request is one. The policy of today counts, whatever day the allocation bears.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.errors import NotFound
from kernel.money import Money
from policy.approving import lacking
from policy.history import policy_on
from policy.terms import Approvals, Approver
from services.funds.domain.allocations import approving
from services.funds.domain.allocations.approving import Asked
from services.funds.domain.allocations.commands import (
    Allocate,
    ApproveAllocation,
    RejectAllocation,
    WithdrawAllocation,
)
from services.funds.domain.allocations.documents import AllocationRequest
from services.funds.domain.decisions.binding import bound
from services.funds.domain.documents import Fund, Project
from services.funds.domain.figures import balanced
from services.funds.domain.lookup import find_fund, find_project, require_currency, require_date
from services.funds.domain.sayings import said
from services.funds.errors import Insufficient, OverCommitted, ProjectIsClosed, ProjectNotApproved
from services.funds.errors.allocations import ApprovalNotNeeded, ApprovedAlready
from services.funds.errors.decisions import ResolutionNeeded
from services.funds.errors.fund_transfers import RequestSettled
from services.funds.events import AllocationId, AllocationMade, Part, Restriction
from services.funds.events.allocations import (
    AllocationApproved,
    AllocationRejected,
    AllocationRequested,
    AllocationRequestId,
    AllocationWithdrawn,
)
from services.funds.events.decisions import ResolutionId


def allocate(view: View, command: Allocate, given: Given) -> list[Saying]:
    """Raises: NotFound, ProjectUnknown, ProjectIsClosed, ProjectNotApproved, CurrencyDiffers, OverCommitted,
    Insufficient.

    With a policy in force ResolutionNeeded, with a resolution what `bound` raises.
    """
    fund = find_fund(view, command.fund)
    project = find_project(view, command.project)
    occurred_on = require_date(command.occurred_on, given)
    require_currency(command.amount, fund.currency)
    parts = _drawn(fund, project, command.amount)
    terms = policy_on(view, given.today)
    if command.resolution is not None:
        named = {"fund": str(fund.fund), "project": str(project.project)}
        bound(view, command.resolution, "allocation", command.amount, occurred_on, named)
    elif terms is not None:
        days = frozenset({given.today, occurred_on})
        needed = approving.needed(view, terms, Asked(project.project, command.amount, days))
        if needed is None:
            raise ResolutionNeeded(field="resolution")
        if lacking(needed, [approving.held(given)]):
            return [_asked(fund, project, command, needed, given)]
    fact = AllocationMade(
        allocation=AllocationId(given.new_id("all")),
        fund=fund.fund,
        project=project.project,
        amount=command.amount,
        parts=parts,
        purpose=command.purpose,
        resolution=ResolutionId(command.resolution) if command.resolution else None,
        asked_on=None if terms is None else given.today,
    )
    return balanced(view, fact, occurred_on)


def _asked(
    fund: Fund, project: Project, command: Allocate, needed: tuple[Approvals, ...], given: Given
) -> Saying:
    """Nothing is committed yet."""
    roles = approving.held(given)
    fact = AllocationRequested(
        allocation_request=AllocationRequestId(given.new_id("alr")),
        fund=fund.fund,
        project=project.project,
        amount=command.amount,
        purpose=command.purpose,
        asked_on=given.today,
        roles=roles,
        needed=needed,
        lacking=lacking(needed, [roles]),
    )
    return said(fact, command.occurred_on)


def approve(view: View, command: ApproveAllocation, given: Given) -> list[Saying]:
    """With the last approval that is needed the allocation is made, if there is money for it at this moment.

    Whose approvals are needed is asked anew: of the policy of today, and of what else the project was given.

    Raises: NotFound, RequestSettled, ApprovedAlready, ApprovalNotNeeded, ResolutionNeeded, and what `_drawn`
    raises.
    """
    request = _open(view, command.allocation_request)
    _require_another(request, given)
    asked, roles = request.fact, approving.held(given)
    left = _left(view, request, roles, given.today)
    if left:
        return [said(AllocationApproved(asked.allocation_request, roles, left, None), given.today)]
    fund = find_fund(view, asked.fund)
    project = find_project(view, asked.project)
    made = AllocationMade(
        allocation=AllocationId(given.new_id("all")),
        fund=asked.fund,
        project=asked.project,
        amount=asked.amount,
        parts=_drawn(fund, project, asked.amount),
        purpose=asked.purpose,
        allocation_request=asked.allocation_request,
        asked_on=asked.asked_on,
    )
    approved = AllocationApproved(asked.allocation_request, roles, (), made.allocation)
    return [said(approved, given.today), *balanced(view, made, given.today)]


def _left(
    view: View, request: AllocationRequest, roles: Sequence[Approver], today: date
) -> tuple[Approvals, ...]:
    """What is lacking after an approval in one of `roles`. Raises: ApprovalNotNeeded, ResolutionNeeded."""
    terms = policy_on(view, today)
    needed = () if terms is None else approving.needed(view, terms, approving.waiting(request, today))
    if needed is None:
        raise ResolutionNeeded
    before = [one for _, one in request.approved]
    left = lacking(needed, [*before, roles])
    if left and left == lacking(needed, before):
        raise ApprovalNotNeeded(", ".join(roles))
    return left


def _require_another(request: AllocationRequest, given: Given) -> None:
    """Every approval is another person's; who approved writes nothing down for those who did not yet."""
    actor = given.actor
    whose = actor.principal or actor
    if actor.hands & request.approvers or {whose.person, *whose.aliases} & request.recorders:
        raise ApprovedAlready


def reject(view: View, command: RejectAllocation, given: Given) -> list[Saying]:
    """Raises: NotFound, RequestSettled."""
    asked = _open(view, command.allocation_request).fact
    role: Approver = "chair" if given.actor.acts_as == "chair" else "standing_board"
    return [
        said(AllocationRejected(asked.allocation_request, asked.project, role, command.reason), given.today)
    ]


def withdraw(view: View, command: WithdrawAllocation, given: Given) -> list[Saying]:
    """Raises: NotFound, RequestSettled."""
    asked = _open(view, command.allocation_request).fact
    return [said(AllocationWithdrawn(asked.allocation_request, asked.project, command.reason), given.today)]


def _open(view: View, ref: str) -> AllocationRequest:
    request = view.get(AllocationRequest, ref)
    if request is None:
        raise NotFound("allocation_request", ref, field="allocation_request")
    if request.state != "requested":
        raise RequestSettled(request.state)
    return request


def _drawn(fund: Fund, project: Project, amount: Money) -> tuple[Part, ...]:
    """Where the money comes from, if it may go there now.

    Raises: ProjectIsClosed, ProjectNotApproved, OverCommitted, Insufficient.
    """
    if not project.open:
        raise ProjectIsClosed(project.code, field="project")
    if not project.approved:
        raise ProjectNotApproved(project.code, field="project")
    if fund.lacks:
        raise OverCommitted(Money(fund.lacks, fund.currency))
    return draw(fund, project, amount)


def draw(fund: Fund, project: Project, amount: Money) -> tuple[Part, ...]:
    """Where `amount` for `project` comes from: money for it, then for its category, then unrestricted.

    Money restricted to something else is never drawn on. Raises: Insufficient.
    """
    order: list[Restriction | None] = [Restriction("project", project.project)]
    if project.category is not None:
        order.append(Restriction("category", project.category))
    order.append(None)
    rooms = fund.room(*order)
    if amount.minor > sum(rooms):
        raise Insufficient(Money(sum(rooms), fund.currency))
    parts, left = [], amount.minor
    for restriction, room in zip(order, rooms, strict=True):
        if drawn := min(left, room):
            parts.append(Part(restriction, drawn))
            left -= drawn
    return tuple(parts)

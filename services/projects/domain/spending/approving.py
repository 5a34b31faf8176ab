"""Who agrees to a spending, and when enough have. Pure.

Without a policy the chair approves alone. With one, approvals are collected until the tier has all that it
asks for; then the sum is reserved. Whoever approves is apart from whoever asked, and from each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.errors import InvalidInput
from kernel.gone import require_present
from kernel.money import Money
from policy.approving import lacking
from policy.history import policy_on
from policy.terms import Approvals, Terms
from services.projects.domain import lookup
from services.projects.domain.decisions import lookup as decisions
from services.projects.domain.documents import Approval, Spending
from services.projects.domain.invoices import lookup as invoices
from services.projects.domain.spending import blocks, hands, payees, tiers
from services.projects.domain.spending.commands import ApproveSpending
from services.projects.errors import Insufficient, ProjectIsClosed
from services.projects.errors.tiers import (
    NotAsked,
    ResolutionExceeded,
    ResolutionNeeded,
    ResolutionUnfit,
)
from services.projects.events import PartyId, SpendingApprovalGiven, SpendingApproved
from services.projects.events.decisions import ResolutionId

CHAIR: Final = "chair"
_BY_THE_CHAIR: Final = (Approvals(CHAIR, 1),)


def approve(view: View, command: ApproveSpending, given: Given) -> Sequence[Saying]:
    """A request reserves nothing, so what remains is asked again: of two that exceed it together, one passes.

    A payee who asked to be erased since the request is paid nothing new. One who asks after the approval is
    paid: the law keeps their name from here on, for the voucher.

    Raises: NotFound, WrongState, PersonGone, SamePerson, ProjectIsClosed, InvoiceUsed, Insufficient,
    ObjectionOpen, NotAsked, ResolutionNeeded, ResolutionNotAdopted, ResolutionUnfit, ResolutionExceeded,
    InvalidInput.
    """
    occurred_on = lookup.occurred(command.occurred_on, given)
    spending = lookup.spending(view, command.spending)
    if occurred_on < spending.occurred_on:
        raise InvalidInput({"occurred_on": ["date.order"]})
    hands.require_not_asked(view, spending, given)
    if spending.state in ("approved", "partly_paid") and (lacks := hands.lacking(view, spending)):
        return [_again(view, replace(command, occurred_on=occurred_on), given, spending, lacks)]
    lookup.requested(view, command.spending)
    require_present(view, spending.payee, "spending")
    if not lookup.is_open(view, spending.project):
        raise ProjectIsClosed(spending.project)
    invoices.require_unused(view, spending.invoice, command.spending)
    terms = policy_on(view, given.today)
    if terms is not None:
        return _by_tier(view, replace(command, occurred_on=occurred_on), given, spending, terms)
    if given.actor.acts_as != CHAIR:
        raise NotAsked(CHAIR)
    if command.resolution is not None:
        raise InvalidInput({"resolution": ["resolution.no_policy"]})
    return [_approved(view, command, spending, Decided(occurred_on, needed=_BY_THE_CHAIR))]


@dataclass(frozen=True, slots=True)
class Decided:
    """What an approval goes by: its day, resolution, whether it waits for a notice, who was asked."""

    on: date
    resolution: ResolutionId | None = None
    noticed: bool = False
    needed: tuple[Approvals, ...] = ()


def _by_tier(
    view: View, command: ApproveSpending, given: Given, spending: Spending, terms: Terms
) -> Sequence[Saying]:
    """One more approval; and where it was the last one, the sum is reserved."""
    if spending.kind == "advance":
        blocks.require_settled(view, terms, payees.of_spending(view, spending, given), given)
    tier = tiers.tier(view, command.spending, spending, terms, given)
    asked = {one.role for one in tier.approvals} | ({CHAIR} if tier.resolution else set())
    roles = tuple(sorted(_held(given) & asked))
    if not roles:
        raise NotAsked(*sorted(asked))
    payees.require_apart(view, spending, command.called, given)
    hands.require_apart(view, spending, given)
    named = _named(view, command, spending, roles)
    before = hands.seated(view, spending)
    lacks, lacked = lacking(tier.approvals, [*before, roles]), lacking(tier.approvals, before)
    known = next((one.resolution for one in reversed(spending.approvals) if one.resolution), None)
    resolution = named or known
    blocks.require_unopposed(view, command.spending, spending, resolution)
    if lacks == lacked and lacks:
        if not (tier.resolution and named):
            raise NotAsked(*sorted(one.role for one in lacks))
    elif lacks == lacked and tier.resolution and resolution is None:
        raise ResolutionNeeded(field="resolution")
    whose, on = PartyId(given.actor.whose), command.occurred_on or given.today
    agreed = SpendingApprovalGiven(
        command.spending, spending.project, spending.fund, whose, roles, named, lacks
    )
    sayings = [Saying(agreed, command.spending, on)]
    if not lacks and (resolution is not None or not tier.resolution):
        decided = Decided(
            max([on, *(one.on for one in spending.approvals)]),
            resolution,
            tier.notice,
            tier.approvals or _BY_THE_CHAIR,
        )
        sayings.append(_approved(view, command, spending, decided))
    return sayings


def _again(
    view: View, command: ApproveSpending, given: Given, spending: Spending, lacks: tuple[Approvals, ...]
) -> Saying:
    """One more of what is approved: two who approved turned out to be one. Nothing is decided anew.

    Raises: NotAsked, SamePerson, ObjectionOpen, InvalidInput.
    """
    if command.resolution is not None:
        raise InvalidInput({"resolution": ["resolution.known"]})
    asked = {one.role for one in lacks}
    roles = tuple(sorted(_held(given) & asked))
    if not roles:
        raise NotAsked(*sorted(asked))
    payees.require_apart(view, spending, command.called, given)
    hands.require_apart(view, spending, given)
    if policy_on(view, given.today) is not None:
        blocks.require_unopposed(view, command.spending, spending)
    whose, on = PartyId(given.actor.whose), command.occurred_on or given.today
    one = Approval(whose, given.actor.hands, on, roles)
    left = hands.lacking(view, replace(spending, approvals=(*spending.approvals, one)))
    agreed = SpendingApprovalGiven(
        command.spending, spending.project, spending.fund, whose, roles, None, left
    )
    return Saying(agreed, command.spending, on)


def _approved(view: View, command: ApproveSpending, spending: Spending, decided: Decided) -> Saying:
    """The sum is reserved.

    Raises: Insufficient, ResolutionNotAdopted, ResolutionUnfit, ResolutionExceeded.
    """
    remaining = lookup.held(view, spending.project, lookup.fund(view, spending.fund)).remaining
    if spending.amount > remaining:
        raise Insufficient(*lookup.as_args(remaining))
    if decided.resolution is not None:
        require_room(view, decided.resolution, spending)
    approved = SpendingApproved(
        command.spending,
        spending.project,
        spending.fund,
        spending.payee,
        spending.amount,
        decided.resolution,
        decided.noticed,
        decided.needed,
    )
    return Saying(approved, command.spending, decided.on)


def _held(given: Given) -> frozenset[str]:
    """The roles of whoever's act it is, at this moment."""
    whose = given.actor if given.actor.principal is None else given.actor.principal
    return frozenset(whose.mandates)


def _named(
    view: View, command: ApproveSpending, spending: Spending, roles: Iterable[str]
) -> ResolutionId | None:
    """The resolution that the chair names; nobody else does."""
    if command.resolution is None:
        return None
    if CHAIR not in roles:
        raise NotAsked(CHAIR)
    require_room(view, ResolutionId(command.resolution), spending)
    return ResolutionId(command.resolution)


def require_room(view: View, ref: ResolutionId, spending: Spending) -> None:
    """Whether this may be spent under the resolution.

    Raises: ResolutionNotAdopted, ResolutionUnfit, ResolutionExceeded.
    """
    found = decisions.resolution(view, ref)
    if found.kind not in ("spending", "project"):
        raise ResolutionUnfit("kind", field="resolution")
    if found.project not in (None, spending.project):
        raise ResolutionUnfit("project", field="resolution")
    if found.fund not in (None, spending.fund):
        raise ResolutionUnfit("fund", field="resolution")
    if found.amount is None or found.amount.currency != spending.amount.currency:
        raise ResolutionUnfit("amount", field="resolution")
    left = found.amount.minor - found.used
    if spending.amount.minor > left:
        raise ResolutionExceeded(
            *lookup.as_args(Money(max(left, 0), found.amount.currency)), field="resolution"
        )

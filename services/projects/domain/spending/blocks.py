"""What a policy sees to before money leaves: papers, files, notices, objections, advances. Pure.

Without a policy nothing of this is asked, but for the notice that an approval of its day asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kernel.documents import View
from kernel.domain import Given
from kernel.sealed import Sealed
from policy.history import policy_on
from policy.terms import Terms
from services.projects.domain.decisions import lookup as decisions
from services.projects.domain.documents import (
    ADVANCES,
    Advance,
    Advances,
    ProjectFund,
    Spending,
    in_project,
)
from services.projects.domain.spending.payees import Payee
from services.projects.errors.tiers import (
    AdvanceUnsettled,
    AttachmentMissing,
    InvoiceMissing,
    NoticeMissing,
    NoticeRunning,
    ObjectionOpen,
)
from services.projects.events import PartyId, SpendingId
from services.projects.events.decisions import ResolutionId


def require_papers(terms: Terms, attachments: Sequence[str], *, invoiced: bool) -> None:
    """Raises: AttachmentMissing, InvoiceMissing."""
    if terms.attachments_required and not attachments:
        raise AttachmentMissing(field="attachments")
    if terms.invoice_required and not invoiced:
        raise InvoiceMissing(field="invoice")


def require_unopposed(
    view: View, ref: SpendingId, spending: Spending, named: ResolutionId | None = None
) -> None:
    """No objection stands to it, or to an allocation whose money is there to pay it.

    To either belong the resolutions under which they were decided; `named`: by an approval that is not told.

    Raises: ObjectionOpen.
    """
    held = view.get(ProjectFund, in_project(spending.project, spending.fund))
    abouts = held.decided_by() if held is not None else ()
    if decisions.has_open_objection(view, ref, spending.project, spending.resolution, named, *abouts):
        raise ObjectionOpen


def require_notice_over(view: View, ref: SpendingId, spending: Spending, today: date) -> None:
    """A notice about the spending, or about its resolution, and none of them runs.

    Raises: NoticeMissing, NoticeRunning.
    """
    if not spending.noticed and policy_on(view, today) is None:
        return
    abouts = [one for one in (ref, spending.resolution) if one is not None]
    notices = [one for one in (decisions.notice_of(view, about) for about in abouts) if one is not None]
    for one in notices:
        if one.ends_on is not None and one.runs_on(today):
            raise NoticeRunning(one.ends_on.isoformat())
    if spending.noticed and not notices:
        raise NoticeMissing


def require_settled(view: View, terms: Terms, payee: Payee, given: Given, field: str | None = None) -> None:
    """No new advance to who has one out for too long. Raises: AdvanceUnsettled."""
    known = view.get(Advances, ADVANCES) or Advances()
    late = [one for one in known.out if (given.today - one.since).days >= terms.advance_days]
    for one in payee.theirs([_named(view, one) for one in late], given):
        raise AdvanceUnsettled(one.of.spending, str((given.today - one.of.since).days), field=field)


@dataclass(frozen=True, slots=True)
class _Named:
    """An advance that is out, and the name of who got it."""

    of: Advance
    payee: PartyId
    name: Sealed | None


def _named(view: View, one: Advance) -> _Named:
    spending = view.get(Spending, one.spending)
    return _Named(one, one.payee, None if spending is None else spending.payee_name)

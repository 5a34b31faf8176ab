"""The rules of who agrees to money under a policy, recounted from the projects log alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import permutations
from typing import Any

from simulation.broken import require
from simulation.votes import day_of

from kernel.domain import Told
from policy.terms import Terms, Tier
from services.projects import events as projects
from services.projects.events import decisions, milestones

Hands = frozenset[str]


@dataclass(slots=True)
class Asked:
    """A spending, with all that was said of it."""

    fact: projects.SpendingRequested
    requester: Hands
    occurred_on: date
    papers: set[str]
    approvals: list[tuple[str, Hands, tuple[str, ...]]] = field(default_factory=list)
    approved: projects.SpendingApproved | None = None
    rejected: bool = False
    cancelled: bool = False
    paid: int = 0
    """And not reversed."""

    @property
    def counts(self) -> int:
        """What a tier counts of it."""
        return 0 if self.rejected else self.paid if self.cancelled else self.fact.amount.minor


@dataclass(slots=True)
class Heard:
    """What the log says of the council's decisions, up to some place."""

    policies: list[Terms] = field(default_factory=list)
    resolutions: dict[str, decisions.ResolutionNoted] = field(default_factory=dict)
    notices: dict[str, dict[str, date]] = field(default_factory=dict)
    """By what they are about, those that stand: id and last day."""
    objections: dict[str, str] = field(default_factory=dict)
    """Those without an answer: id and what it is about."""

    def hear(self, fact: Any) -> None:
        match fact:
            case decisions.PolicyNoted():
                self.policies.append(fact.terms)
            case decisions.ResolutionNoted():
                self.resolutions[fact.resolution] = fact
            case decisions.NoticeNoted():
                standing = self.notices.setdefault(fact.about, {})
                standing.pop(fact.notice, None)
                if fact.ends_on is not None:
                    standing[fact.notice] = fact.ends_on
            case decisions.ObjectionNoted() if fact.open:
                self.objections[fact.objection] = fact.about
            case decisions.ObjectionNoted():
                self.objections.pop(fact.objection, None)
            case _:
                pass

    def terms(self, day: date) -> Terms | None:
        found = None
        for terms in self.policies:
            if terms.effective_from <= day and (
                found is None or terms.effective_from >= found.effective_from
            ):
                found = terms
        return found

    def opposed(self, *abouts: str | None) -> bool:
        return any(about in abouts for about in self.objections.values())

    def posted(self, *abouts: str | None) -> list[date]:
        """The last days of the notices about these, but of those that were taken down."""
        found = (self.notices.get(about, {}) for about in abouts if about is not None)
        return [ends_on for standing in found for ends_on in standing.values()]


def check(log: Sequence[Told]) -> None:
    """Raises: RuleBroken."""
    heard = Heard()
    asked: dict[str, Asked] = {}
    for one in log:
        heard.hear(one.fact)
        _hear(asked, one)
        match one.fact:
            case projects.SpendingApprovalGiven():
                _apart(asked[one.fact.spending], one)
            case projects.SpendingApproved():
                _approved(heard, asked, one)
            case projects.SpendingPaid():
                _paid(heard, asked[one.fact.spending], one)
            case _:
                pass
    of_projects(log)
    of_time(log)


def _hear(asked: dict[str, Asked], one: Told) -> None:
    fact = one.fact
    match fact:
        case projects.SpendingRequested():
            day = one.occurred_on or day_of(one)
            asked[fact.spending] = Asked(fact, one.hands, day, set(fact.attachments))
        case projects.SpendingPapersAdded():
            asked[fact.spending].papers.update(fact.attachments)
        case projects.SpendingApprovalGiven():
            asked[fact.spending].approvals.append((fact.by, one.hands, fact.roles))
        case projects.SpendingApproved():
            its = asked[fact.spending]
            its.approved = fact
            its.approvals = its.approvals or [(one.whose, one.hands, ("chair",))]
        case projects.SpendingRejected():
            asked[fact.spending].rejected = True
        case projects.SpendingCancelled():
            asked[fact.spending].cancelled = True
        case projects.SpendingPaid():
            asked[fact.spending].paid += fact.amount.minor
        case projects.PaymentReversed():
            asked[fact.spending].paid -= fact.amount.minor
        case projects.AdvanceSettled():
            asked[fact.spending].paid += fact.topped_up.minor
        case _:
            pass


def _apart(its: Asked, one: Told) -> None:
    """Each approval is another person's, and none the requester's or the payee's."""
    where = f"projects/{one.position}"
    require(its.requester.isdisjoint(one.hands), "approval.people", f"{where}: the requester")
    require(its.fact.payee not in one.hands, "approval.people", f"{where}: the payee")
    *before, (by, hands, _) = its.approvals
    for other, theirs, _ in before:
        require(by not in theirs and other not in hands, "approval.people", f"{where}: {by} twice")


def _approved(heard: Heard, asked: Mapping[str, Asked], one: Told) -> None:
    """Everybody agreed whom the tier of the day asks for, and the resolution has room."""
    fact, its = one.fact, asked[one.fact.spending]
    terms, where = heard.terms(day_of(one)), f"projects/{one.position}"
    require(its.requester.isdisjoint(one.hands), "approval.people", f"{where}: the requester")
    require(not its.rejected and not its.cancelled, "approval.ended", where)
    if fact.resolution is not None:
        _within(heard, asked, fact, where)
    if terms is None:
        return
    tier = _tier(terms, its, asked.values())
    needed = [one.role for one in tier.approvals for _ in range(one.count)]
    given = [set(roles) for _, _, roles in its.approvals]
    require(seated(needed, given), "approval.tier", f"{where}: {needed} asked, {given} given")
    require(fact.resolution or not tier.resolution, "approval.resolution", where)
    require(fact.noticed or not tier.notice, "approval.notice", where)


def _tier(terms: Terms, its: Asked, every: Iterable[Asked]) -> Tier:
    """By all that this payee was asked to be paid of this project near those days."""
    if its.fact.amount.currency != terms.currency:
        return terms.tiers[-1]
    own, sum_ = {its.occurred_on, its.fact.asked_on}, 0
    for other in every:
        if (other.fact.project, other.fact.payee) != (its.fact.project, its.fact.payee):
            continue
        days = {other.fact.asked_on, other.occurred_on}
        if any(abs((theirs - ours).days) <= terms.split_window_days for theirs in days for ours in own):
            sum_ += other.counts
    return next(tier for tier in terms.tiers if tier.below is None or sum_ < tier.below)


def seated(needed: Sequence[str], given: Sequence[set[str]]) -> bool:
    """Whether each role that is needed has an approval of its own: all ways are tried."""
    return any(
        all(role in roles for role, roles in zip(needed, chosen, strict=True))
        for chosen in permutations(given, len(needed))
    )


def _within(heard: Heard, asked: Mapping[str, Asked], fact: projects.SpendingApproved, where: str) -> None:
    """An adopted resolution of a kind that may, about this, and all spending under it within its sum."""
    found = heard.resolutions.get(str(fact.resolution))
    require(found is not None, "resolution.not_adopted", where)
    assert found is not None
    require(found.kind in ("spending", "project"), "resolution.unfit", where)
    require(
        found.project in (None, fact.project) and found.fund in (None, fact.fund), "resolution.unfit", where
    )
    under = (one for one in asked.values() if one.approved and one.approved.resolution == fact.resolution)
    used = sum(one.paid if one.cancelled else one.fact.amount.minor for one in under)
    most = found.amount.minor if found.amount else 0
    require(used <= most, "resolution.beyond", f"{where}: {used} of {most}")


def _paid(heard: Heard, its: Asked, one: Told) -> None:
    """By somebody else than all of them, nothing being in the way on that day."""
    fact, where, today = one.fact, f"projects/{one.position}", day_of(one)
    require(its.approved is not None, "approval.none", where)
    assert its.approved is not None
    hands = its.requester.union(*(theirs for _, theirs, _ in its.approvals))
    require(hands.isdisjoint(one.hands), "spending.people", where)
    terms, resolution = heard.terms(today), its.approved.resolution
    if terms is None and not its.approved.noticed:
        return
    posted = heard.posted(fact.spending, resolution)
    require(all(ends_on < today for ends_on in posted), "payment.notice", f"{where}: it runs")
    require(posted or not its.approved.noticed, "payment.notice", f"{where}: there was none")
    if terms is not None:
        drawn_on = (one.allocation for one in fact.shares)
        opposed = heard.opposed(fact.spending, fact.project, resolution, *drawn_on)
        require(not opposed, "payment.objection", where)
        require(its.papers or not terms.attachments_required, "payment.papers", where)


def of_projects(log: Sequence[Told]) -> None:
    """What needs approval has it once, by a resolution: no notice runs or lacks, no objection is open."""
    heard = Heard()
    waiting: dict[str, bool] = {}
    unnoticed: set[str] = set()
    """Those that the policy of their day wants a notice of."""
    for one in log:
        fact, where = one.fact, f"projects/{one.position}"
        heard.hear(fact)
        match fact:
            case projects.ProjectProposed():
                terms = heard.terms(day_of(one))
                require(fact.needs_approval == bool(terms), "project.needs_approval", where)
                waiting[fact.project] = fact.needs_approval
                if terms is not None and terms.project_notice:
                    unnoticed.add(fact.project)
            case projects.ProjectApproved():
                require(waiting[fact.project], "due.once", f"{where}: approved twice")
                waiting[fact.project] = False
                found = heard.resolutions[fact.resolution]
                named = (found.kind, found.project) == ("project", fact.project)
                require(named, "project.unresolved", where)
                posted = heard.posted(fact.project, fact.resolution)
                over = all(ends_on < day_of(one) for ends_on in posted)
                require(over, "project.notice", where)
                there = fact.project not in unnoticed or bool(heard.posted(fact.project))
                require(there, "project.notice", f"{where}: there was none")
                require(not heard.opposed(fact.project, fact.resolution), "project.objection", where)
            case projects.AllocationNoted():
                require(not waiting.get(fact.project), "project.unapproved", where)
            case _:
                pass


def of_time(log: Sequence[Told]) -> None:
    """A milestone is overdue once for each of its days, after that day, and not when it is done."""
    due: dict[str, date] = {}
    said = Counter[tuple[str, date]]()
    for one in log:
        fact = one.fact
        match fact:
            case milestones.MilestoneSet() | milestones.MilestoneMoved():
                due[fact.milestone] = fact.due_on
                said.pop((fact.milestone, fact.due_on), None)
            case milestones.MilestoneCompleted():
                due.pop(fact.milestone, None)
            case milestones.MilestoneOverdue():
                require(due.get(fact.milestone) == fact.due_on < day_of(one), "due.early", fact.milestone)
                said[fact.milestone, fact.due_on] += 1
                require(said[fact.milestone, fact.due_on] == 1, "due.once", f"projects/{one.position}")
            case _:
                pass

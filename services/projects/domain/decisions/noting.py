"""Remembering what the council decided. A note cannot refuse, and is made once. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from kernel.documents import View
from kernel.domain import Given, Saying, Told
from policy.history import policies
from services.projects.domain.decisions.documents import Notice, Objections, Resolution
from services.projects.domain.decisions.foreign import (
    NoticeExtended,
    NoticeOpened,
    NoticeWithdrawn,
    ObjectionAnswered,
    ObjectionRaised,
    ObjectionSettled,
    OfMembers,
    PolicyAdopted,
    ResolutionClosed,
)
from services.projects.events.decisions import NoticeNoted, ObjectionNoted, PolicyNoted, ResolutionNoted


def note(view: View, told: Told, given: Given) -> Sequence[Saying]:  # noqa: PLR0911 - one case per fact
    """What a decision leaves here."""
    fact: OfMembers = told.fact
    match fact:
        case PolicyAdopted():
            return _policy(view, fact, told)
        case ResolutionClosed():
            return _resolution(view, fact, told, given)
        case NoticeOpened():
            noted = NoticeNoted(fact.notice, fact.about, fact.ends_on)
            return [Saying(noted, fact.notice, told.occurred_on)]
        case NoticeExtended():
            return _notice(view, NoticeNoted(fact.notice, fact.about, fact.ends_on), told)
        case NoticeWithdrawn():
            return _notice(view, NoticeNoted(fact.notice, fact.about, None), told)
        case ObjectionRaised():
            return _objection(view, ObjectionNoted(fact.objection, fact.about, open=True), told)
        case ObjectionAnswered(upheld=True):
            return []  # it stands in the way until what was right in it is settled
        case ObjectionAnswered() | ObjectionSettled():
            return _objection(view, ObjectionNoted(fact.objection, fact.about, open=False), told)
        case _:
            assert_never(fact)


def _policy(view: View, fact: PolicyAdopted, told: Told) -> Sequence[Saying]:
    if any(policy == fact.policy for policy, _ in policies(view).adopted):
        return []
    return [Saying(PolicyNoted(fact.policy, fact.terms), fact.policy, told.occurred_on)]


def _resolution(view: View, fact: ResolutionClosed, told: Told, given: Given) -> Sequence[Saying]:
    """Those that were adopted; nothing follows from the others."""
    if fact.outcome != "adopted" or view.get(Resolution, fact.resolution) is not None:
        return []
    noted = ResolutionNoted(
        fact.resolution,
        fact.kind,
        fact.amount,
        fact.fund,
        fact.to_fund,
        fact.project,
        told.occurred_on or given.today,
    )
    return [Saying(noted, fact.resolution, told.occurred_on)]


def _notice(view: View, noted: NoticeNoted, told: Told) -> Sequence[Saying]:
    """A later notice about the same is not moved by what becomes of an earlier one."""
    known = view.get(Notice, noted.about)
    if known is None or known.notice != noted.notice or known.ends_on == noted.ends_on:
        return []
    return [Saying(noted, noted.notice, told.occurred_on)]


def _objection(view: View, noted: ObjectionNoted, told: Told) -> Sequence[Saying]:
    known = view.get(Objections, noted.about) or Objections()
    if (noted.objection in known.standing) == noted.open:
        return []
    return [Saying(noted, noted.objection, told.occurred_on)]

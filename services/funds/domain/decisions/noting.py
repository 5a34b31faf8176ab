"""Remembering what the council decided. A note cannot refuse, and is made once. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from kernel.documents import View
from kernel.domain import Given, Saying, Told
from policy.history import policies
from services.funds.domain.decisions.documents import Objections, Resolution
from services.funds.domain.decisions.foreign import (
    ObjectionAnswered,
    ObjectionRaised,
    ObjectionSettled,
    OfMembers,
    PolicyAdopted,
    ResolutionClosed,
)
from services.funds.events.decisions import (
    ObjectionId,
    ObjectionNoted,
    PolicyNoted,
    ResolutionId,
    ResolutionNoted,
)


def note(view: View, told: Told, given: Given) -> Sequence[Saying]:
    """What a decision leaves here."""
    fact: OfMembers = told.fact
    match fact:
        case PolicyAdopted():
            return _policy(view, fact, told)
        case ResolutionClosed():
            return _resolution(view, fact, told, given)
        case ObjectionRaised():
            # The other things that are objected to, the projects service sees to.
            return _objection(view, fact, told, open_=True) if fact.about_kind == "resolution" else []
        case ObjectionAnswered(upheld=True):
            return []  # it stands in the way until what was right in it is settled
        case ObjectionAnswered() | ObjectionSettled():
            return _objection(view, fact, told, open_=False)
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


def _objection(
    view: View, fact: ObjectionRaised | ObjectionAnswered | ObjectionSettled, told: Told, *, open_: bool
) -> Sequence[Saying]:
    known = view.get(Objections, fact.about) or Objections()
    if (fact.objection in known.standing) == open_:
        return []
    noted = ObjectionNoted(ObjectionId(fact.objection), ResolutionId(fact.about), open_)
    return [Saying(noted, fact.objection, told.occurred_on)]

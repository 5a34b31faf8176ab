"""What is known of the council's decisions. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, assert_never

from kernel.domain import Evolve, Keys, Told
from policy.history import POLICIES, Policies
from services.projects.domain.decisions.documents import Notice, Objections, Resolution
from services.projects.domain.documents import PROPOSALS, Proposals
from services.projects.events import PaymentReversed, SpendingApproved, SpendingCancelled
from services.projects.events.decisions import Fact, NoticeNoted, ObjectionNoted, PolicyNoted, ResolutionNoted


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    match fact:
        case PolicyNoted():
            return [(Policies, POLICIES)]
        case ResolutionNoted():
            proposals = [(Proposals, PROPOSALS)] if fact.kind == "project" and fact.project else []
            return [(Resolution, fact.resolution), *proposals]
        case NoticeNoted():
            return [(Notice, fact.about)]
        case ObjectionNoted():
            return [(Objections, fact.about)]
        case _:
            assert_never(fact)


def _policies(known: Policies | None, told: Told) -> Policies:
    fact: PolicyNoted = told.fact
    return (known or Policies()).and_then(fact.policy, fact.terms)


def _resolution(before: Resolution, told: Told) -> Resolution:
    """Noted, and used up by what is approved under it; what is not paid of that is free again."""
    fact: ResolutionNoted | SpendingApproved | SpendingCancelled | PaymentReversed = told.fact
    match fact:
        case ResolutionNoted():
            return Resolution(
                fact.resolution,
                fact.kind,
                fact.amount,
                fact.fund,
                fact.to_fund,
                fact.project,
                fact.adopted_on,
            )
        case SpendingApproved():
            return replace(before, used=before.used + fact.amount.minor)
        case SpendingCancelled():
            return replace(before, used=before.used - fact.released.minor)
        case PaymentReversed():
            return replace(before, used=before.used - fact.amount.minor)
        case _:
            assert_never(fact)


def _notice(known: Notice | None, told: Told) -> Notice:
    """What was posted and ran its days is not undone by a later one that was withdrawn."""
    fact: NoticeNoted = told.fact
    before = None if known is None else known.before
    if known is not None and known.notice != fact.notice and known.ends_on is not None:
        before = replace(known, before=None)
    return Notice(fact.notice, fact.ends_on, before)


def _objections(known: Objections | None, told: Told) -> Objections:
    fact: ObjectionNoted = told.fact
    others = tuple(one for one in (known or Objections()).standing if one != fact.objection)
    return Objections((*others, fact.objection) if fact.open else others)


EVOLVE: Final[Mapping[type, Evolve]] = {
    Policies: _policies,
    Resolution: _resolution,
    Notice: _notice,
    Objections: _objections,
}

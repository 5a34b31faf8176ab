"""What is known of the council's decisions. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, assert_never

from kernel.domain import Evolve, Keys, Told
from policy.history import POLICIES, Policies
from services.funds.domain.decisions.documents import Objections, Resolution
from services.funds.events import AllocationMade
from services.funds.events.decisions import Fact, ObjectionNoted, PolicyNoted, ResolutionNoted
from services.funds.events.fund_transfers import FundTransferred


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    match fact:
        case PolicyNoted():
            return [(Policies, POLICIES)]
        case ResolutionNoted():
            return [(Resolution, fact.resolution)]
        case ObjectionNoted():
            return [(Objections, fact.about)]
        case _:
            assert_never(fact)


def _policies(known: Policies | None, told: Told) -> Policies:
    fact: PolicyNoted = told.fact
    return (known or Policies()).and_then(fact.policy, fact.terms)


def _resolution(known: Resolution, told: Told) -> Resolution:
    fact: ResolutionNoted | AllocationMade | FundTransferred = told.fact
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
        case AllocationMade() | FundTransferred():
            return replace(known, used=known.used + fact.amount.minor)
        case _:
            assert_never(fact)


def _objections(known: Objections | None, told: Told) -> Objections:
    fact: ObjectionNoted = told.fact
    others = (known or Objections()).standing - {fact.objection}
    return Objections(others | {fact.objection} if fact.open else others)


EVOLVE: Final[Mapping[type, Evolve]] = {
    Policies: _policies,
    Resolution: _resolution,
    Objections: _objections,
}

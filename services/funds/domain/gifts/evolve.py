"""What promises and gifts become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, assert_never

from kernel.domain import Evolve, Keys, Told
from services.funds.domain.documents import Donation, Fulfilling, Fund, Pledge
from services.funds.domain.sayings import day_of
from services.funds.domain.states import Turning, turned
from services.funds.events import (
    DonationPledged,
    DonationReceived,
    DonationRefunded,
    PledgeFulfilled,
    PledgeReopened,
)
from services.funds.events.gifts import Fact


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    match fact:
        case DonationPledged():
            return [(Pledge, fact.pledge)]
        case PledgeFulfilled() | PledgeReopened():
            return [(Pledge, fact.pledge), (Fulfilling, fact.donation)]
        case DonationReceived() | DonationRefunded():
            return [(Donation, fact.donation), (Fund, fact.fund)]
        case _:
            assert_never(fact)


def _pledge(pledge: Pledge, told: Told) -> Pledge:
    fact: DonationPledged | PledgeFulfilled | PledgeReopened = told.fact
    match fact:
        case DonationPledged():
            return Pledge(fact, day_of(told))
        case PledgeFulfilled():
            return replace(pledge, fulfilled=pledge.fulfilled + fact.amount.minor)
        case PledgeReopened():
            return replace(pledge, fulfilled=pledge.fulfilled - fact.amount.minor)
        case _:
            assert_never(fact)


def _fulfilling(fulfilling: Fulfilling | None, told: Told) -> Fulfilling:
    fact: PledgeFulfilled | PledgeReopened = told.fact
    pledges = dict((fulfilling or Fulfilling()).pledges)
    change = fact.amount.minor if isinstance(fact, PledgeFulfilled) else -fact.amount.minor
    pledges[fact.pledge] = pledges.get(fact.pledge, 0) + change
    return Fulfilling({pledge: minor for pledge, minor in pledges.items() if minor})


def _donation(donation: Donation, told: Told) -> Donation:
    fact: DonationReceived | DonationRefunded | Turning = told.fact
    match fact:
        case DonationReceived():
            return Donation(fact, day_of(told))
        case DonationRefunded():
            return replace(donation, refunded=donation.refunded + fact.amount.minor)
        case _:
            return turned(donation, fact)


EVOLVE: Final[Mapping[type, Evolve]] = {Pledge: _pledge, Fulfilling: _fulfilling, Donation: _donation}

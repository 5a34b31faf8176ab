"""What the council decides is remembered here: its policy and its adopted resolutions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from support.policies import BEGINNING, YUAN, terms
from support.rules import TODAY, Scene, nth

from kernel.money import Money
from policy.approving import tier_of
from policy.history import policy_on
from services.funds.domain import DOMAIN
from services.funds.domain.decisions import lookup
from services.funds.errors.decisions import ResolutionNotAdopted
from services.funds.events.decisions import PolicyNoted, ResolutionNoted
from services.members.events import policy as theirs
from services.members.events.resolutions import ResolutionClosed

POLICY, RESOLUTION, FUND = nth("pol"), nth("res"), nth("fnd")
DAY = timedelta(days=1)


def adopt(scene: Scene, policy: Any, effective_from: date = BEGINNING, **other: Any) -> Scene:
    fact = theirs.PolicyAdopted(policy, None, terms(effective_from, **other))
    return scene.hears("members", fact, policy, TODAY)


def close(scene: Scene, outcome: Any = "adopted", amount: Money | None = None) -> Scene:
    fact = ResolutionClosed(
        resolution=RESOLUTION,
        outcome=outcome,
        why=None if outcome == "adopted" else "majority",
        base=33,
        present=30,
        votes_for=20,
        against=5,
        abstained=5,
        recused=0,
        departed=0,
        kind="allocation",
        amount=amount,
        fund=FUND,
        to_fund=None,
        project=None,
    )
    return scene.hears("members", fact, RESOLUTION, TODAY)


@pytest.fixture
def scene() -> Scene:
    return Scene(DOMAIN)


def test_a_policy_is_noted_with_all_that_it_says(scene: Scene) -> None:
    adopt(scene, POLICY).then(PolicyNoted(POLICY, terms()))
    adopt(scene, POLICY).then()


def test_the_policy_of_a_day_is_the_latest_that_began_by_then(scene: Scene) -> None:
    assert policy_on(scene.view, TODAY) is None
    adopt(scene, POLICY, TODAY)
    adopt(scene, nth("pol", 2), TODAY + 10 * DAY, notice_days=14)
    adopt(scene, nth("pol", 3), TODAY + 10 * DAY, notice_days=3)
    days = {after: policy_on(scene.view, TODAY + after * DAY) for after in (-1, 0, 9, 10)}
    assert {after: held and held.notice_days for after, held in days.items()} == {-1: None, 0: 7, 9: 7, 10: 3}
    scene.replayed()


@pytest.mark.parametrize(
    ("minor", "tier"), [(1, 0), (5_000 * YUAN - 1, 0), (5_000 * YUAN, 1), (50_000 * YUAN, 2), (10**13, 2)]
)
def test_the_tier_of_a_sum_is_the_first_whose_bound_it_does_not_reach(minor: int, tier: int) -> None:
    held = terms()
    assert tier_of(held, minor) is held.tiers[tier]


def test_an_adopted_resolution_is_noted_and_others_are_not(scene: Scene) -> None:
    close(scene, "rejected").then()
    close(scene, "escalated").then()
    close(scene, amount=Money(100, "CNY")).then(
        ResolutionNoted(RESOLUTION, "allocation", Money(100, "CNY"), FUND, None, None, TODAY)
    )
    close(scene).then()
    found = lookup.resolution(scene.view, RESOLUTION)
    assert (found.used, found.left) == (0, 100)


def test_a_resolution_without_an_amount_bounds_none(scene: Scene) -> None:
    assert lookup.resolution(close(scene).view, RESOLUTION).left is None


def test_a_resolution_that_is_not_noted_may_be_on_its_way(scene: Scene) -> None:
    with pytest.raises(ResolutionNotAdopted) as no:
        lookup.resolution(scene.view, RESOLUTION)
    assert no.value.may_be_behind == ("members",)
    assert no.value.fields() == {"resolution": ["funds.resolution_not_adopted"]}

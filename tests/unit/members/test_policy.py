"""Council policy: the first one is written down, and none by which nothing could be decided."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from support.policies import BEGINNING, terms
from support.rules import TODAY, Scene, nth

from kernel.errors import InvalidInput
from policy.history import policies
from policy.terms import Approvals, Majority, Ratio, Tier
from services.members.domain.policy.commands import AdoptPolicy
from services.members.errors.decisions import PolicyStands
from services.members.events.policy import PolicyAdopted

TERMS: Any = terms()
TIER = TERMS.tiers[0]


def test_the_first_policy_is_written_down_by_the_founder(scene: Scene) -> None:
    scene.when(AdoptPolicy(TERMS), role="founder").then(PolicyAdopted(nth("pol"), None, TERMS))
    assert scene.said[0].subject == nth("pol")
    assert policies(scene.view).on(TODAY) == (nth("pol"), TERMS)
    assert policies(scene.view).on(BEGINNING.replace(year=2025)) is None


def test_a_second_one_is_resolved_and_not_written_down(scene: Scene) -> None:
    scene.when(AdoptPolicy(TERMS))
    scene.when(AdoptPolicy(TERMS)).refused(PolicyStands)


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("currency", "XYZ", "terms.currency"),
        ("escalates_to", "standing_board", "terms.escalates_to"),
        ("quorum", Ratio(0, 3), "terms.quorum"),
        ("quorum", Ratio(4, 3), "terms.quorum"),
        ("majority", Majority(0, 2, strict=False), "terms.majority"),
        ("majority", Majority(2, 2, strict=True), "terms.majority"),
        ("tiers", (), "terms.tiers"),
        ("tiers", TERMS.tiers[:1], "terms.tiers"),
        ("tiers", (TERMS.tiers[2], TERMS.tiers[2]), "terms.tiers"),
        ("tiers", (TERMS.tiers[1], TERMS.tiers[0], TERMS.tiers[2]), "terms.tiers"),
        ("tiers", (TERMS.tiers[0], TERMS.tiers[0], TERMS.tiers[2]), "terms.tiers"),
        ("tiers", (Tier(None, (), resolution=False, notice=True),), "terms.tiers.0.approvals"),
        (
            "tiers",
            (Tier(None, (Approvals("chair", 1), Approvals("chair", 2)), resolution=False, notice=False),),
            "terms.tiers.0.approvals",
        ),
    ],
)
def test_terms_by_which_nothing_could_be_decided_are_refused(
    scene: Scene, field: str, value: Any, fault: str
) -> None:
    scene.when(AdoptPolicy(replace(TERMS, **{field: value}))).refused(InvalidInput, field=fault)


def test_the_whole_of_those_present_may_be_asked_for(scene: Scene) -> None:
    all_of_them = replace(TERMS, majority=Majority(1, 1, strict=False), quorum=Ratio(1, 1))
    scene.when(AdoptPolicy(all_of_them))
    assert scene.refusal is None

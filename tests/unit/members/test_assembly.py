"""What the residents' assembly decided of what was left to it: written down by one, confirmed by another."""

from __future__ import annotations

from typing import Any

import pytest
from support.policies import terms
from support.rules import TODAY, Scene, nth
from unit.members.chamber import (
    CHAIR,
    DAY,
    SECRETARY,
    SUPERVISOR,
    closed,
    councillor,
    opened,
    opening,
    seated,
    voting,
)

from kernel.errors import InvalidInput, NotFound
from kernel.money import Money
from services.members.domain.resolutions.commands import (
    CastVote,
    ConfirmAssemblyDecision,
    RecordAssemblyDecision,
)
from services.members.domain.resolutions.documents import Resolution
from services.members.errors.decisions import (
    AssemblyByTwo,
    NoAssemblyDecision,
    NotEscalated,
    ResolutionIsClosed,
)
from services.members.events.policy import PolicyAdopted
from services.members.events.resolutions import (
    AssemblyDecisionConfirmed,
    AssemblyDecisionRecorded,
    ResolutionClosed,
)

CNY, FUND, PROJECT = Money(8_000_000, "CNY"), nth("fnd"), nth("prj")
MINUTES, OTHER = "ab" * 32, "cd" * 32
SPEAKS: dict[str, Any] = {"by": SECRETARY, "role": "secretary"}


def escalated(scene: Scene, **said: Any) -> Any:
    """A resolution for which too few of the council came; today is its last day."""
    seated(scene, 3)
    resolution = opened(scene, **{"closes_on": TODAY, **said})
    voting(scene, resolution, "for", "for")
    assert closed(scene, resolution).outcome == "escalated"
    return resolution


def minutes(resolution: Any, **other: Any) -> RecordAssemblyDecision:
    usual: dict[str, Any] = {
        "outcome": "adopted",
        "present": 120,
        "votes_for": 101,
        "against": 12,
        "abstained": 7,
        "decided_on": TODAY,
        "paper": MINUTES,
    }
    return RecordAssemblyDecision(resolution, **{**usual, **other})


def test_what_the_assembly_decided_is_adopted_once_another_confirms_it(scene: Scene) -> None:
    said: dict[str, Any] = {"kind": "allocation", "amount": CNY, "fund": FUND, "project": PROJECT}
    resolution = escalated(scene, **said)
    scene.when(minutes(resolution), **SPEAKS)
    scene.then(AssemblyDecisionRecorded(resolution, "adopted", 120, 101, 12, 7, TODAY, MINUTES))
    assert scene.document(Resolution, resolution).state == "escalated"
    confirm = ConfirmAssemblyDecision(resolution, "adopted", MINUTES)
    scene.when(confirm, by=CHAIR, role="chair")
    assert scene.facts == [
        AssemblyDecisionConfirmed(resolution, MINUTES),
        ResolutionClosed(
            resolution, "adopted", None, 120, 120, 101, 12, 7, 0, 0, "allocation", CNY, FUND, None, PROJECT
        ),
    ]
    assert scene.document(Resolution, resolution).state == "adopted"
    scene.when(confirm, by=CHAIR, role="chair").refused(NotEscalated, "adopted")
    scene.when(minutes(resolution), **SPEAKS).refused(NotEscalated, "adopted")
    vote = CastVote(resolution, "for")
    scene.when(vote, by=councillor(3), role="councillor").refused(ResolutionIsClosed, "adopted")
    scene.replayed()


def test_what_it_rejected_is_rejected(scene: Scene) -> None:
    resolution = escalated(scene)
    scene.when(minutes(resolution, outcome="rejected", votes_for=10, against=90), **SPEAKS)
    scene.when(ConfirmAssemblyDecision(resolution, "rejected", MINUTES), by=SUPERVISOR, role="supervisor")
    assert [type(fact) for fact in scene.facts] == [AssemblyDecisionConfirmed, ResolutionClosed]
    assert (scene.facts[1].outcome, scene.facts[1].why) == ("rejected", None)


def test_whoever_wrote_it_down_does_not_confirm_it(scene: Scene) -> None:
    resolution = escalated(scene)
    confirm = ConfirmAssemblyDecision(resolution, "adopted", MINUTES)
    scene.when(confirm, by=CHAIR, role="chair").refused(NoAssemblyDecision)
    scene.when(minutes(resolution), **SPEAKS)
    scene.when(confirm, by=SECRETARY, role="chair").refused(AssemblyByTwo)
    scene.when(confirm, by="per_again", role="chair", aliases=(SECRETARY,)).refused(AssemblyByTwo)
    assert scene.document(Resolution, resolution).state == "escalated"


def test_who_confirms_names_what_they_saw_and_a_mistake_is_written_down_anew(scene: Scene) -> None:
    resolution = escalated(scene)
    scene.when(minutes(resolution, paper=OTHER), **SPEAKS)
    confirm = ConfirmAssemblyDecision(resolution, "adopted", MINUTES)
    scene.when(confirm, by=CHAIR, role="chair").refused(InvalidInput, field="paper")
    scene.when(minutes(resolution, outcome="rejected"), **SPEAKS)
    scene.when(confirm, by=CHAIR, role="chair").refused(InvalidInput, field="outcome")
    scene.when(minutes(resolution), **SPEAKS)
    scene.when(confirm, by=CHAIR, role="chair")
    assert scene.refusal is None


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"present": 119}, "present"),
        ({"votes_for": 12}, "outcome"),
        ({"decided_on": TODAY + DAY}, "decided_on"),
        ({"decided_on": TODAY - DAY}, "decided_on"),
    ],
)
def test_minutes_that_do_not_add_up_are_refused(scene: Scene, said: dict[str, Any], field: str) -> None:
    resolution = escalated(scene)
    scene.when(minutes(resolution, **said), **SPEAKS).refused(InvalidInput, field=field)


def test_only_what_was_left_to_the_assembly_is_its_to_decide(scene: Scene) -> None:
    seated(scene, 3, escalates_to="full_council")
    resolution = opened(scene, closes_on=TODAY)
    scene.when(minutes(resolution), **SPEAKS).refused(NotEscalated, "open")
    assert closed(scene, resolution).outcome == "escalated"
    scene.when(minutes(resolution), **SPEAKS).refused(InvalidInput, field="resolution")
    scene.when(opening(escalated_from=resolution), by=CHAIR, role="chair")
    scene.when(minutes(resolution), **SPEAKS).refused(NotEscalated)
    scene.when(minutes(nth("res", 9)), **SPEAKS).refused(NotFound)


def test_a_policy_that_it_adopted_holds_from_its_day_and_from_none_that_is_past(scene: Scene) -> None:
    later: Any = terms(TODAY + DAY, notice_days=14)
    resolution = escalated(scene, kind="policy", terms=later)
    scene.when(minutes(resolution), **SPEAKS)
    confirm = ConfirmAssemblyDecision(resolution, "adopted", MINUTES)
    scene.later(2).when(confirm, by=CHAIR, role="chair").refused(InvalidInput, field="outcome")
    scene.when(minutes(resolution), **SPEAKS).refused(InvalidInput, field="outcome")
    scene.now -= 2 * DAY
    scene.when(confirm, by=CHAIR, role="chair")
    assert scene.facts[2] == PolicyAdopted(nth("pol", 2), resolution, later)

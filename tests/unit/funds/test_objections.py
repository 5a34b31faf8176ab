"""Nothing is done under a resolution while somebody's objection to it stands."""

from __future__ import annotations

from typing import Any

import pytest
from support.rules import TODAY, Scene, nth
from unit.funds.story import BENCHES, CHAIR, TREASURER, WHY, allocate, cny, open_fund
from unit.funds.test_allocations_by_policy import LARGE, RESOLUTION, by_resolution, governed, resolved

from services.funds.domain.decisions.documents import Objections
from services.funds.domain.fund_transfers.commands import ConfirmFundTransfer, RequestFundTransfer
from services.funds.errors.decisions import ObjectionOpen
from services.funds.events import AllocationMade
from services.funds.events.allocations import AllocationRequested
from services.funds.events.decisions import ObjectionNoted
from services.funds.events.fund_transfers import FundTransferred
from services.members.events import notices

OBJECTION: Any = nth("obj")


def objects(scene: Scene, n: int = 1, about: Any = RESOLUTION, kind: Any = "resolution") -> Scene:
    fact = notices.ObjectionRaised(nth("obj", n), kind, about, None, WHY, nth("per"))
    return scene.hears("members", fact, fact.objection, TODAY)


def answers(scene: Scene, n: int = 1, *, upheld: bool = False) -> Scene:
    ref: Any = nth("obj", n)
    fact = notices.ObjectionAnswered(ref, "resolution", RESOLUTION, WHY, upheld=upheld, person=nth("per"))
    return scene.hears("members", fact, ref, TODAY)


def settles(scene: Scene, n: int = 1) -> Scene:
    ref: Any = nth("obj", n)
    fact = notices.ObjectionSettled(ref, "resolution", RESOLUTION, WHY, person=nth("per"))
    return scene.hears("members", fact, ref, TODAY)


def test_no_allocation_goes_under_a_resolution_that_somebody_objects_to() -> None:
    scene = objects(resolved(governed()))
    scene.then(ObjectionNoted(OBJECTION, RESOLUTION, open=True))
    scene.when(by_resolution(LARGE), by=CHAIR).refused(ObjectionOpen, field="resolution")
    answers(scene).then(ObjectionNoted(OBJECTION, RESOLUTION, open=False))
    assert isinstance(scene.when(by_resolution(LARGE), by=CHAIR).facts[0], AllocationMade)
    scene.replayed()


def test_an_objection_that_was_upheld_stands_until_it_is_settled() -> None:
    scene = answers(objects(resolved(governed())), upheld=True)
    scene.then()
    scene.when(by_resolution(LARGE), by=CHAIR).refused(ObjectionOpen)
    assert settles(scene).when(by_resolution(LARGE), by=CHAIR).facts


def test_each_of_several_objections_stands_for_itself() -> None:
    scene = answers(objects(objects(resolved(governed())), 2), 2)
    scene.when(by_resolution(LARGE), by=CHAIR).refused(ObjectionOpen)
    assert answers(scene).when(by_resolution(LARGE), by=CHAIR).facts
    assert scene.document(Objections, RESOLUTION).standing == frozenset()


def test_an_objection_from_before_the_adoption_counts_too() -> None:
    scene = resolved(objects(governed()))
    scene.when(by_resolution(LARGE), by=CHAIR).refused(ObjectionOpen)


@pytest.mark.parametrize(("kind", "about"), [("project", BENCHES), ("allocation", nth("all"))])
def test_what_else_is_objected_to_is_not_noted_here(kind: Any, about: Any) -> None:
    scene = objects(resolved(governed()), 1, about, kind)
    scene.then()
    assert scene.when(by_resolution(LARGE), by=CHAIR).facts


def test_an_objection_after_the_request_stops_the_confirmation_of_a_transfer() -> None:
    scene = resolved(governed(), kind="fund_transfer", project=None).when(open_fund("second"))
    ask = RequestFundTransfer("co-governance", "second", cny(LARGE), TODAY, WHY, RESOLUTION, None, None)
    objects(scene.when(ask, by=TREASURER))
    confirm = ConfirmFundTransfer(nth("ftr"))
    scene.when(confirm, by=CHAIR).refused(ObjectionOpen)
    assert isinstance(answers(scene).when(confirm, by=CHAIR).facts[0], FundTransferred)


def test_what_names_no_resolution_is_not_stopped_by_it() -> None:
    scene = objects(resolved(governed()))
    assert scene.document(Objections, RESOLUTION).standing == {OBJECTION}
    assert isinstance(scene.when(allocate(100), by=CHAIR).facts[0], AllocationRequested)

"""Who decides about money is held by the very decision, as long as whoever signs a voucher."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from support.rules import TODAY, Scene, nth
from unit.members.chamber import DAY, mandated, opened, seated, unit

from kernel.money import Money
from kernel.sealed import Sealed
from services.members.domain import foreign
from services.members.domain.aliases.commands import RecordAlias
from services.members.domain.commands import RegisterParty, RequestErasure
from services.members.domain.documents import Party
from services.members.domain.notices.commands import Objected, OpenNotice, RaiseObjection
from services.members.domain.notices.documents import About
from services.members.domain.people.commands import ConfirmErasure
from services.members.domain.resolutions.commands import CastVote, ConfirmRecusal, DeclareRecusal
from services.members.events import HidingNoted, HoldPlaced
from services.members.events.notices import NoticeExtended

ADA, BO = nth("per", 2), nth("per", 3)
END = date(TODAY.year + 30, 12, 31)
TEXT = Sealed("c" * 64)
SUM, FUND, OTHER = Money(100, "CNY"), nth("fnd"), nth("fnd", 2)
OF_MONEY: list[dict[str, Any]] = [
    {"kind": "allocation", "amount": SUM},
    {"kind": "spending", "amount": SUM},
    {"kind": "fund_transfer", "amount": SUM, "fund": FUND, "to_fund": OTHER},
    {"kind": "project", "project": nth("prj"), "amount": SUM},
]
OF_ELSE: list[dict[str, Any]] = [
    {"kind": "project", "project": nth("prj")},
    {"kind": "membership"},
    {"kind": "other", "amount": SUM},
]


@pytest.fixture
def council(scene: Scene) -> Scene:
    """Three units; Ada sits for the first of them and on the standing board, Bo writes down."""
    for sealed in (Sealed("a" * 64), Sealed("b" * 64)):
        scene.when(RegisterParty("person", None, sealed, None, "masked", "payee"))
    units = seated(scene, 3)
    mandated(scene, ADA, "councillor", units[0])
    return mandated(scene, ADA, "standing_board")


def held(scene: Scene) -> list[HoldPlaced]:
    """The holds that the last decision placed."""
    return [fact for fact in scene.facts if isinstance(fact, HoldPlaced)]


def voted(scene: Scene, resolution: str, **how: Any) -> Scene:
    scene.when(CastVote(resolution, "for"), by=ADA, role="councillor", **how)
    assert scene.refusal is None, repr(scene.refusal)
    return scene


def objected(scene: Scene, kind: Any, ref: str) -> Scene:
    scene.when(RaiseObjection(Objected(kind, ref), TEXT), by=ADA, role="resident")
    assert scene.refusal is None, repr(scene.refusal)
    return scene


@pytest.mark.parametrize("matter", OF_MONEY, ids=lambda matter: matter["kind"])
def test_a_vote_about_money_holds_the_name_of_who_votes(council: Scene, matter: dict[str, Any]) -> None:
    voted(council, opened(council, **matter))
    assert held(council) == [HoldPlaced(ADA, END)]
    assert council.said[-1].subject == ADA
    council.replayed()


@pytest.mark.parametrize("matter", OF_ELSE, ids=lambda matter: matter["kind"])
def test_a_vote_about_anything_else_holds_nobody(council: Scene, matter: dict[str, Any]) -> None:
    assert held(voted(council, opened(council, **matter))) == []


def test_a_vote_on_paper_holds_who_voted_and_who_wrote_it_down(council: Scene) -> None:
    voted(council, opened(council, **OF_MONEY[0]), through=BO)
    assert set(held(council)) == {HoldPlaced(ADA, END), HoldPlaced(BO, END)}


def test_a_year_of_votes_holds_a_name_once(council: Scene) -> None:
    resolution = opened(council, **OF_MONEY[0])
    assert held(voted(council, resolution)) == [HoldPlaced(ADA, END)]
    assert held(voted(council, resolution)) == []
    assert held(voted(council, opened(council, **OF_MONEY[1]))) == []
    council.later((date(TODAY.year + 1, 1, 1) - TODAY).days)
    next_year = {**OF_MONEY[0], "closes_on": council.today + DAY}
    assert held(voted(council, opened(council, **next_year))) == [HoldPlaced(ADA, END.replace(END.year + 1))]


def test_who_stands_aside_in_a_matter_of_money_is_held(council: Scene) -> None:
    resolution = opened(council, **OF_MONEY[1])
    council.when(DeclareRecusal(resolution, reason=TEXT), by=ADA, role="councillor")
    assert held(council) == [HoldPlaced(ADA, END)]


def test_who_declares_that_another_stands_aside_in_a_matter_of_money_is_held(council: Scene) -> None:
    resolution = opened(council, **OF_MONEY[1])
    council.when(DeclareRecusal(resolution, unit(2), TEXT), by=BO, role="chair")
    assert held(council) == [HoldPlaced(BO, END)]
    council.when(ConfirmRecusal(resolution, unit(2)), by=ADA, role="supervisor")
    assert held(council) == [HoldPlaced(ADA, END)]


@pytest.mark.parametrize(("kind", "prefix"), [("spending", "spd"), ("allocation", "all")])
def test_who_objects_to_money_is_held(council: Scene, kind: str, prefix: str) -> None:
    assert held(objected(council, kind, nth(prefix))) == [HoldPlaced(ADA, END)]
    assert held(objected(council, kind, nth(prefix, 2))) == []


def test_who_objects_to_a_resolution_is_held_where_that_is_about_money(council: Scene) -> None:
    assert held(objected(council, "resolution", opened(council))) == []
    assert held(objected(council, "resolution", opened(council, **OF_MONEY[2]))) == [HoldPlaced(ADA, END)]


def test_an_objection_to_a_project_holds_nobody(council: Scene) -> None:
    assert held(objected(council, "project", nth("prj"))) == []


def test_an_objection_to_the_notice_of_a_spending_holds_and_extends(council: Scene) -> None:
    notice = OpenNotice(About("spending", nth("spd")), "公示：广场长椅", days=7)
    council.when(notice, by=BO, role="secretary").later(6)
    objected(council, "notice", nth("not"))
    assert [type(fact) for fact in council.facts[1:]] == [NoticeExtended, HoldPlaced]


def test_another_registration_of_who_votes_is_held_with_them(council: Scene) -> None:
    from kernel.documents import Layer
    from kernel.domain import Actor, Given
    from services.members.domain.holding import signing

    council.when(RecordAlias(BO, ADA))
    actor = Actor(ADA, aliases=(BO,))
    given = Given("main", actor, council.now, council.today, lambda prefix: prefix)
    said = signing(Layer(council.view), given)
    assert {saying.fact for saying in said} == {HoldPlaced(ADA, END), HoldPlaced(BO, END)}


def test_who_voted_on_money_and_asks_to_be_forgotten_is_hidden_and_not_erased(council: Scene) -> None:
    voted(council, opened(council, **OF_MONEY[0]))
    council.when(RequestErasure(ADA, None)).when(ConfirmErasure(ADA), by="per_another")
    council.hears("projects", foreign.HidingNotedByProjects(ADA, erased=False), ADA)
    council.hears("funds", foreign.HidingNotedByFunds(ADA, erased=False), ADA).then(HidingNoted(ADA, "funds"))
    party = council.document(Party, ADA)
    assert (party.hidden, party.erased, party.hold_until) == (True, False, END)

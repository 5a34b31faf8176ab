"""Who is paid is told by registration, by alias and by name: typing it again evades nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from support.policies import YUAN
from support.rules import TODAY, Scene
from unit.projects.story import CHAIR, LEAD, TREASURER, cny, pay
from unit.projects.under_policy import BOARD, PAPER, agree, asked, with_policy

from services.members import events as theirs
from services.members.events.aliases import AliasRecorded
from services.projects.domain.advances.commands import SettleAdvance
from services.projects.domain.commands import ApproveSpending, PaySpending, RequestSpending
from services.projects.domain.documents import Requests
from services.projects.domain.names import compared
from services.projects.errors import SamePerson
from services.projects.errors.tiers import AdvanceUnsettled, NotAsked
from services.projects.events import AliasNoted, PartyId, SpendingId

ONE, AGAIN, OTHER = PartyId("org_one"), PartyId("org_again"), PartyId("org_other")
SHOP_NAME = "木工社 Carpenter's (公益)"
TYPED = [
    SHOP_NAME,
    "木工社carpenters公益",
    " 木工社　ＣＡＲＰＥＮＴＥＲ’Ｓ（公益） ",
    "木工社-Carpenter's·公益",
]


def named(scene: Scene, yuan: int, payee: PartyId, name: str, **more: Any) -> SpendingId:
    return asked(scene, yuan, payee, payee_name=scene.sealed(compared(name)), **more)


def alias(scene: Scene, person: str, of: str) -> Scene:
    return scene.hears("members", AliasRecorded(theirs.PartyId(person), theirs.PartyId(of)), person, TODAY)


@pytest.mark.parametrize("typed", TYPED)
def test_a_name_typed_anew_is_summed_with_what_was_asked_for_before(typed: str) -> None:
    scene = with_policy()
    named(scene, 4_000, ONE, SHOP_NAME)
    agree(scene, named(scene, 1_000, AGAIN, typed), CHAIR, "chair").refused(NotAsked)


@pytest.mark.parametrize("other", ["木工社二店", "木工社 Carpenter", "木工合作社"])
def test_another_name_is_another_payee(other: str) -> None:
    scene = with_policy()
    named(scene, 4_000, ONE, SHOP_NAME)
    agree(scene, named(scene, 1_000, OTHER, other), CHAIR, "chair")
    assert scene.refusal is None


def test_nobody_is_told_by_a_name_that_is_not_known_or_was_erased() -> None:
    scene = with_policy()
    asked(scene, 4_000, ONE)
    agree(scene, asked(scene, 1_000, OTHER), CHAIR, "chair")
    assert scene.refusal is None
    scene = with_policy()
    named(scene, 4_000, ONE, SHOP_NAME)
    second = named(scene, 1_000, AGAIN, SHOP_NAME)
    scene.vault.clear()
    agree(scene, second, CHAIR, "chair")
    assert scene.refusal is None


def test_no_fact_says_whose_names_are_the_same() -> None:
    scene = with_policy()
    named(scene, 1, ONE, SHOP_NAME)
    named(scene, 1, AGAIN, SHOP_NAME)
    first, second = (one.fact.payee_name for one in scene.log if hasattr(one.fact, "payee_name"))
    assert first != second


def test_an_alias_and_the_person_are_one_payee() -> None:
    scene = alias(with_policy(), "per_again", "per_one")
    scene.then(AliasNoted(PartyId("per_again"), PartyId("per_one")))
    alias(scene, "per_again", "per_one").then()
    alias(scene, "per_third", "per_one")
    asked(scene, 2_000, PartyId("per_again"))
    asked(scene, 2_000, PartyId("per_one"))
    agree(scene, asked(scene, 1_000, PartyId("per_third")), CHAIR, "chair").refused(NotAsked)
    scene.replayed()


def advanced(scene: Scene, payee: PartyId, name: str) -> SpendingId:
    spending = named(scene, 100, payee, name, kind="advance")
    agree(scene, spending, CHAIR, "chair")
    agree(scene, spending, BOARD[0])
    scene.when(pay(100 * YUAN, spending), by=TREASURER)
    assert scene.refusal is None
    return spending


def asking(scene: Scene, payee: str, name: str) -> Scene:
    seal = scene.sealed(compared(name))
    return scene.when(
        RequestSpending(
            "benches", PartyId(payee), cny(1), "x", kind="advance", attachments=(PAPER,), payee_name=seal
        ),
        by=LEAD,
    )


def test_who_has_an_old_advance_gets_no_new_one_under_a_name_typed_anew_or_an_alias() -> None:
    scene = with_policy()
    spending = advanced(scene, PartyId("per_one"), "张三")
    scene.later(30)
    asking(scene, "per_again", " 张 三 ").refused(AdvanceUnsettled, spending, "30", field="payee")
    alias(scene, "per_again", "per_one")
    asking(scene, "per_again", "张三丰").refused(AdvanceUnsettled, spending, "30", field="payee")
    asking(scene, "per_other", "李四")
    assert scene.refusal is None


def test_an_advance_approved_meanwhile_is_not_paid_to_the_same_name() -> None:
    scene = with_policy()
    first = advanced(scene, PartyId("per_one"), "张三")
    second = named(scene.later(29), 100, PartyId("per_again"), "张三", kind="advance")
    agree(scene, second, CHAIR, "chair")
    agree(scene, second, BOARD[0])
    scene.later(1).when(pay(100, second), by=TREASURER).refused(AdvanceUnsettled, first, "30")


@pytest.mark.parametrize("called", [("李四",), ("Somebody", " 李　四 ")])
def test_nobody_approves_pays_or_settles_what_is_paid_to_their_own_name(called: tuple[str, ...]) -> None:
    scene = with_policy()
    spending = named(scene, 100, PartyId("per_typed"), "李四", kind="advance")
    approval = ApproveSpending(spending, called=called)
    scene.when(approval, by=CHAIR, role="chair").refused(SamePerson, "payee")
    agree(scene, spending, CHAIR, "chair")
    agree(scene, spending, BOARD[0])
    payment = PaySpending(spending, cny(100 * YUAN), "bank", called=called)
    scene.when(payment, by=TREASURER).refused(SamePerson, "payee")
    scene.when(pay(100 * YUAN, spending), by=TREASURER)
    settling = SettleAdvance(spending, cny(1), attachments=(PAPER,), called=called)
    scene.when(settling, by=TREASURER).refused(SamePerson, "payee")


def test_nobody_pays_who_is_recorded_as_themselves_meanwhile() -> None:
    scene = with_policy()
    spending = asked(scene, 100, PartyId("per_again"))
    agree(scene, spending, CHAIR, "chair")
    agree(scene, spending, BOARD[0])
    alias(scene, "per_again", TREASURER)
    scene.when(pay(1, spending), by=TREASURER).refused(SamePerson, "payee")


def test_what_no_window_reaches_any_more_is_not_kept() -> None:
    scene = with_policy()
    named(scene, 1, ONE, SHOP_NAME)
    scene.now += timedelta(days=401)
    named(scene, 1, ONE, SHOP_NAME)
    assert len(scene.document(Requests, scene.facts[0].project).asked) == 1

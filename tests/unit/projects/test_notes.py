"""What the funds and the members service say is remembered here, once, and never refused."""

from __future__ import annotations

from typing import Any

import pytest
from support.rules import TODAY, Scene
from unit.projects.story import (
    BANK,
    CHAIR,
    COUNCIL,
    EARLIER,
    FIRST,
    FOR_BENCHES,
    FUND,
    LEAD,
    PROJECT,
    SECOND,
    SHOP,
    TREASURER,
    allocate,
    approved,
    cny,
    council,
    held,
    pay,
    request,
    requested,
    with_money,
)

from kernel.errors import Forbidden, PersonGone
from services.projects.domain import DOMAIN
from services.projects.domain.commands import ApproveSpending, CloseProject
from services.projects.domain.documents import FundFreeze, ProjectFunds
from services.projects.domain.foreign import (
    FundCovered,
    FundOpened,
    FundOverCommitted,
    MoneyAccountOpened,
    PersonErased,
    PersonHidden,
)
from services.projects.domain.pools import Pool
from services.projects.events import (
    AccountNoted,
    AllocationNoted,
    AllocationReturned,
    FundFrozenNoted,
    FundNoted,
    Part,
    PartyId,
    PersonErasureNoted,
    ProjectClosed,
    ProjectId,
)

ACCOUNT_OPENED = MoneyAccountOpened(BANK, "bank", "CNY", COUNCIL)
FUND_OPENED = FundOpened(FUND, "co-governance", COUNCIL, "CNY")
PERSON = PartyId("per_of_old")


@pytest.fixture
def scene() -> Scene:
    return Scene(DOMAIN)


def test_an_account_is_found_by_id_and_by_code(scene: Scene) -> None:
    noted = AccountNoted(BANK, "bank", "CNY", COUNCIL)
    scene.hears("funds", ACCOUNT_OPENED, BANK, EARLIER).then(noted)
    assert scene.said[0].occurred_on == EARLIER
    assert scene.document(AccountNoted, BANK) == noted
    assert scene.document(AccountNoted, "bank") == noted


def test_a_fund_is_found_by_id_and_by_code(scene: Scene) -> None:
    noted = FundNoted(FUND, "co-governance", "CNY", COUNCIL)
    scene.hears("funds", FUND_OPENED, FUND).then(noted)
    assert scene.document(FundNoted, FUND) == noted
    assert scene.document(FundNoted, "co-governance") == noted


def test_what_is_heard_twice_is_noted_once(scene: Scene) -> None:
    for fact, subject in ((ACCOUNT_OPENED, BANK), (FUND_OPENED, FUND)):
        scene.hears("funds", fact, subject)
        scene.hears("funds", fact, subject).then()
    scene.hears("members", PersonErased(PERSON), PERSON)
    scene.hears("members", PersonErased(PERSON), PERSON).then()


def test_an_over_committed_fund_is_frozen_until_it_is_covered(scene: Scene) -> None:
    scene.hears("funds", FUND_OPENED, FUND)
    scene.hears("funds", FundCovered(FUND), FUND).then()
    scene.hears("funds", FundOverCommitted(FUND), FUND).then(FundFrozenNoted(FUND, frozen=True))
    scene.hears("funds", FundOverCommitted(FUND), FUND).then()
    assert scene.document(FundFreeze, FUND).frozen
    scene.hears("funds", FundCovered(FUND), FUND).then(FundFrozenNoted(FUND, frozen=False))
    assert not scene.document(FundFreeze, FUND).frozen


def test_an_allocation_is_the_projects_money_in_order_of_arrival() -> None:
    scene = allocate(council(), Part(FOR_BENCHES, 300), Part(None, 700))
    scene.then(AllocationNoted(FIRST, FUND, PROJECT, cny(1000), (Part(FOR_BENCHES, 300), Part(None, 700))))
    assert scene.said[0].occurred_on == EARLIER
    allocate(scene, Part(None, 50), allocation=SECOND)
    assert held(scene).allocated == held(scene).remaining == cny(1050)
    assert held(scene).pools == (
        Pool(FIRST, FOR_BENCHES, 300),
        Pool(FIRST, None, 700),
        Pool(SECOND, None, 50),
    )
    assert scene.document(ProjectFunds, PROJECT).funds == (FUND,)
    scene.replayed()


def test_an_allocation_heard_twice_is_money_once() -> None:
    scene = with_money(1000)
    allocate(scene, Part(None, 1000)).then()
    assert held(scene).allocated == cny(1000)


def test_parts_of_one_restriction_are_one_pool() -> None:
    scene = allocate(council(), Part(None, 1), Part(FOR_BENCHES, 2), Part(None, 4))
    assert held(scene).pools == (Pool(FIRST, None, 5), Pool(FIRST, FOR_BENCHES, 2))


def test_parts_of_one_restriction_all_go_back() -> None:
    unknown = ProjectId("prj_unknown")
    scene = allocate(council(), Part(None, 1), Part(None, 4), project=unknown)
    assert held(scene, project=unknown).pools == ()
    assert sum(part.minor for part in scene.facts[1].parts) == 5


def test_money_for_an_unknown_project_goes_back_in_the_same_batch() -> None:
    unknown = ProjectId("prj_unknown")
    parts = (Part(FOR_BENCHES, 3), Part(None, 7))
    scene = allocate(council(), *parts, project=unknown).then(
        AllocationNoted(FIRST, FUND, unknown, cny(10), parts),
        AllocationReturned(FIRST, FUND, unknown, cny(10), parts, None, by_itself=True),
    )
    assert [saying.subject for saying in scene.said] == [FIRST, FIRST]
    assert [saying.occurred_on for saying in scene.said] == [EARLIER, TODAY]
    assert held(scene, project=unknown).remaining == cny(0)
    allocate(scene, *parts, project=unknown).then()


def test_money_for_a_closed_project_goes_back_in_the_same_batch() -> None:
    scene = council().when(CloseProject("benches")).then(ProjectClosed(PROJECT))
    allocate(scene, Part(None, 10)).then(
        AllocationNoted(FIRST, FUND, PROJECT, cny(10), (Part(None, 10),)),
        AllocationReturned(FIRST, FUND, PROJECT, cny(10), (Part(None, 10),), None, by_itself=True),
    )
    assert held(scene).remaining == cny(0)
    scene.replayed()


def test_a_person_erased_there_is_erased_here(scene: Scene) -> None:
    noted = PersonErasureNoted(PERSON, erased=True)
    scene.hears("members", PersonErased(PERSON), PERSON).then(noted)
    assert DOMAIN.erases(noted) == PERSON


def test_a_person_hidden_there_is_noted_and_not_erased_yet(scene: Scene) -> None:
    noted = PersonErasureNoted(PERSON, erased=False)
    scene.hears("members", PersonHidden(PERSON), PERSON).then(noted)
    assert DOMAIN.erases(noted) is None
    assert not DOMAIN.erased(scene.view, PERSON)
    scene.hears("members", PersonHidden(PERSON), PERSON).then()
    scene.hears("members", PersonErased(PERSON), PERSON).then(PersonErasureNoted(PERSON, erased=True))
    assert DOMAIN.erased(scene.view, PERSON)
    scene.hears("members", PersonHidden(PERSON), PERSON).then()
    scene.hears("members", PersonErased(PERSON), PERSON).then()
    scene.replayed()


@pytest.mark.parametrize("gone", [PersonHidden(SHOP), PersonErased(SHOP)], ids=["hidden", "erased"])
def test_nobody_who_asked_to_be_erased_is_asked_to_be_paid(gone: Any) -> None:
    scene = with_money(1000, 1000)
    before, asked = approved(scene, 100), requested(scene, 100)
    scene.hears("members", gone, SHOP)
    scene.when(request(100), by=LEAD).refused(PersonGone, SHOP, field="payee")
    scene.when(ApproveSpending(asked), by=CHAIR).refused(PersonGone, SHOP, field="spending")
    # What was approved is owed.
    scene.when(pay(100, before), by=TREASURER)
    assert scene.refusal is None


def test_who_asked_to_be_erased_does_nothing_any_more() -> None:
    """What they asked for may have been on its way."""
    scene = with_money(1000)
    spending = requested(scene, 100)
    scene.hears("members", PersonHidden(PERSON), PERSON)
    scene.when(ApproveSpending(spending), by=PERSON).refused(Forbidden)


def test_other_facts_erase_nobody() -> None:
    assert DOMAIN.erases(ProjectClosed(PROJECT)) is None

"""What other services' facts leave here. Noting never refuses."""

from __future__ import annotations

from datetime import date

from support.rules import TODAY, Scene
from unit.funds.story import (
    ALLOCATION,
    ANNA,
    BANK,
    BENCHES,
    DONATION,
    FOR_BENCHES,
    FUND,
    TOILET,
    allocate,
    cny,
    council,
    donate,
    figures,
    fund,
    propose,
    reversal,
)

from kernel.ids import derived
from services.funds.domain import DOMAIN
from services.funds.domain.documents import Project
from services.funds.domain.foreign import (
    AllocationReturned,
    PaymentReversed,
    PersonErased,
    PersonHidden,
    ProjectApproved,
    ProjectCancelled,
    ProjectClosed,
    ProjectProposed,
    SpendingPaid,
)
from services.funds.events import (
    AllocationReturnNoted,
    FundCovered,
    FundId,
    Part,
    PaymentId,
    PaymentNoted,
    PersonErasureNoted,
    ProjectNoted,
)

PAYMENT = PaymentId(derived("pay", "1"))
STRANGE = FundId(derived("fnd", "strange"))
SPENT = SpendingPaid(PAYMENT, BENCHES, FUND, BANK, cny(2500))
BACK = PaymentReversed(PAYMENT, BENCHES, FUND, BANK, cny(2500))
RETURNED = AllocationReturned(ALLOCATION, FUND, BENCHES, cny(1000), (Part(None, 1000),))
LATER = date(2026, 2, 1)


def test_a_proposed_project_is_noted_open_and_found_by_code() -> None:
    scene = propose(Scene(DOMAIN), BENCHES, "benches", "streets")
    scene.then(ProjectNoted(BENCHES, "benches", "streets", open=True))
    assert (scene.said[0].subject, scene.said[0].occurred_on) == (BENCHES, TODAY)
    assert scene.log[-1].cause == {"service": "projects", "position": 1}
    assert scene.document(Project, BENCHES) == Project(BENCHES, "benches", "streets", open=True)


def test_a_project_that_needs_approval_is_noted_so_and_approved_later() -> None:
    scene = Scene(DOMAIN)
    scene.hears("projects", ProjectProposed(BENCHES, "benches", None, needs_approval=True), BENCHES)
    scene.then(ProjectNoted(BENCHES, "benches", None, open=True, approved=False))
    scene.hears("projects", ProjectApproved(BENCHES), BENCHES, LATER)
    scene.then(ProjectNoted(BENCHES, "benches", None, open=True, approved=True))
    scene.hears("projects", ProjectCancelled(BENCHES), BENCHES, LATER)
    scene.then(ProjectNoted(BENCHES, "benches", None, open=False, approved=True))
    assert not scene.document(Project, BENCHES).open


def test_a_closed_project_is_noted_closed() -> None:
    scene = council().hears("projects", ProjectClosed(TOILET), TOILET, LATER)
    scene.then(ProjectNoted(TOILET, "toilet", None, open=False))
    assert scene.said[0].occurred_on == LATER


def test_the_closing_of_a_project_that_nobody_proposed_leaves_nothing() -> None:
    Scene(DOMAIN).hears("projects", ProjectClosed(TOILET), TOILET).then()


def test_what_a_project_gives_back_is_available_again() -> None:
    scene = council().when(donate(5000)).when(allocate(4000))
    scene.hears("projects", RETURNED, ALLOCATION, LATER)
    scene.then(AllocationReturnNoted(ALLOCATION, FUND, BENCHES, cny(1000), (Part(None, 1000),)))
    assert (scene.said[0].subject, scene.said[0].occurred_on) == (ALLOCATION, LATER)
    assert figures(scene) == {"received": 5000, "committed": 3000, "available": 2000}


def test_what_comes_back_keeps_its_restriction() -> None:
    scene = council().when(donate(5000, FOR_BENCHES)).when(allocate(4000))
    back = AllocationReturned(ALLOCATION, FUND, BENCHES, cny(4000), scene.facts[0].parts)
    scene.hears("projects", back, ALLOCATION)
    assert fund(scene).by_restriction == {FOR_BENCHES: 5000}


def test_what_comes_back_may_cover_the_fund() -> None:
    scene = council().when(donate(1000)).when(donate(3000)).when(allocate(4000))
    reversal(scene, DONATION)
    scene.hears("projects", RETURNED, ALLOCATION, LATER)
    assert scene.facts[1:] == [FundCovered(FUND)]
    assert scene.said[1].occurred_on == LATER


def test_a_payment_is_spent_of_what_was_committed() -> None:
    scene = council().when(donate(5000)).when(allocate(4000)).hears("projects", SPENT, "spd_1", LATER)
    scene.then(PaymentNoted(PAYMENT, FUND, BENCHES, BANK, cny(2500)))
    assert (scene.said[0].subject, scene.said[0].occurred_on) == (PAYMENT, LATER)
    assert figures(scene) == {"received": 5000, "committed": 4000, "spent": 2500, "available": 1000}


def test_a_reversed_payment_is_not_spent_and_still_committed() -> None:
    scene = council().when(donate(5000)).when(allocate(4000))
    scene.hears("projects", SPENT, "spd_1").hears("projects", BACK, "spd_1")
    scene.then(PaymentNoted(PAYMENT, FUND, BENCHES, BANK, cny(-2500)))
    assert figures(scene) == {"received": 5000, "committed": 4000, "available": 1000}


def test_money_of_a_fund_that_is_not_ours_leaves_nothing() -> None:
    scene = council()
    strange = SpendingPaid(PAYMENT, BENCHES, STRANGE, BANK, cny(1))
    scene.hears("projects", strange, "spd_1").then()
    scene.hears("projects", AllocationReturned(ALLOCATION, STRANGE, BENCHES, cny(1), ()), ALLOCATION).then()


def test_who_is_hidden_there_is_named_by_nothing_new_here() -> None:
    scene = council().hears("members", PersonHidden(ANNA), ANNA, TODAY)
    scene.then(PersonErasureNoted(ANNA, erased=False))
    assert DOMAIN.erases(scene.facts[0]) is None
    assert not DOMAIN.erased(scene.view, ANNA)
    scene.hears("members", PersonErased(ANNA), ANNA, TODAY).then(PersonErasureNoted(ANNA, erased=True))
    assert DOMAIN.erased(scene.view, ANNA)
    scene.replayed()


def test_an_erased_person_is_erased_here_too() -> None:
    scene = council().hears("members", PersonErased(ANNA), ANNA, TODAY)
    scene.then(PersonErasureNoted(ANNA, erased=True))
    assert scene.said[0].subject == ANNA
    assert DOMAIN.erases(scene.facts[0]) == ANNA
    assert DOMAIN.erases(ProjectNoted(BENCHES, "benches", None, open=True)) is None

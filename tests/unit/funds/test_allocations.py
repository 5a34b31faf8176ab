"""Allocations: what is available for a project, and where it comes from."""

from __future__ import annotations

from datetime import timedelta

from support.rules import TODAY, nth
from unit.funds.story import (
    ALLOCATION,
    BENCHES,
    DONATION,
    FOR_BENCHES,
    FOR_ELDERS,
    FOR_STREETS,
    FOR_TOILET,
    FUND,
    TOILET,
    allocate,
    cny,
    council,
    donate,
    figures,
    fund,
    lay_out,
    propose,
    receive,
    reversal,
)

from kernel.errors import InvalidInput, NotFound
from kernel.ids import derived
from kernel.money import Money
from services.funds.domain.foreign import ProjectApproved, ProjectClosed, ProjectProposed
from services.funds.errors import (
    CurrencyDiffers,
    Insufficient,
    OverCommitted,
    ProjectIsClosed,
    ProjectNotApproved,
    ProjectUnknown,
)
from services.funds.events import AllocationMade, Part, ProjectId


def test_an_allocation_commits_available_money() -> None:
    scene = council().when(donate(5000)).when(allocate(3000, purpose="长椅"))
    scene.then(
        AllocationMade(ALLOCATION, FUND, BENCHES, cny(3000), (Part(None, 3000),), "长椅"),
    )
    assert scene.said[0].subject == ALLOCATION
    assert figures(scene) == {"received": 5000, "committed": 3000, "available": 2000}


def test_an_allocation_beyond_the_available_sum_is_refused() -> None:
    scene = council().when(donate(5000)).when(allocate(5001))
    scene.refused(Insufficient, "50.00", "CNY", field="amount")
    assert figures(scene) == {"received": 5000, "available": 5000}


def test_of_two_allocations_that_exceed_the_available_sum_together_one_is_refused() -> None:
    scene = council().when(donate(5000)).when(allocate(3000))
    scene.when(allocate(3000)).refused(Insufficient, "20.00", "CNY")


def test_the_projects_own_money_goes_first_then_its_categorys_then_unrestricted_money() -> None:
    scene = council()
    scene.when(donate(100)).when(donate(100, FOR_STREETS)).when(donate(100, FOR_BENCHES))
    assert scene.when(allocate(150)).facts[0].parts == (Part(FOR_BENCHES, 100), Part(FOR_STREETS, 50))
    assert scene.when(allocate(120)).facts[0].parts == (Part(FOR_STREETS, 50), Part(None, 70))
    assert fund(scene).by_restriction == {None: 30, FOR_STREETS: 0, FOR_BENCHES: 0}


def test_money_restricted_to_something_else_is_never_drawn_on() -> None:
    scene = council()
    scene.when(donate(100, FOR_TOILET)).when(donate(100, FOR_ELDERS)).when(donate(100, FOR_STREETS))
    scene.when(allocate(101)).refused(Insufficient, "1.00", "CNY")
    scene.when(allocate(1, "toilet"))
    assert scene.facts[0].parts == (Part(FOR_TOILET, 1),)
    scene.when(allocate(100, "toilet")).refused(Insufficient, "0.99", "CNY")


def test_a_fund_for_one_project_gives_nothing_to_another() -> None:
    scene = council().when(donate(100, fund="bench-fund"))
    scene.when(allocate(1, "toilet", fund="bench-fund")).refused(Insufficient, "0.00", "CNY")
    scene.when(allocate(100, fund="bench-fund"))
    assert scene.facts[0].parts == (Part(FOR_BENCHES, 100),)


def test_an_unknown_project_may_only_not_have_been_heard_of_yet() -> None:
    scene = council().when(donate(100)).when(allocate(1, "kiosk"))
    scene.refused(ProjectUnknown, "project", "kiosk", field="project")
    propose(scene, ProjectId(derived("prj", "kiosk")), "kiosk")
    scene.when(allocate(1, "kiosk"))
    assert scene.refusal is None


def test_a_closed_project_gets_nothing() -> None:
    scene = council().when(donate(100)).hears("projects", ProjectClosed(TOILET), TOILET, TODAY)
    scene.when(allocate(1, TOILET)).refused(ProjectIsClosed, "toilet", field="project")


def test_an_allocation_is_of_a_known_fund_in_its_currency_and_not_of_tomorrow() -> None:
    scene = council().when(donate(100))
    scene.when(allocate(1, fund="nothing")).refused(NotFound, "fund", "nothing")
    scene.when(allocate(0, amount=Money(1, "USD"))).refused(CurrencyDiffers)
    scene.when(allocate(1, occurred_on=TODAY + timedelta(days=1))).refused(InvalidInput)


def test_an_over_committed_fund_allocates_nothing_until_it_is_covered() -> None:
    scene = council().when(donate(5000)).when(allocate(3000))
    reversal(scene, DONATION)
    scene.when(allocate(1)).refused(OverCommitted, "30.00", "CNY", field="fund")
    scene.when(receive(3000)).when(allocate(1)).refused(Insufficient, "0.00", "CNY")
    scene.when(receive(1)).when(allocate(1))
    assert scene.refusal is None


def test_unrestricted_money_stands_in_for_what_a_bounced_gift_leaves_short_and_is_not_given_twice() -> None:
    scene = council().when(donate(100, FOR_BENCHES)).when(donate(500)).when(allocate(100))
    reversal(scene, DONATION)
    assert (fund(scene).available, fund(scene).lacks) == (400, 0)
    scene.when(allocate(401, "toilet")).refused(Insufficient, "4.00", "CNY")
    scene.when(allocate(400, "toilet"))
    assert fund(scene).lacks == 0


def test_what_a_fee_ate_of_restricted_money_is_missing_once_whatever_is_drawn_on() -> None:
    scene = council().when(donate(100, FOR_BENCHES)).when(donate(100, FOR_STREETS)).when(lay_out(50))
    scene.when(allocate(151)).refused(Insufficient, "1.50", "CNY")
    assert scene.when(allocate(150)).facts[0].parts == (Part(FOR_BENCHES, 100), Part(FOR_STREETS, 50))


def test_money_for_one_thing_never_stands_in_for_another() -> None:
    scene = council().when(donate(100, FOR_BENCHES)).when(donate(500, FOR_TOILET)).when(allocate(100))
    reversal(scene, DONATION)
    assert (fund(scene).available, fund(scene).lacks) == (400, 100)
    scene.when(allocate(1, "toilet")).refused(OverCommitted, "1.00", "CNY")


def test_an_unrestricted_gift_that_bounces_is_not_made_good_by_restricted_money() -> None:
    scene = council().when(donate(100)).when(donate(500, FOR_TOILET)).when(allocate(100))
    reversal(scene, nth("don", 1))
    assert (fund(scene).available, fund(scene).lacks) == (400, 100)


def test_a_project_that_waits_for_its_resolution_is_given_no_money() -> None:
    scene = council().when(donate(1000))
    plaza = ProjectId(nth("prj", 9))
    scene.hears("projects", ProjectProposed(plaza, "plaza", None, needs_approval=True), plaza)
    scene.when(allocate(100, "plaza")).refused(ProjectNotApproved, "plaza", field="project")
    assert ProjectNotApproved("plaza").may_be_behind == ("projects",)
    scene.hears("projects", ProjectApproved(plaza), plaza)
    scene.when(allocate(100, "plaza"))
    assert scene.refusal is None

"""An allocation goes back in part or whole: what is neither spent nor reserved, unrestricted money first."""

from __future__ import annotations

from support.rules import TODAY
from unit.projects.story import (
    CHAIR,
    FIRST,
    FOR_BENCHES,
    FOR_ELDERS,
    FUND,
    PROJECT,
    SECOND,
    allocate,
    approved,
    cny,
    council,
    held,
    paid,
    request,
    with_money,
)

from kernel.money import Money
from kernel.sealed import Sealed
from services.projects.domain.commands import ReturnAllocation
from services.projects.domain.documents import Allocation
from services.projects.errors import Insufficient, NotNoted, OtherCurrency
from services.projects.events import AllocationReturned, Part


def give_back(minor: int) -> ReturnAllocation:
    return ReturnAllocation(FIRST, cny(minor))


def test_part_of_an_allocation_goes_back_with_a_sealed_reason() -> None:
    scene = with_money(1000)
    reason = Sealed("0" * 64)
    scene.when(ReturnAllocation(FIRST, cny(400), reason), by=CHAIR).then(
        AllocationReturned(FIRST, FUND, PROJECT, cny(400), (Part(None, 400),), reason, by_itself=False)
    )
    assert (scene.said[0].subject, scene.said[0].occurred_on) == (FIRST, TODAY)
    assert (held(scene).returned, held(scene).remaining) == (cny(400), cny(600))
    assert scene.document(Allocation, FIRST) == Allocation(FUND, PROJECT, cny(1000), cny(400))
    scene.replayed()


def test_what_went_back_is_not_the_projects_any_more() -> None:
    scene = with_money(1000).when(give_back(400))
    scene.when(request(601)).refused(Insufficient, "6.00", "CNY")


def test_unrestricted_money_goes_back_first_and_the_oldest_restriction_last() -> None:
    scene = allocate(council(), Part(FOR_BENCHES, 100), Part(FOR_ELDERS, 100), Part(None, 100))
    assert scene.when(give_back(150)).facts[0].parts == (Part(None, 100), Part(FOR_ELDERS, 50))
    assert scene.when(give_back(150)).facts[0].parts == (Part(FOR_ELDERS, 50), Part(FOR_BENCHES, 100))
    scene.when(give_back(1)).refused(Insufficient, "0.00", "CNY", field="amount")


def test_more_than_is_left_of_the_allocation_does_not_go_back() -> None:
    scene = with_money(1000, 500)
    scene.when(give_back(1001)).refused(Insufficient, "10.00", "CNY", field="amount")
    paid(scene, approved(scene, 300), 300)
    scene.when(give_back(701)).refused(Insufficient, "7.00", "CNY")
    scene.when(give_back(700))
    assert scene.refusal is None


def test_what_is_reserved_does_not_go_back() -> None:
    scene = with_money(1000, 500)
    approved(scene, 900)
    scene.when(give_back(601)).refused(Insufficient, "6.00", "CNY")
    scene.when(give_back(600))
    # All that remains went back out of the first: the second holds what is reserved.
    scene.when(ReturnAllocation(SECOND, cny(1))).refused(Insufficient, "0.00", "CNY")
    assert held(scene).remaining == cny(0)


def test_an_unknown_allocation_may_not_have_been_noted_yet() -> None:
    council().when(give_back(1)).refused(NotNoted, "allocation", FIRST, field="allocation")


def test_a_return_in_another_currency_is_refused() -> None:
    scene = with_money(1000).when(ReturnAllocation(FIRST, Money(1, "USD")))
    scene.refused(OtherCurrency, "CNY", field="amount")

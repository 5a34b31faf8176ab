"""Nothing new names who asked to be erased; what stands of them may still be set right."""

from __future__ import annotations

import pytest
from support.rules import TODAY, Scene
from unit.funds.story import (
    ANNA,
    DONATION,
    OF_BEFORE,
    SHOP,
    WHY,
    YESTERDAY,
    council,
    donate,
    lay_out,
    pledge,
    receive,
    refund,
    reversal,
)

from kernel.errors import Forbidden, PersonGone
from services.funds.domain.foreign import PersonErased, PersonHidden

GONE = (PersonHidden(ANNA), PersonErased(ANNA))


@pytest.fixture(params=GONE, ids=["hidden", "erased"])
def scene(request: pytest.FixtureRequest) -> Scene:
    """Anna gave, and then asked to be erased."""
    return council().when(donate(5000)).hears("members", request.param, ANNA, TODAY)


def test_no_new_money_comes_from_them(scene: Scene) -> None:
    scene.when(donate(100)).refused(PersonGone, ANNA, field="donor")
    scene.when(donate(100, note=WHY, occurred_on=YESTERDAY, historical=OF_BEFORE)).refused(PersonGone)
    scene.when(pledge(100, donor=ANNA)).refused(PersonGone, ANNA, field="donor")
    scene.when(receive(100, payer=ANNA)).refused(PersonGone, ANNA, field="from")


def test_no_new_money_goes_to_them(scene: Scene) -> None:
    scene.when(lay_out(100, "bank_fee", payee=ANNA)).refused(PersonGone, ANNA, field="payee")
    taken_over = {"occurred_on": YESTERDAY, "historical": OF_BEFORE}
    scene.when(lay_out(100, "gift", payee=ANNA, **taken_over)).refused(PersonGone, ANNA)


def test_nothing_is_of_their_doing_any_more(scene: Scene) -> None:
    """What they asked for may have been on its way."""
    scene.when(donate(100, donor=SHOP), by=ANNA).refused(Forbidden, "funds.record_donation", "treasurer")


def test_others_and_nobody_give_as_before(scene: Scene) -> None:
    for donor in (SHOP, None):
        scene.when(donate(100, donor=donor))
        assert scene.refusal is None


def test_what_they_gave_before_is_given_back_and_reversed_all_the_same(scene: Scene) -> None:
    scene.when(refund(1000))
    assert scene.refusal is None
    reversal(scene, DONATION)
    assert scene.refusal is None
    scene.replayed()

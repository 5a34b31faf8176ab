"""The naive account of spending finds what no rule would say: it can fail."""

from __future__ import annotations

import pytest
from support.rules import TODAY, Scene
from unit.projects.naive import Naive
from unit.projects.story import (
    BANK,
    CHAIR,
    FUND,
    LEAD,
    PAYMENT,
    PROJECT,
    SHOP,
    SPENDING,
    allocate,
    cny,
    council,
)
from unit.projects.under_policy import PAPER, adopt

from kernel.domain import Saying
from services.projects.domain.commands import ApproveSpending, RequestSpending
from services.projects.events import (
    AdvanceSettled,
    Part,
    SettlementId,
    Share,
    SpendingApproved,
    SpendingPaid,
)


def planted(*wrong: Saying) -> Scene:
    """5.00 asked for under a policy, one approval of two given, and then what no rule would say."""
    scene = allocate(council(), Part(None, 1000))
    adopt(scene)
    scene.when(RequestSpending("benches", SHOP, cny(500), "timber", attachments=(PAPER,)), by=LEAD)
    scene.when(ApproveSpending(SPENDING), by=CHAIR, role="chair")
    return scene.given(*wrong)


def approved() -> Saying:
    return Saying(SpendingApproved(SPENDING, PROJECT, FUND, SHOP, cny(500)), SPENDING, TODAY)


def payment(minor: int = 1) -> Saying:
    paid = SpendingPaid(PAYMENT, SPENDING, PROJECT, FUND, BANK, SHOP, cny(minor), (), "timber", None)
    return Saying(paid, SPENDING, TODAY)


def settlement() -> Saying:
    nothing: tuple[Share, ...] = ()
    fact = AdvanceSettled(
        SettlementId("stl_1"), SPENDING, PROJECT, FUND, BANK, SHOP, cny(1), cny(0), cny(0),
        nothing, nothing, nothing, "timber", None, (), (), None,
    )  # fmt: skip
    return Saying(fact, SPENDING, TODAY)


@pytest.mark.parametrize(
    ("wrong", "finding"),
    [
        ([approved()], "approved without the approvals"),
        ([payment()], "paid without an approval"),
        ([settlement()], "settled, and no advance"),
    ],
)
def test_the_naive_account_finds_what_is_planted(wrong: list[Saying], finding: str) -> None:
    scene = planted(*wrong)
    naive = Naive(scene.vault)
    for told in scene.log[: -len(wrong)]:
        naive.look_at(told)
    with pytest.raises(AssertionError, match=finding):
        naive.look_at(scene.log[-1])

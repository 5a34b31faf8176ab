"""Money between funds: restricted money as its donor agrees, the rest as the council decides."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from support.policies import terms
from support.rules import TODAY, Scene, nth
from unit.funds.story import (
    ANNA,
    BENCH_FUND,
    CHAIR,
    DONATION,
    FOR_BENCHES,
    FOR_ELDERS,
    FUND,
    TREASURER,
    WHY,
    YESTERDAY,
    allocate,
    ask_reversal,
    cny,
    council,
    donate,
    figures,
    fund,
    open_fund,
    refund,
    reversal,
)

from kernel.domain import Saying
from kernel.errors import InvalidInput, NotFound
from kernel.money import Money
from services.funds.domain.fund_transfers.commands import (
    ConfirmFundTransfer,
    Consent,
    RejectFundTransfer,
    RequestFundTransfer,
    WithdrawFundTransfer,
)
from services.funds.errors import (
    AlreadyReversed,
    CurrencyDiffers,
    Insufficient,
    OtherHolder,
    OtherRestriction,
    OverCommitted,
    RefundTooLarge,
    ReversalPending,
    SamePerson,
)
from services.funds.errors.decisions import (
    OtherResolution,
    ResolutionExceeded,
    ResolutionNeeded,
    ResolutionNotAdopted,
)
from services.funds.errors.fund_transfers import ConsentNeeded, DonationElsewhere, RequestSettled, SameFund
from services.funds.events import FundCovered, FundId, FundOverCommitted, Restriction
from services.funds.events.decisions import PolicyNoted, ResolutionNoted
from services.funds.events.fund_transfers import (
    FundTransferId,
    FundTransferred,
    FundTransferRejected,
    FundTransferRequested,
    FundTransferWithdrawn,
)

PAPER = "cd" * 32
TRANSFER, RESOLUTION = FundTransferId(nth("ftr")), nth("res")
OTHER = FundId(nth("fnd", 5))


def scene_of(*gifts: Any) -> Scene:
    """The council of the story, with a second fund of the same holder that ties nothing."""
    scene = council().when(open_fund("second"))
    for gift in gifts:
        scene.when(gift)
    return scene


def ask(minor: int, **more: Any) -> RequestFundTransfer:
    usual: dict[str, Any] = {
        "source": "co-governance",
        "target": "second",
        "amount": cny(minor),
        "occurred_on": TODAY,
        "reason": WHY,
        "resolution": None,
        "consent": None,
        "restriction": None,
    }
    return RequestFundTransfer(**{**usual, **more})


def by_consent(minor: int, donation: str = DONATION, **more: Any) -> RequestFundTransfer:
    return ask(minor, consent=Consent(donation, PAPER), **more)


def confirmed(scene: Scene, command: RequestFundTransfer) -> Scene:
    """Asked for by the treasurer, confirmed by the chair."""
    scene.when(command, by=TREASURER)
    assert scene.refusal is None, scene.refusal
    return scene.when(ConfirmFundTransfer(scene.facts[0].fund_transfer), by=CHAIR)


def under_policy(scene: Scene, minor: int = 1000, **more: Any) -> Scene:
    """A policy is in force, and a resolution on a transfer is adopted."""
    usual = {"kind": "fund_transfer", "fund": FUND, "to_fund": OTHER, "project": None, "adopted_on": TODAY}
    fact = ResolutionNoted(**{"resolution": RESOLUTION, "amount": cny(minor), **usual, **more})
    policy = PolicyNoted(nth("pol"), terms())
    return scene.given(Saying(policy, policy.policy, TODAY), Saying(fact, RESOLUTION, TODAY))


def test_unrestricted_money_goes_to_another_fund_when_a_second_person_agrees() -> None:
    scene = scene_of(donate(1000)).when(ask(300), by=TREASURER)
    scene.then(
        FundTransferRequested(TRANSFER, FUND, OTHER, cny(300), None, None, None, None, None, None, WHY)
    )
    assert figures(scene) == {"received": 1000, "available": 1000}
    scene.when(ConfirmFundTransfer(TRANSFER), by=CHAIR)
    scene.then(FundTransferred(TRANSFER, FUND, OTHER, cny(300), None, None, None, None, None, None))
    assert figures(scene) == {"received": 1000, "other_out": 300, "available": 700}
    assert figures(scene, OTHER) == {"other_in": 300, "available": 300}
    scene.replayed()


def test_who_had_a_hand_in_asking_does_not_confirm() -> None:
    scene = scene_of(donate(1000)).when(ask(300), by=TREASURER)
    scene.when(ConfirmFundTransfer(TRANSFER), by=TREASURER).refused(SamePerson)
    # Nor does who asked for it write down that another agreed.
    scene.when(ConfirmFundTransfer(TRANSFER), by=CHAIR, through=TREASURER).refused(SamePerson)
    assert scene.when(ConfirmFundTransfer(TRANSFER), by=CHAIR, through="per_secretary").facts


def test_case_1_a_donation_into_the_wrong_fund_goes_to_the_right_one_as_its_donor_agrees() -> None:
    scene = scene_of(donate(1000, FOR_ELDERS))
    scene.when(ask(1000)).refused(Insufficient, "0.00", "CNY")
    confirmed(scene, by_consent(1000)).then(
        FundTransferred(
            *(FundTransferId(nth("ftr", 2)), FUND, OTHER, cny(1000), FOR_ELDERS, FOR_ELDERS),
            *(DONATION, ANNA, PAPER, None),
        )
    )
    assert fund(scene, OTHER).by_restriction == {FOR_ELDERS: 1000}
    assert fund(scene).by_restriction[FOR_ELDERS] == 0
    # The donation itself stays what it was: received by the first fund, and given on by it.
    assert figures(scene) == {"received": 1000, "other_out": 1000}


def test_a_fund_that_ties_all_its_money_lets_none_go_without_consent_and_takes_none() -> None:
    scene = scene_of(donate(1000, fund="bench-fund"), donate(500))
    scene.when(ask(1000, source="bench-fund")).refused(ConsentNeeded, field="consent")
    scene.when(ask(500, target="bench-fund")).refused(OtherRestriction, field="to")
    confirmed(scene, by_consent(1000, source="bench-fund"))
    # What the fund tied is free in the other; what the donor tied would not be.
    assert scene.facts[0].restriction == FOR_BENCHES
    assert scene.facts[0].into is None
    assert fund(scene, OTHER).by_restriction == {None: 1000}


def test_the_donor_may_tie_the_money_anew_and_no_one_else() -> None:
    scene = scene_of(donate(1000))
    scene.when(ask(100, restriction=FOR_ELDERS)).refused(InvalidInput, field="restriction")
    confirmed(scene, by_consent(1000, target="bench-fund"))
    assert scene.facts[0].into == FOR_BENCHES
    scene = scene_of(donate(1000, FOR_ELDERS))
    scene.when(by_consent(1000, target="bench-fund")).refused(OtherRestriction, field="restriction")
    benches = Restriction("project", "benches")
    assert (
        confirmed(scene, by_consent(1000, target="bench-fund", restriction=benches)).facts[0].into
        == FOR_BENCHES
    )
    assert fund(scene, BENCH_FUND).by_restriction == {FOR_BENCHES: 1000}


def test_no_more_of_a_donation_goes_than_is_left_of_it_there() -> None:
    scene = scene_of(donate(1000, FOR_ELDERS), donate(1000, FOR_ELDERS)).when(refund(200))
    scene.when(by_consent(801)).refused(DonationElsewhere, "8.00", "CNY", field="amount")
    confirmed(scene, by_consent(500))
    scene.when(by_consent(301)).refused(DonationElsewhere, "3.00", "CNY")
    scene.when(by_consent(1, source="bench-fund")).refused(DonationElsewhere, "0.00", "CNY")


def test_what_was_wrong_goes_back_by_another_transfer() -> None:
    scene = confirmed(scene_of(donate(1000, FOR_ELDERS)), by_consent(400))
    back = {"source": "second", "target": "co-governance"}
    scene.when(by_consent(401, **back)).refused(DonationElsewhere, "4.00", "CNY")
    confirmed(scene, by_consent(400, **back))
    assert figures(scene) == {"received": 1000, "other_in": 400, "other_out": 400, "available": 1000}
    assert confirmed(scene, by_consent(1000)).facts


def test_what_went_to_another_fund_is_not_refunded_from_the_first() -> None:
    scene = confirmed(scene_of(donate(1000)), by_consent(400))
    scene.when(refund(601)).refused(RefundTooLarge, "6.00", "CNY")
    assert scene.when(refund(600)).facts


def test_only_what_is_neither_spent_nor_committed_goes() -> None:
    scene = scene_of(donate(1000, FOR_BENCHES)).when(allocate(700))
    scene.when(by_consent(301)).refused(Insufficient, "3.00", "CNY", field="amount")
    assert confirmed(scene, by_consent(300)).facts


def test_a_fund_that_is_short_gives_nothing_and_one_that_is_given_something_may_be_covered() -> None:
    scene = scene_of(donate(1000), donate(500, fund="second")).when(allocate(1000))
    reversal(scene, DONATION)
    assert fund(scene).lacks == 1000
    scene.when(ask(1)).refused(OverCommitted)
    confirmed(scene, ask(500, source="second", target="co-governance"))
    assert [type(fact) for fact in scene.facts] == [FundTransferred]
    scene.when(donate(600, fund="second"))
    confirmed(scene, ask(500, source="second", target="co-governance"))
    assert [type(fact) for fact in scene.facts] == [FundTransferred, FundCovered]


def test_all_is_asked_again_when_it_is_confirmed() -> None:
    scene = scene_of(donate(1000, FOR_BENCHES)).when(by_consent(600), by=TREASURER)
    scene.when(allocate(700)).when(ConfirmFundTransfer(TRANSFER), by=CHAIR).refused(
        Insufficient, "3.00", "CNY"
    )
    scene = scene_of(donate(1000)).when(by_consent(600), by=TREASURER)
    scene.when(ask_reversal(), by=TREASURER).when(ConfirmFundTransfer(TRANSFER), by=CHAIR)
    scene.refused(ReversalPending)
    scene = scene_of(donate(1000)).when(by_consent(600), by=TREASURER).when(refund(500))
    scene.when(ConfirmFundTransfer(TRANSFER), by=CHAIR).refused(DonationElsewhere, "5.00", "CNY")


def test_a_gift_that_bounces_after_it_went_on_leaves_its_fund_short() -> None:
    scene = confirmed(scene_of(donate(1000)), by_consent(400))
    reversal(scene, DONATION)
    assert FundOverCommitted(FUND, cny(400)) in scene.facts
    scene.when(by_consent(1)).refused(AlreadyReversed)
    confirmed(scene, ask(400, source="second", target="co-governance"))
    assert FundCovered(FUND) in scene.facts


@pytest.mark.parametrize(
    ("end", "fact"),
    [(WithdrawFundTransfer, FundTransferWithdrawn), (RejectFundTransfer, FundTransferRejected)],
)
def test_what_is_withdrawn_or_rejected_moves_nothing_and_is_settled(end: Any, fact: Any) -> None:
    scene = scene_of(donate(1000)).when(by_consent(300), by=TREASURER).when(end(TRANSFER, WHY))
    scene.then(fact(TRANSFER, ANNA, WHY))
    for command in (ConfirmFundTransfer(TRANSFER), end(TRANSFER, WHY)):
        scene.when(command, by=CHAIR).refused(RequestSettled)
    assert figures(scene) == {"received": 1000, "available": 1000}


def test_what_was_confirmed_is_settled() -> None:
    scene = confirmed(scene_of(donate(1000)), ask(300))
    for command in (ConfirmFundTransfer(TRANSFER), WithdrawFundTransfer(TRANSFER, WHY)):
        scene.when(command, by=CHAIR).refused(RequestSettled, "made")
    scene.when(ConfirmFundTransfer(nth("ftr", 9))).refused(NotFound, field="fund_transfer")


@pytest.mark.parametrize(
    ("change", "refusal", "field"),
    [
        ({"target": "co-governance"}, SameFund, "to"),
        ({"target": "street"}, OtherHolder, "to"),
        ({"target": "dollars"}, CurrencyDiffers, "to"),
        ({"target": "nope"}, NotFound, "to"),
        ({"source": "nope"}, NotFound, "from"),
        ({"amount": Money(5, "USD")}, CurrencyDiffers, "amount"),
        ({"occurred_on": TODAY + timedelta(days=1)}, InvalidInput, "occurred_on"),
        ({"consent": Consent(nth("don", 9), PAPER)}, NotFound, "consent.donation"),
    ],
)
def test_a_transfer_that_cannot_be_is_refused(change: Any, refusal: Any, field: str) -> None:
    scene_of(donate(1000)).when(ask(300, **change)).refused(refusal, field=field)


def test_no_money_goes_before_its_donation_came() -> None:
    scene = scene_of(donate(1000))
    scene.when(by_consent(300, occurred_on=YESTERDAY)).refused(InvalidInput, field="occurred_on")


# --- with a policy in force ---------------------------------------------------------------------------------
def test_under_a_policy_unrestricted_money_goes_by_a_resolution() -> None:
    scene = under_policy(scene_of(donate(5000)))
    scene.when(ask(300)).refused(ResolutionNeeded, field="resolution")
    scene.when(ask(300, resolution=nth("res", 9))).refused(ResolutionNotAdopted)
    assert confirmed(scene, ask(300, resolution=RESOLUTION)).facts[0].resolution == RESOLUTION


def test_under_a_policy_restricted_money_goes_by_consent() -> None:
    scene = under_policy(scene_of(donate(5000, FOR_ELDERS), donate(100)))
    assert confirmed(scene, by_consent(300)).facts
    # The donor of what is tied to nothing decides on it no more: that is the council's.
    scene.when(by_consent(100, donation=nth("don", 2))).refused(ResolutionNeeded)


def test_transfers_under_a_resolution_together_stay_within_its_sum() -> None:
    scene = under_policy(scene_of(donate(5000)))
    first, second = ask(600, resolution=RESOLUTION), ask(401, resolution=RESOLUTION)
    scene.when(first, by=TREASURER).when(second, by=TREASURER)
    scene.when(ConfirmFundTransfer(TRANSFER), by=CHAIR)
    scene.when(ConfirmFundTransfer(nth("ftr", 2)), by=CHAIR).refused(ResolutionExceeded, "4.00", "CNY")
    scene.when(second).refused(ResolutionExceeded, "4.00", "CNY", field="amount")
    assert confirmed(scene, ask(400, resolution=RESOLUTION)).facts
    scene.replayed()


@pytest.mark.parametrize(
    ("change", "differs"),
    [
        ({"kind": "allocation"}, "kind"),
        ({"fund": BENCH_FUND}, "fund"),
        ({"to_fund": BENCH_FUND}, "to_fund"),
        ({"amount": None}, "amount"),
        ({"amount": Money(1000, "USD")}, "amount"),
    ],
)
def test_a_resolution_on_something_else_moves_nothing(change: Any, differs: str) -> None:
    scene = under_policy(scene_of(donate(5000)), **change)
    scene.when(ask(300, resolution=RESOLUTION)).refused(OtherResolution, differs, field="resolution")


def test_a_resolution_that_names_no_fund_binds_to_none() -> None:
    scene = under_policy(scene_of(donate(5000)), fund=None, to_fund=None)
    assert confirmed(scene, ask(300, resolution=RESOLUTION)).facts


def test_no_money_goes_before_the_resolution_was_adopted() -> None:
    scene = under_policy(scene_of(donate(5000, occurred_on=YESTERDAY)))
    early = ask(300, resolution=RESOLUTION, occurred_on=YESTERDAY)
    scene.when(early).refused(InvalidInput, field="occurred_on")

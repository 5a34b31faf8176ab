"""A handover between treasurers: three people, three signatures, and the office goes over at once."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from support.rules import TODAY, Scene, nth

from kernel.errors import InvalidInput, NotFound, PersonGone
from kernel.sealed import Sealed
from services.members.domain import authenticate, mandates_in_force
from services.members.domain.commands import (
    GiveMandate,
    IssueToken,
    RegisterPerson,
    RequestErasure,
    RevokeMandate,
)
from services.members.domain.handovers.commands import OpenHandover, SignHandover
from services.members.errors.handovers import (
    AccountsMoved,
    HandoverOver,
    NotASigner,
    NotInOffice,
    SignedAlready,
    SignersApart,
)
from services.members.events import MandateGiven, MandateRevoked, TokenRevoked
from services.members.events.handovers import Counted, HandoverCompleted, HandoverSigned, OpenAdvance

OLD, NEW, WATCH = nth("per", 2), nth("per", 3), nth("per", 4)
HANDOVER = nth("han")


def written(giver: str = OLD, taker: str = NEW, supervisor: str = WATCH) -> OpenHandover:
    return OpenHandover(
        giver, taker, supervisor, (Counted(nth("acc"), "CNY", 5, 5),), (), Sealed("d" * 64), 7
    )


def signing(handover: str = HANDOVER, balance: int = 5, *advances: OpenAdvance) -> SignHandover:
    """Signed while the ledger has this much in the account."""
    return SignHandover(handover, (Counted(nth("acc"), "CNY", balance, None),), advances)


@pytest.fixture
def office(scene: Scene) -> Scene:
    """An old treasurer with a token, a new one, a supervisor."""
    for letter in "abc":
        scene.when(RegisterPerson(Sealed(letter * 64), None))
    scene.when(GiveMandate(OLD, "treasurer", TODAY, None)).when(IssueToken(OLD, "1" * 64))
    return scene.when(GiveMandate(WATCH, "supervisor", TODAY, None))


@pytest.mark.parametrize("order", [*itertools.permutations([OLD, NEW, WATCH])])
def test_the_third_signature_hands_the_office_over_in_whatever_order(
    office: Scene, order: tuple[str, ...]
) -> None:
    sides = {OLD: "giver", NEW: "taker", WATCH: "supervisor"}
    office.when(written())
    for one in order[:2]:
        office.when(signing(HANDOVER), by=one)
        assert [fact.side for fact in office.facts] == [sides[one]]
        assert mandates_in_force(office.view, OLD, TODAY).keys() == {"treasurer"}
    office.when(signing(HANDOVER), by=order[2])
    assert isinstance(office.facts[0], HandoverSigned)
    assert office.facts[1:] == [
        HandoverCompleted(HANDOVER),
        MandateRevoked(nth("man", 2), OLD),
        TokenRevoked(nth("tok", 2), OLD),
        MandateGiven(nth("man", 4), NEW, "treasurer", TODAY, None),
    ]
    assert authenticate(office.view, "1" * 64, TODAY) is None
    assert mandates_in_force(office.view, NEW, TODAY) == {"treasurer": nth("man", 4)}
    office.when(signing(HANDOVER), by=OLD).refused(HandoverOver, HANDOVER)
    office.replayed()


def test_only_the_three_sign_and_each_once(office: Scene) -> None:
    office.when(written()).when(signing(HANDOVER), by=nth("per")).refused(NotASigner)
    office.when(signing(HANDOVER), by=NEW).when(signing(HANDOVER), by=NEW)
    office.refused(SignedAlready, NEW)
    office.when(signing(nth("han", 9)), by=NEW).refused(NotFound, "handover", nth("han", 9))


def test_no_hand_is_in_two_of_the_three_signatures_on_paper_too(office: Scene) -> None:
    office.when(written())
    office.when(signing(HANDOVER), by=OLD, through=NEW).refused(SignersApart, NEW)
    office.when(signing(HANDOVER), by=NEW, through=WATCH).refused(SignersApart, WATCH)
    clerk, another = nth("per"), nth("per", 9)
    office.when(signing(HANDOVER), by=OLD, through=clerk).then(HandoverSigned(HANDOVER, OLD, "giver"))
    office.when(signing(HANDOVER), by=NEW, through=clerk).refused(SignersApart, clerk)
    office.when(signing(HANDOVER), by=NEW, through=OLD).refused(SignersApart, OLD)
    office.when(signing(HANDOVER), by=NEW, through=another)
    office.then(HandoverSigned(HANDOVER, NEW, "taker"))
    office.when(signing(HANDOVER), by=WATCH)
    assert HandoverCompleted(HANDOVER) in office.facts
    office.replayed()


def test_three_different_people_take_part_two_of_them_in_office(office: Scene) -> None:
    office.when(written(taker=OLD)).refused(InvalidInput, field="to")
    office.when(written(giver=NEW, taker=OLD)).refused(NotInOffice, NEW, "treasurer", field="from")
    office.when(written(supervisor=nth("per"))).refused(NotInOffice, nth("per"), "supervisor")
    office.when(written(taker=nth("per", 9))).refused(NotFound, field="to")


def test_nothing_goes_over_from_whoever_left_office_meanwhile_or_to_who_is_gone(office: Scene) -> None:
    office.when(written()).when(signing(HANDOVER), by=OLD).when(signing(HANDOVER), by=NEW)
    office.when(RevokeMandate(nth("man", 2)))
    office.when(signing(HANDOVER), by=WATCH).refused(NotInOffice, OLD, "treasurer")
    office.when(RequestErasure(NEW, None)).when(signing(HANDOVER), by=WATCH).refused(PersonGone, NEW)


def test_written_down_anew_the_one_before_is_signed_no_more(office: Scene) -> None:
    office.when(written()).when(written())
    office.when(signing(HANDOVER), by=OLD).refused(HandoverOver, HANDOVER)
    office.when(signing(nth("han", 2)), by=OLD).then(HandoverSigned(nth("han", 2), OLD, "giver"))


def test_a_count_that_is_not_what_the_ledger_says_is_explained(office: Scene) -> None:
    short = replace(
        written(), counts=(Counted(nth("acc"), "CNY", 5, 3), Counted(nth("acc", 2), "CNY", 7, None))
    )
    office.when(short).refused(InvalidInput, field="difference_note")
    why = Sealed("d" * 64)
    office.when(replace(short, difference_note=why))
    assert (office.facts[0].difference_note, office.facts[0].counts[0].difference) == (why, -2)


def test_nobody_signs_once_the_accounts_have_moved_not_even_last(office: Scene) -> None:
    office.when(written()).when(signing(), by=OLD).when(signing(), by=NEW)
    office.when(signing(balance=4), by=WATCH).refused(AccountsMoved, nth("acc"))
    out = OpenAdvance(nth("spd"), "CNY", 2)
    office.when(signing(HANDOVER, 5, out), by=WATCH).refused(AccountsMoved, nth("spd"))
    office.when(signing(), by=WATCH)
    assert HandoverCompleted(HANDOVER) in office.facts

"""Who may act: mandates with days, tokens known by their digest."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from support.rules import TODAY, Scene, nth

from kernel.errors import InvalidInput, NotFound
from kernel.sealed import Sealed
from services.members.domain import authenticate
from services.members.domain.commands import (
    GiveMandate,
    IssueToken,
    JoinMember,
    RegisterParty,
    RegisterPerson,
    ReissueToken,
    RequestErasure,
    RevokeMandate,
    RevokeToken,
)
from services.members.errors import (
    LastFounder,
    MandateAlreadyEnded,
    NotAPerson,
    TokenAlreadyRevoked,
    TokenTaken,
)
from services.members.events import MandateGiven, MandateRevoked, Role, TokenIssued, TokenRevoked

FOUNDER, ADA, OFFICE = nth("per"), nth("per", 2), nth("org")
DIGEST, OTHER = "a" * 64, "b" * 64
DAY = timedelta(days=1)


@pytest.fixture
def ada(scene: Scene) -> Scene:
    """Ada is registered, and so is an organisation."""
    return scene.when(RegisterPerson(Sealed("a" * 64), None)).when(
        RegisterParty("organisation", "某某公司", None, None, "full", "payee")
    )


def mandate(starts_on: date = TODAY, ends_on: date | None = None) -> GiveMandate:
    return GiveMandate(ADA, "treasurer", starts_on, ends_on)


def roles(scene: Scene, digest: str = DIGEST) -> dict[Role, str] | None:
    """role -> mandate of who holds the token, None for nobody."""
    found = authenticate(scene.view, digest, scene.today)
    return None if found is None else dict[Role, str](found[1])


def test_a_mandate_runs_from_day_to_day(ada: Scene) -> None:
    ada.when(mandate(TODAY, TODAY)).then(MandateGiven(nth("man", 2), ADA, "treasurer", TODAY, TODAY))


def test_a_mandate_does_not_end_before_it_starts(ada: Scene) -> None:
    ada.when(mandate(TODAY, TODAY - DAY)).refused(InvalidInput, field="to")
    assert ada.refusal is not None
    assert ada.refusal.fields() == {"to": ["date.order"]}


def test_a_councillor_acts_for_one_member_unit_and_nobody_else_does(ada: Scene) -> None:
    ada.when(JoinMember("yeyu", "业余合唱团", "cultural_society"))
    for ref in ("yeyu", nth("mem")):
        ada.when(GiveMandate(ADA, "councillor", TODAY, None, ref))
        [fact] = ada.facts
        assert fact.member == nth("mem")
    ada.when(GiveMandate(ADA, "councillor", TODAY, None)).refused(InvalidInput, field="member")
    ada.when(GiveMandate(ADA, "chair", TODAY, None, "yeyu")).refused(InvalidInput, field="member")
    ada.when(GiveMandate(ADA, "councillor", TODAY, None, "nope")).refused(NotFound, "member", "nope")
    ada.replayed()


@pytest.mark.parametrize(
    "make", [lambda p: GiveMandate(p, "chair", TODAY, None), lambda p: IssueToken(p, DIGEST)]
)
def test_only_people_who_are_known_hold_mandates_and_tokens(ada: Scene, make: object) -> None:
    assert callable(make)
    ada.when(make(nth("per", 9))).refused(NotFound, "person", nth("per", 9), field="person")
    ada.when(make(OFFICE)).refused(NotAPerson, OFFICE, field="person")


def test_a_revoked_mandate_is_over(ada: Scene) -> None:
    ada.when(mandate()).when(RevokeMandate(nth("man", 2))).then(MandateRevoked(nth("man", 2), ADA))
    ada.when(RevokeMandate(nth("man", 2))).refused(MandateAlreadyEnded, nth("man", 2))


def test_a_mandate_past_its_last_day_is_over(ada: Scene) -> None:
    ada.when(mandate(TODAY, TODAY)).later(1).when(RevokeMandate(nth("man", 2))).refused(MandateAlreadyEnded)


def test_a_mandate_that_is_not_known_is_not_revoked(ada: Scene) -> None:
    ada.when(RevokeMandate(nth("man", 7))).refused(NotFound, "mandate", nth("man", 7), field="mandate")


def test_the_last_founder_stays(ada: Scene) -> None:
    ada.when(RevokeMandate(nth("man"))).refused(LastFounder, nth("man"))
    ada.when(GiveMandate(ADA, "founder", TODAY, TODAY + 30 * DAY))  # one who will go is no successor
    ada.when(RevokeMandate(nth("man"))).refused(LastFounder, nth("man"))
    ada.when(GiveMandate(ADA, "founder", TODAY, None)).when(RevokeMandate(nth("man"))).then(
        MandateRevoked(nth("man"), FOUNDER)
    )
    ada.when(RevokeMandate(nth("man", 3))).refused(LastFounder, nth("man", 3))


def test_a_founder_of_a_day_to_come_is_no_successor_yet(ada: Scene) -> None:
    ada.when(GiveMandate(ADA, "founder", TODAY + DAY, None))
    ada.when(RevokeMandate(nth("man"))).refused(LastFounder, nth("man"))
    ada.when(RequestErasure(FOUNDER, None)).refused(LastFounder, nth("man"), field="person")
    ada.when(GiveMandate(ADA, "founder", TODAY + 9 * DAY, None)).when(RevokeMandate(nth("man", 3)))
    assert ada.facts == [MandateRevoked(nth("man", 3), ADA)]
    ada.later(1).when(RevokeMandate(nth("man"))).then(MandateRevoked(nth("man"), FOUNDER))


def test_a_token_tells_who_holds_it_and_as_what_they_act(ada: Scene) -> None:
    ada.when(IssueToken(ADA, DIGEST)).then(TokenIssued(nth("tok", 2), ADA, DIGEST))
    assert authenticate(ada.view, DIGEST, TODAY) == (ADA, {})
    ada.when(mandate()).when(GiveMandate(ADA, "chair", TODAY + DAY, TODAY + DAY))
    assert roles(ada) == {"treasurer": nth("man", 2)}
    assert roles(ada.later(1)) == {"treasurer": nth("man", 2), "chair": nth("man", 3)}
    assert roles(ada.later(1)) == {"treasurer": nth("man", 2)}
    assert roles(ada.when(RevokeMandate(nth("man", 2)))) == {}


def test_of_two_mandates_for_one_role_the_first_counts_until_it_ends(ada: Scene) -> None:
    ada.when(IssueToken(ADA, DIGEST)).when(mandate(TODAY, TODAY)).when(mandate())
    assert roles(ada) == {"treasurer": nth("man", 2)}
    assert roles(ada.later(1)) == {"treasurer": nth("man", 3)}


def test_the_founders_token_acts_as_founder(scene: Scene) -> None:
    assert authenticate(scene.view, "0" * 64, TODAY) == (FOUNDER, {"founder": nth("man")})


def test_an_unknown_token_is_nobodys(ada: Scene) -> None:
    assert roles(ada, OTHER) is None


def test_a_revoked_token_is_nobodys(ada: Scene) -> None:
    ada.when(IssueToken(ADA, DIGEST)).when(RevokeToken(nth("tok", 2))).then(TokenRevoked(nth("tok", 2), ADA))
    assert roles(ada) is None
    ada.when(RevokeToken(nth("tok", 2))).refused(TokenAlreadyRevoked, nth("tok", 2))
    ada.when(RevokeToken(nth("tok", 8))).refused(NotFound, "token", nth("tok", 8), field="token")


def test_a_revoked_token_is_never_issued_again(ada: Scene) -> None:
    ada.when(IssueToken(ADA, DIGEST)).when(RevokeToken(nth("tok", 2)))
    ada.when(IssueToken(FOUNDER, DIGEST)).refused(TokenTaken)
    ada.when(ReissueToken(ADA, DIGEST, revoke_others=True)).refused(TokenTaken)


def test_reissuing_on_the_host_leaves_the_others_or_revokes_them(ada: Scene) -> None:
    ada.when(IssueToken(ADA, DIGEST)).when(
        ReissueToken(ADA, OTHER, revoke_others=False), by="service:members"
    )
    ada.then(TokenIssued(nth("tok", 3), ADA, OTHER, on_host=True))
    assert roles(ada) == roles(ada, OTHER) == {}
    ada.when(ReissueToken(ADA, "c" * 64, revoke_others=True), by="service:members").then(
        TokenRevoked(nth("tok", 2), ADA),
        TokenRevoked(nth("tok", 3), ADA),
        TokenIssued(nth("tok", 4), ADA, "c" * 64, on_host=True),
    )
    assert roles(ada) is roles(ada, OTHER) is None
    assert roles(ada, "c" * 64) == {}
    assert roles(ada, "0" * 64) == {"founder": nth("man")}  # another person's token stays

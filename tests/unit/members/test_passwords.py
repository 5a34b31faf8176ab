"""Passwords: set by a one-time token, reset by two people, and never compared here."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from support.rules import TODAY, Scene, nth

from kernel.errors import InvalidInput, NotFound, PersonGone
from kernel.sealed import Sealed
from services.members.domain import DOMAIN, authenticate
from services.members.domain.commands import IssueToken, RegisterPerson, RequestErasure
from services.members.domain.documents import COUNCIL
from services.members.domain.passwords.commands import (
    ConfirmPasswordReset,
    IssueOneTimeToken,
    RefuseSignIn,
    RequestPasswordReset,
    SetPassword,
    SignIn,
    SignOut,
)
from services.members.domain.passwords.decide import good_for, owner_of
from services.members.domain.passwords.documents import RECORDED_A_DAY_MAX, RECORDED_MAX, Refusals
from services.members.errors import TokenAlreadyRevoked
from services.members.errors.passwords import (
    HasPassword,
    LoginTaken,
    NoPassword,
    NoReset,
    OneTimeTokenUnknown,
    RefusalsFull,
    ResetUnderWay,
    SamePersonTwice,
)
from services.members.events import PersonHidden, TokenIssued, TokenRevoked
from services.members.events.passwords import (
    OneTimeTokenIssued,
    PasswordEnded,
    PasswordResetRequested,
    PasswordSet,
    SignedIn,
    SignInRefused,
    SignInsRefusedWithoutRecord,
)

ADA, BO, CY = nth("per", 2), nth("per", 3), nth("per", 4)
ONCE, AGAIN, TOKEN = "1" * 64, "2" * 64, "3" * 64
HASH, OTHER = Sealed("d" * 64), Sealed("e" * 64)
ITSELF = "service:members"
DAY = timedelta(days=1)


@pytest.fixture
def people(scene: Scene) -> Scene:
    for letter in "abc":
        scene.when(RegisterPerson(Sealed(letter * 64), None))
    return scene


@pytest.fixture
def known(people: Scene) -> Scene:
    """Ada has a password."""
    people.when(IssueOneTimeToken(ADA, ONCE))
    return people.when(SetPassword(ADA, "ada", HASH, ONCE), by=ITSELF)


def test_the_first_password_is_set_by_a_one_time_token(people: Scene) -> None:
    people.when(IssueOneTimeToken(ADA, ONCE)).then(OneTimeTokenIssued(ADA, ONCE, TODAY + 3 * DAY))
    assert good_for(people.view, ONCE, TODAY + 3 * DAY) == ADA
    assert good_for(people.view, ONCE, TODAY + 4 * DAY) is None
    people.when(SetPassword(ADA, "ada", HASH, AGAIN), by=ITSELF).refused(OneTimeTokenUnknown)
    people.when(SetPassword(BO, "bo", HASH, ONCE), by=ITSELF).refused(OneTimeTokenUnknown)
    people.when(SetPassword(ADA, "ada", HASH, ONCE), by=ITSELF).then(PasswordSet(ADA, "ada", HASH))
    assert owner_of(people.view, "ada") == ADA
    people.when(SetPassword(ADA, "ada", OTHER, ONCE), by=ITSELF).refused(OneTimeTokenUnknown)
    assert DOMAIN.secrets == {PasswordSet}
    people.replayed()


def test_a_later_one_time_token_makes_the_one_before_worthless(people: Scene) -> None:
    people.when(IssueOneTimeToken(ADA, ONCE)).when(IssueOneTimeToken(ADA, AGAIN))
    assert good_for(people.view, ONCE, TODAY) is None
    assert good_for(people.view, AGAIN, TODAY) == ADA


def test_whoever_has_a_password_is_given_no_first_one(known: Scene) -> None:
    known.when(IssueOneTimeToken(ADA, AGAIN)).refused(HasPassword, ADA, field="person")


def test_a_login_belongs_to_one_person_until_they_choose_another(known: Scene) -> None:
    known.when(IssueOneTimeToken(BO, AGAIN))
    known.when(SetPassword(BO, "ada", OTHER, AGAIN), by=ITSELF).refused(LoginTaken, field="name")
    known.when(SetPassword(ADA, "ada lovelace", OTHER, None), by=ITSELF)
    assert (owner_of(known.view, "ada"), owner_of(known.view, "ada lovelace")) == (None, ADA)
    known.when(SetPassword(BO, "ada", OTHER, AGAIN), by=ITSELF).then(PasswordSet(BO, "ada", OTHER))


def test_a_reset_takes_two_people_neither_of_whom_it_is_for(known: Scene) -> None:
    known.when(ConfirmPasswordReset(ADA, AGAIN), by=CY).refused(NoReset, ADA)
    known.when(RequestPasswordReset(ADA), by=BO).then(PasswordResetRequested(ADA))
    known.when(RequestPasswordReset(ADA), by=CY).refused(ResetUnderWay, ADA)
    for one in (BO, ADA):
        known.when(ConfirmPasswordReset(ADA, AGAIN), by=one).refused(SamePersonTwice, one)
    known.when(ConfirmPasswordReset(ADA, AGAIN), by=CY).then(OneTimeTokenIssued(ADA, AGAIN, TODAY + 3 * DAY))
    known.when(ConfirmPasswordReset(ADA, "4" * 64), by=CY).refused(NoReset, ADA)
    known.when(SetPassword(ADA, "ada", OTHER, AGAIN), by=ITSELF).then(PasswordSet(ADA, "ada", OTHER))
    known.replayed()


def test_a_reset_that_nobody_confirmed_in_three_days_is_asked_for_anew(known: Scene) -> None:
    known.when(RequestPasswordReset(ADA), by=BO).later(4)
    known.when(ConfirmPasswordReset(ADA, AGAIN), by=CY).refused(NoReset, ADA)
    known.when(RequestPasswordReset(ADA), by=CY).then(PasswordResetRequested(ADA))


def test_who_has_no_password_has_none_to_reset(people: Scene) -> None:
    people.when(RequestPasswordReset(ADA), by=BO).refused(NoPassword, ADA)


def test_signing_in_gives_a_token_for_today_and_tomorrow(known: Scene) -> None:
    until = TODAY + DAY
    known.when(SignIn(ADA, TOKEN), by=ITSELF).then(
        SignedIn(ADA), TokenIssued(nth("tok", 2), ADA, TOKEN, expires_on=until, signed_in=True)
    )
    assert authenticate(known.view, TOKEN, until) == (ADA, {})
    assert authenticate(known.view, TOKEN, until + DAY) is None


def test_another_password_ends_what_was_signed_in_by_the_one_before(known: Scene) -> None:
    known.when(IssueToken(ADA, AGAIN)).when(SignIn(ADA, TOKEN), by=ITSELF)
    known.when(SetPassword(ADA, "ada", OTHER, None), by=ITSELF).then(
        PasswordSet(ADA, "ada", OTHER), TokenRevoked(nth("tok", 3), ADA)
    )
    assert authenticate(known.view, AGAIN, TODAY) is not None


def test_whoever_signs_out_ends_their_token(known: Scene) -> None:
    known.when(SignIn(ADA, TOKEN), by=ITSELF).when(SignOut(TOKEN), by=ITSELF)
    known.then(TokenRevoked(nth("tok", 2), ADA))
    known.when(SignOut(TOKEN), by=ITSELF).refused(TokenAlreadyRevoked)
    known.when(SignOut("9" * 64), by=ITSELF).refused(NotFound)


def test_who_is_hidden_sets_no_password_and_does_not_sign_in(known: Scene) -> None:
    known.when(SignIn(ADA, "8" * 64), by=ITSELF).when(RequestErasure(ADA, None)).then(
        PersonHidden(ADA, None), TokenRevoked(nth("tok", 2), ADA), PasswordEnded(ADA)
    )
    assert owner_of(known.view, "ada") is None
    known.when(SignIn(ADA, TOKEN), by=ITSELF).refused(PersonGone, ADA)
    known.when(SetPassword(ADA, "ada", OTHER, None), by=ITSELF).refused(PersonGone, ADA)
    known.when(RequestPasswordReset(ADA), by=BO).refused(PersonGone, ADA)


def test_refusals_are_recorded_until_there_are_too_many(people: Scene) -> None:
    for at in range(RECORDED_MAX):
        people.when(RefuseSignIn(f"login-{at % 7}"), by=ITSELF).then(SignInRefused(f"login-{at % 7}"))
    people.when(RefuseSignIn("one more"), by=ITSELF).then(SignInsRefusedWithoutRecord())
    people.when(RefuseSignIn("one more"), by=ITSELF).refused(RefusalsFull)
    assert len(people.document(Refusals, COUNCIL).recent) == RECORDED_MAX
    people.later(1).when(RefuseSignIn("one more"), by=ITSELF).then(SignInRefused("one more"))
    assert len(people.document(Refusals, COUNCIL).of("one more", people.now)) == 1
    assert len(people.document(Refusals, COUNCIL).recent) == 1
    people.replayed()


def test_a_stranger_who_tries_all_day_leaves_a_bounded_number_of_facts(people: Scene) -> None:
    told = 0
    # A try every 40 seconds, each by a name of its own, through one day of the council.
    people.later(1).now -= timedelta(hours=12)  # midnight
    for at in range(24 * 60 * 60 // 40):
        people.when(RefuseSignIn(f"login-{at}"), by=ITSELF)
        told += people.refusal is None
        people.now += timedelta(seconds=40)
    assert told == RECORDED_A_DAY_MAX + 1
    assert people.today == TODAY + 2 * DAY
    people.when(RefuseSignIn("another day"), by=ITSELF).then(SignInRefused("another day"))
    people.replayed()


def test_a_token_may_expire_and_not_before_today(people: Scene) -> None:
    people.when(IssueToken(ADA, TOKEN, TODAY - DAY)).refused(InvalidInput, field="expires_on")
    people.when(IssueToken(ADA, TOKEN, TODAY)).then(
        TokenIssued(nth("tok", 2), ADA, TOKEN, expires_on=date(2026, 3, 2))
    )
    assert authenticate(people.view, TOKEN, TODAY) == (ADA, {})
    assert authenticate(people.view, TOKEN, TODAY + DAY) is None

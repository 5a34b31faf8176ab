"""Passwords are set, reset by two, and compared elsewhere; what came of it is said here."""

from __future__ import annotations

from datetime import date, timedelta

from kernel.documents import View
from kernel.domain import Given
from kernel.errors import NotFound
from services.members.domain.documents import COUNCIL, PersonTokens, Token, TokenDigest
from services.members.domain.lookup import acting, present
from services.members.domain.passwords.commands import (
    ConfirmPasswordReset,
    IssueOneTimeToken,
    RefuseSignIn,
    RequestPasswordReset,
    SetPassword,
    SignIn,
    SignOut,
)
from services.members.domain.passwords.documents import (
    ASKED_DAYS,
    Login,
    OneTime,
    Password,
    Recovery,
    Refusals,
)
from services.members.domain.sayings import Sayings, said
from services.members.errors import TokenAlreadyRevoked, TokenTaken
from services.members.errors.passwords import (
    HasPassword,
    LoginTaken,
    NoPassword,
    NoReset,
    OneTimeTokenUnknown,
    RefusalsFull,
    ResetUnderWay,
    SamePersonTwice,
    SignInIncorrect,
)
from services.members.events import PartyId, TokenId, TokenIssued, TokenRevoked
from services.members.events.passwords import (
    OneTimeTokenIssued,
    PasswordResetRequested,
    PasswordSet,
    SignedIn,
    SignInRefused,
    SignInsRefusedWithoutRecord,
)


def issue_one_time(view: View, command: IssueOneTimeToken, given: Given) -> Sayings:
    """Raises: NotFound, NotAPerson, PersonGone, IsAnAlias, HasPassword, TokenTaken."""
    acting(view, command.person)
    if view.get(Password, command.person) is not None:
        raise HasPassword(command.person, field="person")
    return _one_time(view, command.person, command.digest, given)


def request_reset(view: View, command: RequestPasswordReset, given: Given) -> Sayings:
    """Raises: NotFound, NotAPerson, PersonGone, IsAnAlias, NoPassword, ResetUnderWay."""
    acting(view, command.person)
    if view.get(Password, command.person) is None:
        raise NoPassword(command.person, field="person")
    if _recovery(view, command.person).is_asked(given.today):
        raise ResetUnderWay(command.person)
    return [said(PasswordResetRequested(PartyId(command.person)), command.person, given)]


def confirm_reset(view: View, command: ConfirmPasswordReset, given: Given) -> Sayings:
    """Raises: NotFound, NotAPerson, PersonGone, IsAnAlias, NoReset, SamePersonTwice, TokenTaken."""
    acting(view, command.person)
    recovery = _recovery(view, command.person)
    if not recovery.is_asked(given.today):
        raise NoReset(command.person)
    if given.actor.hands & (recovery.asked_by | {command.person}):
        raise SamePersonTwice(given.actor.whose)
    return _one_time(view, command.person, command.digest, given)


def _one_time(view: View, person: str, digest: str, given: Given) -> Sayings:
    if view.get(OneTime, digest) is not None:
        raise TokenTaken
    until = given.today + timedelta(days=ASKED_DAYS)
    return [said(OneTimeTokenIssued(PartyId(person), digest, until), person, given)]


def set_password(view: View, command: SetPassword, given: Given) -> Sayings:
    """Who was signed in by the one before is so no more.

    Raises: SignInIncorrect where nothing is proved, PersonGone, LoginTaken, OneTimeTokenUnknown.
    """
    if not command.proved:
        raise SignInIncorrect
    present(view, command.person)
    if command.once is not None and good_for(view, command.once, given.today) != command.person:
        raise OneTimeTokenUnknown
    if owner_of(view, command.login) not in (None, command.person):
        raise LoginTaken(field="name")
    person = PartyId(command.person)
    tokens = view.get(PersonTokens, person) or PersonTokens()
    sessions = [one for one in tokens.tokens if (token := view.get(Token, one)) and token.signed_in]
    return [
        said(PasswordSet(person, command.login, command.hash), person, given),
        *(said(TokenRevoked(one, person), one, given) for one in sessions),
    ]


def sign_in(view: View, command: SignIn, given: Given) -> Sayings:
    """Raises: PersonGone, TokenTaken."""
    present(view, command.person)
    if view.get(TokenDigest, command.digest) is not None:
        raise TokenTaken
    person, token = PartyId(command.person), TokenId(given.new_id("tok"))
    until = given.today + timedelta(days=1)
    issued = TokenIssued(token, person, command.digest, expires_on=until, signed_in=True)
    return [said(SignedIn(person), person, given), said(issued, token, given)]


def refuse(view: View, command: RefuseSignIn, given: Given) -> Sayings:
    """That there are more than are recorded is said once a day. Raises: RefusalsFull."""
    refusals = view.get(Refusals, COUNCIL) or Refusals()
    if refusals.is_full(given.now, given.today):
        if refusals.unrecorded_on == given.today:
            raise RefusalsFull
        return [said(SignInsRefusedWithoutRecord(), given.council, given)]
    return [said(SignInRefused(command.login), command.login, given)]


def sign_out(view: View, command: SignOut, given: Given) -> Sayings:
    """Raises: NotFound, TokenAlreadyRevoked."""
    found = view.get(TokenDigest, command.digest)
    token = view.get(Token, found.token) if found is not None else None
    if found is None or token is None:
        raise NotFound("token", "")
    if token.revoked:
        raise TokenAlreadyRevoked(found.token)
    return [said(TokenRevoked(found.token, token.person), found.token, given)]


def owner_of(view: View, login: str) -> PartyId | None:
    """Who signs in by `login`."""
    found = view.get(Login, login)
    password = view.get(Password, found.person) if found is not None else None
    return found.person if found is not None and password is not None and password.login == login else None


def issued_to(view: View, digest: str) -> PartyId | None:
    """Whose one-time token this is or was."""
    found = view.get(OneTime, digest)
    return found.person if found is not None else None


def good_for(view: View, digest: str, today: date) -> PartyId | None:
    """Whose one-time token this is, if it is good today."""
    found = view.get(OneTime, digest)
    if found is None:
        return None
    recovery = _recovery(view, found.person)
    return found.person if recovery.digest == digest and today <= recovery.expires_on else None


def _recovery(view: View, person: str) -> Recovery:
    return view.get(Recovery, person) or Recovery()

"""What passwords become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Final, assert_never

from kernel.domain import Evolve, Keys, Told
from services.members.domain.documents import COUNCIL
from services.members.domain.passwords.documents import (
    RECORDED_MAX,
    Login,
    OneTime,
    Password,
    Recovery,
    Refusals,
)
from services.members.events.passwords import (
    Fact,
    OneTimeTokenIssued,
    PasswordEnded,
    PasswordResetRequested,
    PasswordSet,
    SignedIn,
    SignInRefused,
    SignInsRefusedWithoutRecord,
)


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    match fact:
        case PasswordSet(person, login):
            return [(Login, login), (Password, person), (Recovery, person)]
        case OneTimeTokenIssued(person, digest):
            return [(OneTime, digest), (Recovery, person)]
        case PasswordResetRequested(person):
            return [(Recovery, person)]
        case PasswordEnded(person):
            return [(Password, person), (Recovery, person)]
        case SignedIn():
            return []
        case SignInRefused() | SignInsRefusedWithoutRecord():
            return [(Refusals, COUNCIL)]
        case _:
            assert_never(fact)


def _login(_: Login | None, told: Told) -> Login:
    fact: PasswordSet = told.fact
    return Login(fact.person)


def _password(_: Password | None, told: Told) -> Password:
    fact: PasswordSet | PasswordEnded = told.fact
    return Password() if isinstance(fact, PasswordEnded) else Password(fact.login, fact.hash.sealed)


def _one_time(_: OneTime | None, told: Told) -> OneTime:
    fact: OneTimeTokenIssued = told.fact
    return OneTime(fact.person)


def _recovery(recovery: Recovery | None, told: Told) -> Recovery:
    fact: PasswordSet | PasswordEnded | OneTimeTokenIssued | PasswordResetRequested = told.fact
    match fact:
        case PasswordSet() | PasswordEnded():
            return Recovery()
        case OneTimeTokenIssued():
            return Recovery(fact.digest, fact.expires_on)
        case PasswordResetRequested():
            hands = told.hands
            return replace(recovery or Recovery(), asked_by=hands, asked_on=told.occurred_on or date.min)
        case _:
            assert_never(fact)


def _refusals(refusals: Refusals | None, told: Told) -> Refusals:
    fact: SignInRefused | SignInsRefusedWithoutRecord = told.fact
    refusals, day = refusals or Refusals(), told.occurred_on or date.min
    if isinstance(fact, SignInsRefusedWithoutRecord):
        return replace(refusals, unrecorded_on=day)
    counting = len(refusals.within(datetime.fromisoformat(told.recorded_at)))
    kept = refusals.recent[len(refusals.recent) - counting :]
    recorded = 1 + (refusals.recorded if refusals.day == day else 0)
    recent = (*kept, (fact.login, told.recorded_at))[-RECORDED_MAX:]
    return replace(refusals, recent=recent, day=day, recorded=recorded)


EVOLVE: Final[Mapping[type, Evolve]] = {
    Login: _login,
    Password: _password,
    OneTime: _one_time,
    Recovery: _recovery,
    Refusals: _refusals,
}

"""How somebody signs in by a name and a password. Neither stands here. Pure.

`login` is the name under the council's vault key (HMAC): who lacks the key cannot try names. The hash of the
password is sealed, and what seals it is told to nobody (`Domain.secrets`); it goes with the person.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kernel.sealed import Sealed
from services.members.events.ids import PartyId


@dataclass(frozen=True, slots=True)
class PasswordSet:
    """The first, or another; the one before is worth nothing any more. Subject: the person."""

    TYPE: ClassVar = "members.password_set.v1"
    person: PartyId
    login: str
    hash: Sealed


@dataclass(frozen=True, slots=True)
class OneTimeTokenIssued:
    """With it the person sets a password, once, to that day. `digest`: its SHA-256. Subject: the person."""

    TYPE: ClassVar = "members.one_time_token_issued.v1"
    person: PartyId
    digest: str
    expires_on: date


@dataclass(frozen=True, slots=True)
class PasswordResetRequested:
    """Somebody forgot their password; a second mandate holder confirms. Subject: the person."""

    TYPE: ClassVar = "members.password_reset_requested.v1"
    person: PartyId


@dataclass(frozen=True, slots=True)
class PasswordEnded:
    """The person is hidden: nobody signs in as them any more. Subject: the person."""

    TYPE: ClassVar = "members.password_ended.v1"
    person: PartyId


@dataclass(frozen=True, slots=True)
class SignedIn:
    """By name and password; the token that came of it stands beside. Subject: the person."""

    TYPE: ClassVar = "members.signed_in.v1"
    person: PartyId


@dataclass(frozen=True, slots=True)
class SignInRefused:
    """Whether there is such a name does not stand here. Subject: the login."""

    TYPE: ClassVar = "members.sign_in_refused.v1"
    login: str


@dataclass(frozen=True, slots=True)
class SignInsRefusedWithoutRecord:
    """So many are refused that from here on this day some of them do not stand here. Subject: the council."""

    TYPE: ClassVar = "members.sign_ins_refused_without_record.v1"


Fact = (
    PasswordSet
    | OneTimeTokenIssued
    | PasswordResetRequested
    | PasswordEnded
    | SignedIn
    | SignInRefused
    | SignInsRefusedWithoutRecord
)

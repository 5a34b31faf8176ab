"""What may be asked about passwords. What strangers ask is asked by the service itself, in their name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from kernel.sealed import Sealed
from services.members.domain.roles import FOUNDER, ON_HOST

RESETTERS: Final = frozenset({"founder", "chair", "standing_board", "secretary", "supervisor"})


@dataclass(frozen=True, slots=True)
class IssueOneTimeToken:
    """Give a person without a password a token with which they set their first one."""

    COMMAND: ClassVar = "members.issue_one_time_token"
    ROLES: ClassVar = FOUNDER
    person: str
    digest: str


@dataclass(frozen=True, slots=True)
class RequestPasswordReset:
    """Ask that somebody who forgot their password may set another."""

    COMMAND: ClassVar = "members.request_password_reset"
    ROLES: ClassVar = RESETTERS
    person: str


@dataclass(frozen=True, slots=True)
class ConfirmPasswordReset:
    """Confirm it, as another person; the one-time token is answered once."""

    COMMAND: ClassVar = "members.confirm_password_reset"
    ROLES: ClassVar = RESETTERS
    person: str
    digest: str


@dataclass(frozen=True, slots=True)
class SetPassword:
    """By a one-time token (`once`: its digest), or after the old password was compared.

    `typed` is a slow, salted digest of the passwords that were typed: with others, it is another command.
    Where nothing is `proved` yet, only the answer to the same command before is asked for.
    """

    COMMAND: ClassVar = "members.set_password"
    ROLES: ClassVar = ON_HOST
    person: str
    login: str
    hash: Sealed
    once: str | None
    typed: str = ""
    proved: bool = True


@dataclass(frozen=True, slots=True)
class SignIn:
    """The password was compared: a token is issued, for today and tomorrow."""

    COMMAND: ClassVar = "members.sign_in"
    ROLES: ClassVar = ON_HOST
    person: str
    digest: str


@dataclass(frozen=True, slots=True)
class RefuseSignIn:
    """Name or password are wrong."""

    COMMAND: ClassVar = "members.refuse_sign_in"
    ROLES: ClassVar = ON_HOST
    login: str


@dataclass(frozen=True, slots=True)
class SignOut:
    """Whoever shows a token ends it."""

    COMMAND: ClassVar = "members.sign_out"
    ROLES: ClassVar = ON_HOST
    digest: str

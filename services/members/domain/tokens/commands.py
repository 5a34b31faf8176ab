"""What may be asked: to issue and to end tokens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from services.members.domain.roles import FOUNDER, ON_HOST


@dataclass(frozen=True, slots=True)
class IssueToken:
    """Issue a token to a person.

    `digest` is SHA-256 (hex) of the token, which the service drew and shows once. `expires_on` is the last
    day on which it is good.
    """

    COMMAND: ClassVar = "members.issue_token"
    ROLES: ClassVar = FOUNDER
    person: str
    digest: str
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class RevokeToken:
    """End a token now."""

    COMMAND: ClassVar = "members.revoke_token"
    ROLES: ClassVar = FOUNDER
    token: str


@dataclass(frozen=True, slots=True)
class ReissueToken:
    """Issue a token from the machine itself, when one was lost: the way in that needs no token."""

    COMMAND: ClassVar = "members.reissue_token"
    ROLES: ClassVar = ON_HOST
    person: str
    digest: str
    revoke_others: bool

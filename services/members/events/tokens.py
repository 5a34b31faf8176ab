"""What shows who somebody is: tokens, of which the digest alone is kept. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from services.members.events.ids import PartyId, TokenId


@dataclass(frozen=True, slots=True)
class TokenIssued:
    """`digest` is SHA-256 (hex) of a 256-bit random token, shown once and kept nowhere. Subject: the token.

    `on_host` marks one issued on the machine itself (first run, reissue), beyond HTTP; `signed_in` one that
    came of a name and a password. `expires_on` is the last day on which it is good, in Shanghai.
    """

    TYPE: ClassVar = "members.token_issued.v1"
    token: TokenId
    person: PartyId
    digest: str
    on_host: bool = False
    expires_on: date | None = None
    signed_in: bool = False


@dataclass(frozen=True, slots=True)
class TokenRevoked:
    """Subject: the token."""

    TYPE: ClassVar = "members.token_revoked.v1"
    token: TokenId
    person: PartyId


Fact = TokenIssued | TokenRevoked

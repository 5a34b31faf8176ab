"""What tokens become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, assert_never

from kernel.domain import Evolve, Keys, Told
from services.members.domain.documents import PersonTokens, Token, TokenDigest
from services.members.events import TokenIssued, TokenRevoked
from services.members.events.tokens import Fact


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    match fact:
        case TokenIssued(token, person, digest):
            return [(Token, token), (TokenDigest, digest), (PersonTokens, person)]
        case TokenRevoked(token, person):
            return [(Token, token), (PersonTokens, person)]
        case _:
            assert_never(fact)


def _token(token: Token, told: Told) -> Token:
    fact: TokenIssued | TokenRevoked = told.fact
    if isinstance(fact, TokenRevoked):
        return replace(token, revoked=True)
    return Token(fact.person, expires_on=fact.expires_on, signed_in=fact.signed_in)


def _token_digest(_: TokenDigest | None, told: Told) -> TokenDigest:
    fact: TokenIssued = told.fact
    return TokenDigest(fact.token)


def _person_tokens(held: PersonTokens | None, told: Told) -> PersonTokens:
    fact: TokenIssued | TokenRevoked = told.fact
    others = tuple(one for one in (held.tokens if held is not None else ()) if one != fact.token)
    return PersonTokens((*others, fact.token) if isinstance(fact, TokenIssued) else others)


EVOLVE: Final[Mapping[type, Evolve]] = {
    Token: _token,
    TokenDigest: _token_digest,
    PersonTokens: _person_tokens,
}

"""Tokens are issued and ended."""

from __future__ import annotations

from typing import Any

from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.errors import InvalidInput, NotFound
from services.members.domain.documents import PersonTokens, Token, TokenDigest
from services.members.domain.lookup import acting
from services.members.domain.sayings import Sayings, said
from services.members.domain.tokens.commands import IssueToken, ReissueToken, RevokeToken
from services.members.errors import TokenAlreadyRevoked, TokenTaken
from services.members.events import PartyId, TokenId, TokenIssued, TokenRevoked


def issue(view: View, command: IssueToken, given: Given) -> Sayings:
    """Raises: NotFound, NotAPerson, PersonGone, IsAnAlias, TokenTaken, InvalidInput."""
    if command.expires_on is not None and command.expires_on < given.today:
        raise InvalidInput({"expires_on": ["date.past"]})
    return [_issue(view, command.person, command.digest, given, expires_on=command.expires_on)]


def _issue(view: View, person: str, digest: str, given: Given, **more: Any) -> Saying:
    acting(view, person)
    if view.get(TokenDigest, digest) is not None:
        raise TokenTaken
    token = TokenId(given.new_id("tok"))
    return said(TokenIssued(token, PartyId(person), digest, **more), token, given)


def revoke(view: View, command: RevokeToken, given: Given) -> Sayings:
    token = view.get(Token, command.token)
    if token is None:
        raise NotFound("token", command.token, field="token")
    if token.revoked:
        raise TokenAlreadyRevoked(command.token)
    return [said(TokenRevoked(TokenId(command.token), token.person), command.token, given)]


def reissue(view: View, command: ReissueToken, given: Given) -> Sayings:
    issued = _issue(view, command.person, command.digest, given, on_host=True)
    held = view.get(PersonTokens, command.person)
    others = held.tokens if held is not None and command.revoke_others else ()
    person = PartyId(command.person)
    return [*(said(TokenRevoked(token, person), token, given) for token in others), issued]

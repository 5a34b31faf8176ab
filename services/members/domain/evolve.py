"""Documents from facts. Never refuses: what is in the log was legal when it was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, assert_never

from kernel.domain import Told
from services.members.domain.documents import (
    COUNCIL,
    Council,
    Mandate,
    Member,
    MemberCode,
    Party,
    PersonMandates,
    PersonTokens,
    Token,
    TokenDigest,
)
from services.members.events import (
    CouncilFounded,
    Fact,
    HidingNoted,
    HoldPlaced,
    MandateGiven,
    MandateRevoked,
    MemberJoined,
    PartyRegistered,
    PersonErased,
    PersonHidden,
    TokenIssued,
    TokenRevoked,
)


def keys(fact: Fact) -> Sequence[tuple[type, str]]:  # noqa: PLR0911 - one case per fact
    """Every document that `fact` changes."""
    match fact:
        case CouncilFounded():
            return [(Council, COUNCIL)]
        case MemberJoined(member, code):
            return [(Member, member), (MemberCode, code)]
        case PartyRegistered(party):
            return [(Party, party)]
        case HoldPlaced(person) | PersonHidden(person) | HidingNoted(person) | PersonErased(person):
            return [(Party, person)]
        case MandateGiven(mandate, person, role):
            found = [(Mandate, mandate), (PersonMandates, person)]
            return [*found, (Council, COUNCIL)] if role == "founder" else found
        case MandateRevoked(mandate, person):
            return [(Mandate, mandate), (PersonMandates, person), (Council, COUNCIL)]
        case TokenIssued(token, person, digest):
            return [(Token, token), (TokenDigest, digest), (PersonTokens, person)]
        case TokenRevoked(token, person):
            return [(Token, token), (PersonTokens, person)]
        case _:
            assert_never(fact)


def evolve(kind: type, document: Any, told: Told) -> object:
    """The document of `kind` after the fact; `document` is None where there was none."""
    return _EVOLVE[kind](document, told.fact)


def _council(council: Council | None, fact: Fact) -> Council:
    council = council or Council()
    match fact:
        case CouncilFounded(demonstration=demonstration):
            return replace(council, founded=True, demonstration=demonstration)
        case MandateGiven(mandate, starts_on=starts_on, ends_on=None):
            return replace(council, founders={**council.founders, mandate: starts_on})
        case MandateRevoked(mandate):
            left = {one: starts_on for one, starts_on in council.founders.items() if one != mandate}
            return replace(council, founders=left)
        case _:
            return council


def _member(_: Member | None, fact: MemberJoined) -> Member:
    return Member(fact.code)


def _member_code(_: MemberCode | None, fact: MemberJoined) -> MemberCode:
    return MemberCode(fact.member)


OfParty = PartyRegistered | HoldPlaced | PersonHidden | HidingNoted | PersonErased


def _party(party: Party, fact: OfParty) -> Party:
    match fact:
        case PartyRegistered():
            return Party(fact.kind)
        case HoldPlaced():
            return replace(party, hold_until=fact.until)
        case PersonHidden():
            return replace(party, hidden=True)
        case HidingNoted():
            return replace(party, noted_by=party.noted_by | {fact.service})
        case PersonErased():
            return replace(party, erased=True)
        case _:
            assert_never(fact)


def _mandate(mandate: Mandate, fact: MandateGiven | MandateRevoked) -> Mandate:
    match fact:
        case MandateGiven():
            return Mandate(fact.mandate, fact.person, fact.role, fact.starts_on, fact.ends_on)
        case MandateRevoked():
            return replace(mandate, revoked=True)
        case _:
            assert_never(fact)


def _person_mandates(held: PersonMandates | None, fact: MandateGiven | MandateRevoked) -> PersonMandates:
    before = held.mandates if held is not None else ()
    match fact:
        case MandateGiven():
            given = Mandate(fact.mandate, fact.person, fact.role, fact.starts_on, fact.ends_on)
            return PersonMandates((*before, given))
        case MandateRevoked():
            return PersonMandates(tuple(one for one in before if one.mandate != fact.mandate))
        case _:
            assert_never(fact)


def _token(_: Token | None, fact: TokenIssued | TokenRevoked) -> Token:
    return Token(fact.person, revoked=isinstance(fact, TokenRevoked))


def _token_digest(_: TokenDigest | None, fact: TokenIssued) -> TokenDigest:
    return TokenDigest(fact.token)


def _person_tokens(held: PersonTokens | None, fact: TokenIssued | TokenRevoked) -> PersonTokens:
    others = tuple(one for one in (held.tokens if held is not None else ()) if one != fact.token)
    return PersonTokens((*others, fact.token) if isinstance(fact, TokenIssued) else others)


_EVOLVE: dict[type, Any] = {
    Council: _council,
    Member: _member,
    MemberCode: _member_code,
    Party: _party,
    Mandate: _mandate,
    PersonMandates: _person_mandates,
    Token: _token,
    TokenDigest: _token_digest,
    PersonTokens: _person_tokens,
}

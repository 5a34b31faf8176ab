"""What posts and claims become. Pure."""

from __future__ import annotations

from bisect import insort
from collections.abc import Mapping
from dataclasses import replace
from typing import Final, assert_never

from kernel.domain import Evolve, Keys, Told
from services.projects.domain.claims.documents import (
    WHOLE,
    Calendar,
    Claim,
    Claims,
    Post,
    Standing,
    Term,
)
from services.projects.events.claims import (
    ClaimExpired,
    ClaimMade,
    ClaimReleased,
    CouncillorNoted,
    Fact,
    PostClosed,
    PostOpened,
)

OfClaim = ClaimMade | ClaimReleased | ClaimExpired


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    match fact:
        case CouncillorNoted():
            return [(CouncillorNoted, fact.mandate)]
        case PostOpened() | PostClosed():
            return [(Post, fact.post)]
        case ClaimMade() | ClaimReleased() | ClaimExpired():
            return [(Claim, fact.claim), (Claims, fact.post or fact.project or ""), (Calendar, WHOLE)]
        case _:
            assert_never(fact)


def _itself(_: object, told: Told) -> object:
    """The fact is the document."""
    return told.fact


def _post(before: Post, told: Told) -> Post:
    fact: PostOpened | PostClosed = told.fact
    match fact:
        case PostOpened():
            return Post(fact.places, fact.project, open=True)
        case PostClosed():
            return replace(before, open=False)
        case _:
            assert_never(fact)


def _claim(before: Claim, told: Told) -> Claim:
    fact: OfClaim = told.fact
    match fact:
        case ClaimMade():
            return Claim(fact.member, fact.post, fact.project, fact.until)
        case ClaimReleased():
            return replace(before, state="released")
        case ClaimExpired():
            return replace(before, state="expired")
        case _:
            assert_never(fact)


def _claims(before: Claims | None, told: Told) -> Claims:
    fact: OfClaim = told.fact
    standing = before.standing if before else ()
    if isinstance(fact, ClaimMade):
        return Claims((*standing, Standing(fact.claim, fact.member)))
    return Claims(tuple(one for one in standing if one.claim != fact.claim))


def _calendar(before: Calendar | None, told: Told) -> Calendar:
    fact: OfClaim = told.fact
    terms = before.terms if before else ()
    if not isinstance(fact, ClaimMade):
        return Calendar(tuple(one for one in terms if one.claim != fact.claim))
    if fact.until is None:
        return Calendar(terms)
    kept = [*terms]
    term = Term(fact.until, fact.claim, fact.member, fact.post, fact.project)
    insort(kept, term, key=lambda one: (one.until, one.claim))
    return Calendar(tuple(kept))


EVOLVE: Final[Mapping[type, Evolve]] = {
    CouncillorNoted: _itself,
    Post: _post,
    Claim: _claim,
    Claims: _claims,
    Calendar: _calendar,
}

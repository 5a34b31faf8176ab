"""What later decisions need to know of posts and claims, and no more. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from services.projects.events import ProjectId
from services.projects.events.claims import ClaimId, MemberId, PostId

ClaimState = Literal["claimed", "released", "expired"]

WHOLE: Final = "claims"
"""The key of the one `Calendar`."""


@dataclass(frozen=True, slots=True)
class Post:
    """By id, loaded when it is asked for."""

    places: int
    project: ProjectId | None
    open: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A claim that neither ended nor was released."""

    claim: ClaimId
    member: MemberId


@dataclass(frozen=True, slots=True)
class Claims:
    """By the post or the project that is claimed, resident: the claims that stand, the oldest first."""

    standing: tuple[Standing, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """By id, loaded when it is asked for."""

    member: MemberId
    post: PostId | None
    project: ProjectId | None
    until: date | None
    state: ClaimState = "claimed"


@dataclass(frozen=True, slots=True)
class Term:
    """The last day of a claim, and all that its end says."""

    until: date
    claim: ClaimId
    member: MemberId
    post: PostId | None
    project: ProjectId | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """One, resident: the claims that end some day, the first to end first."""

    terms: tuple[Term, ...] = ()

"""Member units claim projects and service posts (认领), for a time or until they release them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, NewType

from services.projects.events.ids import ProjectId

PostId = NewType("PostId", str)
ClaimId = NewType("ClaimId", str)
MemberId = NewType("MemberId", str)
"""A member unit, which the members service knows."""
MandateId = NewType("MandateId", str)


@dataclass(frozen=True, slots=True)
class PostOpened:
    """A service post (服务岗位) that up to `places` units may claim. Subject: the post."""

    TYPE: ClassVar = "projects.post_opened.v1"
    post: PostId
    name: str
    duties: str
    places: int
    project: ProjectId | None


@dataclass(frozen=True, slots=True)
class PostClosed:
    """It is claimed no more; who still had it was released before, in the same batch. Subject: the post."""

    TYPE: ClassVar = "projects.post_closed.v1"
    post: PostId


@dataclass(frozen=True, slots=True)
class ClaimMade:
    """`member` takes on a post or a project, one of the two, to `until` (included) or for good.

    Subject: the claim.
    """

    TYPE: ClassVar = "projects.claim_made.v1"
    claim: ClaimId
    member: MemberId
    post: PostId | None
    project: ProjectId | None
    until: date | None


@dataclass(frozen=True, slots=True)
class ClaimReleased:
    """Given back before its time, or because the post closed. Subject: the claim."""

    TYPE: ClassVar = "projects.claim_released.v1"
    claim: ClaimId
    member: MemberId
    post: PostId | None
    project: ProjectId | None


@dataclass(frozen=True, slots=True)
class ClaimExpired:
    """The last day of it is over. Subject: the claim."""

    TYPE: ClassVar = "projects.claim_expired.v1"
    claim: ClaimId
    member: MemberId
    post: PostId | None
    project: ProjectId | None


@dataclass(frozen=True, slots=True)
class CouncillorNoted:
    """Who holds this mandate acts for this unit. Subject: the mandate."""

    TYPE: ClassVar = "projects.councillor_noted.v1"
    mandate: MandateId
    member: MemberId


Fact = CouncillorNoted | PostOpened | PostClosed | ClaimMade | ClaimReleased | ClaimExpired

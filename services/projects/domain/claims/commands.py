"""What may be asked: to open and close posts, to claim and to release."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from services.projects.domain.roles import CHAIR, COUNCILLOR, SECRETARY
from services.projects.events.claims import ClaimId, MemberId, PostId


@dataclass(frozen=True, slots=True)
class OpenPost:
    """Offer a service post, of a project or of the council, to so many units."""

    COMMAND: ClassVar = "projects.open_post"
    ROLES: ClassVar = SECRETARY | CHAIR
    name: str
    duties: str
    places: int
    project: str | None = None


@dataclass(frozen=True, slots=True)
class ClosePost:
    """Offer it no more; who still has it is released."""

    COMMAND: ClassVar = "projects.close_post"
    ROLES: ClassVar = SECRETARY | CHAIR
    post: PostId


@dataclass(frozen=True, slots=True)
class MakeClaim:
    """Take on a post or a project, one of the two, for a member unit."""

    COMMAND: ClassVar = "projects.make_claim"
    ROLES: ClassVar = COUNCILLOR | SECRETARY
    ON_BEHALF: ClassVar = True
    member: MemberId
    post: PostId | None = None
    project: str | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ReleaseClaim:
    """Give it back."""

    COMMAND: ClassVar = "projects.release_claim"
    ROLES: ClassVar = COUNCILLOR | SECRETARY | CHAIR
    ON_BEHALF: ClassVar = True
    claim: ClaimId

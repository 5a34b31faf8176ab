"""Of service posts and claims.

Conflict
├── PostIsFull            every place of the post is claimed
├── PostIsClosed          the post is claimed no more
├── AlreadyClaimed        the unit has it
└── ClaimEnded            released or expired already
Refusal
└── NotYourUnit           a councillor acts for their own unit
"""

from __future__ import annotations

from typing import ClassVar

from kernel.errors import Conflict, Refusal


class PostIsFull(Conflict):
    """`places` that the post has."""

    code = "projects.post_full"


class PostIsClosed(Conflict):
    """`post`."""

    code = "projects.post_closed"


class AlreadyClaimed(Conflict):
    """`claim` that stands."""

    code = "projects.already_claimed"


class ClaimEnded(Conflict):
    """`state` of the claim: released or expired."""

    code = "projects.claim_ended"


class NotYourUnit(Refusal):
    """`member` for which the councillor does not act."""

    code = "projects.not_your_unit"
    may_be_behind: ClassVar = ("members",)

"""Posts are opened and closed; claims are made, released, and end by themselves. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.errors import InvalidInput, NotFound
from services.projects.domain import lookup
from services.projects.domain.claims.commands import ClosePost, MakeClaim, OpenPost, ReleaseClaim
from services.projects.domain.claims.documents import WHOLE, Calendar, Claim, Claims, Post
from services.projects.domain.roles import CHAIR, SECRETARY
from services.projects.errors import ProjectIsClosed
from services.projects.errors.claims import AlreadyClaimed, ClaimEnded, NotYourUnit, PostIsClosed, PostIsFull
from services.projects.events.claims import (
    ClaimExpired,
    ClaimId,
    ClaimMade,
    ClaimReleased,
    CouncillorNoted,
    MemberId,
    PostClosed,
    PostId,
    PostOpened,
)


def open_post(view: View, command: OpenPost, given: Given) -> Sequence[Saying]:
    """Raises: NotFound, ProjectIsClosed."""
    project = lookup.open_project(view, command.project) if command.project else None
    post = PostId(given.new_id("pst"))
    return [
        Saying(PostOpened(post, command.name, command.duties, command.places, project), post, given.today)
    ]


def close_post(view: View, command: ClosePost, given: Given) -> Sequence[Saying]:
    """Raises: NotFound, PostIsClosed."""
    _open_post(view, command.post)
    standing = (view.get(Claims, command.post) or Claims()).standing
    released = [
        Saying(ClaimReleased(one.claim, one.member, command.post, None), one.claim, given.today)
        for one in standing
    ]
    return [*released, Saying(PostClosed(command.post), command.post, given.today)]


def claim(view: View, command: MakeClaim, given: Given) -> Sequence[Saying]:
    """Raises: InvalidInput, NotFound, NotYourUnit, PostIsClosed, ProjectIsClosed, AlreadyClaimed,
    PostIsFull.
    """
    _require_theirs(view, command.member, given)
    if (command.post is None) == (command.project is None):
        raise InvalidInput({"post": ["claim.one_of"], "project": ["claim.one_of"]})
    if command.until is not None and command.until < given.today:
        raise InvalidInput({"until": ["date.past"]})
    project = None if command.project is None else lookup.open_project(view, command.project)
    what = command.post or project or ""
    standing = (view.get(Claims, what) or Claims()).standing
    for one in standing:
        if one.member == command.member:
            raise AlreadyClaimed(one.claim, field="member")
    if command.post is not None:
        post = _open_post(view, command.post)
        if post.project is not None and not lookup.is_open(view, post.project):
            raise ProjectIsClosed(post.project)
        if len(standing) >= post.places:
            raise PostIsFull(str(post.places), field="post")
    made = ClaimMade(ClaimId(given.new_id("clm")), command.member, command.post, project, command.until)
    return [Saying(made, made.claim, given.today)]


def release(view: View, command: ReleaseClaim, given: Given) -> Sequence[Saying]:
    """Raises: NotFound, NotYourUnit, ClaimEnded."""
    found = view.get(Claim, command.claim)
    if found is None:
        raise NotFound("claim", command.claim, field="claim")
    _require_theirs(view, found.member, given)
    if found.state != "claimed":
        raise ClaimEnded(found.state)
    released = ClaimReleased(command.claim, found.member, found.post, found.project)
    return [Saying(released, command.claim, given.today)]


def due(view: View, given: Given) -> Sequence[Saying]:
    """Claims whose last day is over. The calendar has the first to end first: one is looked at, mostly."""
    sayings = []
    for one in (view.get(Calendar, WHOLE) or Calendar()).terms:
        if one.until >= given.today:
            break
        expired = ClaimExpired(one.claim, one.member, one.post, one.project)
        sayings.append(Saying(expired, one.claim, given.today))
    return sayings


def _require_theirs(view: View, member: MemberId, given: Given) -> None:
    """A councillor, who is nothing else here, acts for one unit. Raises: NotYourUnit."""
    actor = given.actor.principal or given.actor
    if (SECRETARY | CHAIR) & actor.mandates.keys():
        return
    noted = view.get(CouncillorNoted, actor.mandates["councillor"])
    if noted is None or noted.member != member:
        raise NotYourUnit(member, field="member")


def _open_post(view: View, ref: PostId) -> Post:
    post = view.get(Post, ref)
    if post is None:
        raise NotFound("post", ref, field="post")
    if not post.open:
        raise PostIsClosed(ref)
    return post

"""The resolution that a command names, and whether it may still be voted on."""

from __future__ import annotations

from kernel.documents import View
from kernel.domain import Actor, Given
from kernel.errors import NotFound
from services.members.domain.holding import signing
from services.members.domain.resolutions import seats
from services.members.domain.resolutions.documents import Resolution
from services.members.domain.sayings import Sayings
from services.members.errors.decisions import ResolutionIsClosed, VoteIsOver


def found(view: View, ref: str, field: str = "resolution") -> Resolution:
    """Raises: NotFound."""
    resolution = view.get(Resolution, ref)
    if resolution is None:
        raise NotFound("resolution", ref, field=field)
    return resolution


def in_vote(view: View, ref: str, given: Given) -> Resolution:
    """As it is to be judged. Raises: NotFound, ResolutionIsClosed, VoteIsOver."""
    resolution = found(view, ref)
    if resolution.state != "open":
        raise ResolutionIsClosed(resolution.state)
    if given.today > resolution.closes_on:
        raise VoteIsOver(resolution.closes_on.isoformat())
    return seats.one_vote_each(view, resolution)


def signed(view: View, resolution: Resolution, given: Given) -> Sayings:
    """A resolution about money is a paper of the vouchers under it: who decided is kept as long."""
    return signing(view, given) if resolution.matter.is_of_money else []


def roles_of(actor: Actor) -> frozenset[str]:
    """Those of whose act it is."""
    return frozenset(actor.mandates if actor.principal is None else actor.principal.mandates)

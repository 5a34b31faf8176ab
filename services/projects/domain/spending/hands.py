"""Whose hands a spending went through, human by human. Pure.

That two registrations are one human may become known after an approval. So hands are counted again whenever
something follows from them, by what is known then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kernel.documents import View
from kernel.domain import Given
from policy import approving
from policy.terms import Approvals
from services.projects.domain import lookup
from services.projects.domain.documents import Spending
from services.projects.errors import SamePerson
from services.projects.errors.tiers import ApprovalsLacking
from services.projects.events import PartyId

Hands = frozenset[str]


def humans(view: View, people: Iterable[str]) -> Hands:
    """All registrations of whoever is among `people`."""
    return Hands().union(*(lookup.registrations(view, PartyId(one)) for one in people))


def require_not_asked(view: View, spending: Spending, given: Given) -> None:
    """Who asked for it neither approves nor pays it. Raises: SamePerson."""
    if spending.requester in humans(view, given.actor.hands):
        raise SamePerson("requester")


def require_not_approved(view: View, spending: Spending, given: Given) -> None:
    """Who had a hand in an approval does not pay. Raises: SamePerson."""
    if spending.approvers & humans(view, given.actor.hands):
        raise SamePerson("approver")


def require_apart(view: View, spending: Spending, given: Given) -> None:
    """Nobody has a hand in their own and in another's approval.

    Several approvals on paper may be written down by one recorder, who then gives none.

    Raises: SamePerson.
    """
    own, all_ = humans(view, [given.actor.whose]), humans(view, given.actor.hands)
    if any(own & one.hands or one.by in all_ for one in spending.approvals):
        raise SamePerson("approver")


def seated(view: View, spending: Spending) -> Sequence[Hands]:
    """The roles of each human whose approval counts: once, not the requester's, apart from the others'."""
    counted: dict[Hands, tuple[Hands, Hands]] = {}
    for one in spending.approvals:
        whose, hands = humans(view, [one.by]), humans(view, one.hands)
        others = [(by, theirs) for by, (_, theirs) in counted.items() if by != whose]
        if spending.requester in hands or any(by & hands or whose & theirs for by, theirs in others):
            continue
        roles, before = counted.get(whose, (Hands(), Hands()))
        counted[whose] = roles | Hands(one.roles), before | hands
    return [roles for roles, _ in counted.values()]


def lacking(view: View, spending: Spending) -> tuple[Approvals, ...]:
    """Of what is approved: what it turns out to lack, of all that was asked for it."""
    return approving.lacking(spending.needed, seated(view, spending))


def require_approved(view: View, spending: Spending) -> None:
    """Before money leaves. Raises: ApprovalsLacking."""
    if lacks := lacking(view, spending):
        raise ApprovalsLacking(*sorted(one.role for one in lacks))

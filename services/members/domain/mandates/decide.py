"""Mandates are given and ended."""

from __future__ import annotations

from kernel.documents import View
from kernel.domain import Given
from kernel.errors import InvalidInput, NotFound
from services.members.domain.documents import Mandate
from services.members.domain.lookup import acting, member_called, the_council
from services.members.domain.mandates.commands import GiveMandate, RevokeMandate
from services.members.domain.sayings import Sayings, said
from services.members.errors import LastFounder, MandateAlreadyEnded
from services.members.errors.units import MemberGone
from services.members.events import MandateGiven, MandateId, MandateRevoked, PartyId


def give(view: View, command: GiveMandate, given: Given) -> Sayings:
    """Raises: InvalidInput, NotFound, NotAPerson, PersonGone, IsAnAlias, MemberGone."""
    if (command.role == "councillor") != (command.member is not None):
        raise InvalidInput({"member": ["mandate.member"]})
    if command.ends_on is not None and command.ends_on < command.starts_on:
        raise InvalidInput({"to": ["date.order"]})
    acting(view, command.person)
    member = None
    if command.member is not None:
        member, unit = member_called(view, command.member)
        if unit.is_gone:
            raise MemberGone(unit.code, unit.standing, field="member")
    mandate = MandateId(given.new_id("man"))
    fact = MandateGiven(
        mandate,
        PartyId(command.person),
        command.role,
        command.starts_on,
        command.ends_on,
        member,
    )
    return [said(fact, mandate, given)]


def revoke(view: View, command: RevokeMandate, given: Given) -> Sayings:
    mandate = view.get(Mandate, command.mandate)
    if mandate is None:
        raise NotFound("mandate", command.mandate, field="mandate")
    if mandate.over_on(given.today):
        raise MandateAlreadyEnded(mandate.mandate)
    if the_council(view).founding_on(given.today) == {mandate.mandate}:
        raise LastFounder(mandate.mandate)
    return [said(MandateRevoked(mandate.mandate, mandate.person), mandate.mandate, given)]

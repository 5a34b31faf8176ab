"""Member units join."""

from __future__ import annotations

from kernel.documents import View
from kernel.domain import Given
from services.members.domain.documents import MemberCode
from services.members.domain.sayings import Sayings, said
from services.members.domain.units.commands import JoinMember
from services.members.errors import CodeTaken
from services.members.events import MemberId, MemberJoined


def join(view: View, command: JoinMember, given: Given) -> Sayings:
    """Raises: CodeTaken."""
    if view.get(MemberCode, command.code) is not None:
        raise CodeTaken(command.code, field="code")
    member = MemberId(given.new_id("mem"))
    return [said(MemberJoined(member, command.code, command.name, command.kind), member, given)]

"""Member units join, change and leave."""

from __future__ import annotations

from datetime import date

from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.errors import InvalidInput
from kernel.ids import folded
from services.members.domain.documents import Member, MemberCode
from services.members.domain.lookup import member_called
from services.members.domain.sayings import Sayings
from services.members.domain.units.commands import (
    CountMember,
    JoinMember,
    LeaveCouncil,
    MergeMember,
    RenameMember,
    ResumeMember,
    SuspendMember,
)
from services.members.errors import CodeTaken
from services.members.errors.units import MemberGone, MemberNotSuspended, MemberSuspendedAlready
from services.members.events import MemberId, MemberJoined
from services.members.events.units import (
    Fact,
    MemberCounted,
    MemberLeft,
    MemberMerged,
    MemberRenamed,
    MemberResumed,
    MemberSuspended,
)


def join(view: View, command: JoinMember, given: Given) -> Sayings:
    """Raises: CodeTaken, InvalidInput."""
    if view.get(MemberCode, folded(command.code)) is not None:
        raise CodeTaken(command.code, field="code")
    member = MemberId(given.new_id("mem"))
    fact = MemberJoined(member, command.code, command.name, command.kind, command.head_count)
    return [_on(command.joined_on, date.min, fact, member, given, field="joined_on")]


def rename(view: View, command: RenameMember, given: Given) -> Sayings:
    """Raises: NotFound, MemberGone, InvalidInput."""
    member, known = _standing(view, command.member)
    fact = MemberRenamed(member, command.name)
    return [_on(command.starts_on, known.named_on, fact, member, given, field="from")]


def count(view: View, command: CountMember, given: Given) -> Sayings:
    """Raises: NotFound, MemberGone, InvalidInput."""
    member, _ = _standing(view, command.member)
    return [_on(command.on, date.min, MemberCounted(member, command.head_count), member, given)]


def merge(view: View, command: MergeMember, given: Given) -> Sayings:
    """Raises: NotFound, MemberGone, InvalidInput."""
    member, known = _standing(view, command.member)
    into, _ = _standing(view, command.into, field="into")
    if into == member:
        raise InvalidInput({"into": ["member.into_itself"]})
    return [_on(command.on, known.since, MemberMerged(member, into), member, given)]


def suspend(view: View, command: SuspendMember, given: Given) -> Sayings:
    """Raises: NotFound, MemberGone, MemberSuspendedAlready, InvalidInput."""
    member, known = _standing(view, command.member)
    if known.standing == "suspended":
        raise MemberSuspendedAlready(known.code)
    return [_on(command.on, known.since, MemberSuspended(member, command.reason), member, given)]


def resume(view: View, command: ResumeMember, given: Given) -> Sayings:
    """Raises: NotFound, MemberGone, MemberNotSuspended, InvalidInput."""
    member, known = _standing(view, command.member)
    if known.standing != "suspended":
        raise MemberNotSuspended(known.code)
    return [_on(command.on, known.since, MemberResumed(member), member, given)]


def leave(view: View, command: LeaveCouncil, given: Given) -> Sayings:
    """Raises: NotFound, MemberGone, InvalidInput."""
    member, known = _standing(view, command.member)
    return [_on(command.on, known.since, MemberLeft(member, command.reason), member, given)]


def _standing(view: View, ref: str, field: str = "member") -> tuple[MemberId, Member]:
    """The unit of this code or id, which is still one. Raises: NotFound, MemberGone."""
    member, known = member_called(view, ref, field)
    if known.is_gone:
        raise MemberGone(known.code, known.standing, field=field)
    return member, known


def _on(  # noqa: PLR0917 - what a saying of a day of its own is made of
    day: date | None, not_before: date, fact: Fact, member: MemberId, given: Given, field: str = "on"
) -> Saying:
    """The fact, of that day or of today. Raises: InvalidInput where it is to come, or before the last one."""
    day = day or given.today
    if day > given.today:
        raise InvalidInput({field: ["date.future"]})
    if day < not_before:
        raise InvalidInput({field: ["date.order"]})
    return Saying(fact, member, day)

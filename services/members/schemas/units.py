"""Bodies: member units."""

from __future__ import annotations

import typing
from typing import Final

from kernel import wire
from kernel.cases import Cases, sealing
from services.members.domain.units.commands import (
    CountMember,
    JoinMember,
    LeaveCouncil,
    MergeMember,
    RenameMember,
    ResumeMember,
    SuspendMember,
)
from services.members.events import MemberKind


class JoinMemberSchema(wire.Strict):
    code = wire.Code(required=True)
    name = wire.Text(required=True)
    kind = wire.Choice(*typing.get_args(MemberKind), required=True)
    head_count = wire.Count(load_default=None, allow_none=True)
    joined_on = wire.Day(load_default=None, allow_none=True)


class RenameMemberSchema(wire.Strict):
    member = wire.Ref(required=True)
    name = wire.Text(required=True)
    starts_on = wire.Day(load_default=None, allow_none=True, data_key="from")


class CountMemberSchema(wire.Strict):
    member = wire.Ref(required=True)
    head_count = wire.Count(required=True)
    on = wire.Day(load_default=None, allow_none=True)


class MergeMemberSchema(wire.Strict):
    member = wire.Ref(required=True)
    into = wire.Ref(required=True)
    on = wire.Day(load_default=None, allow_none=True)


class ResumeMemberSchema(wire.Strict):
    member = wire.Ref(required=True)
    on = wire.Day(load_default=None, allow_none=True)


class StandingSchema(ResumeMemberSchema):
    reason = wire.Text(load_default=None, allow_none=True)


CASES: Final[Cases] = {
    JoinMember.COMMAND: (JoinMemberSchema(), sealing(JoinMember)),
    RenameMember.COMMAND: (RenameMemberSchema(), sealing(RenameMember)),
    CountMember.COMMAND: (CountMemberSchema(), sealing(CountMember)),
    MergeMember.COMMAND: (MergeMemberSchema(), sealing(MergeMember)),
    SuspendMember.COMMAND: (StandingSchema(), sealing(SuspendMember, "reason")),
    ResumeMember.COMMAND: (ResumeMemberSchema(), sealing(ResumeMember)),
    LeaveCouncil.COMMAND: (StandingSchema(), sealing(LeaveCouncil, "reason")),
}

"""Bodies: member units."""

from __future__ import annotations

import typing
from typing import Final

from kernel import wire
from kernel.cases import Cases, sealing
from services.members.domain.units.commands import JoinMember
from services.members.events import MemberKind


class JoinMemberSchema(wire.Strict):
    code = wire.Code(required=True)
    name = wire.Text(required=True)
    kind = wire.Choice(*typing.get_args(MemberKind), required=True)


CASES: Final[Cases] = {
    JoinMember.COMMAND: (JoinMemberSchema(), sealing(JoinMember)),
}

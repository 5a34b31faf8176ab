"""Bodies: mandates."""

from __future__ import annotations

import typing
from typing import Final

from kernel import wire
from kernel.cases import Cases, sealing
from kernel.days import DayAhead
from services.members.domain.mandates.commands import GiveMandate, RevokeMandate
from services.members.events import Role


class GiveMandateSchema(wire.Strict):
    person = wire.Id("per", "org", required=True)
    role = wire.Choice(*typing.get_args(Role), required=True)
    starts_on = wire.Day(required=True, data_key="from")
    ends_on = DayAhead(30, load_default=None, allow_none=True, data_key="to")
    member = wire.Ref(load_default=None, allow_none=True)


class RevokeMandateSchema(wire.Strict):
    mandate = wire.Id("man", required=True)


CASES: Final[Cases] = {
    GiveMandate.COMMAND: (GiveMandateSchema(), sealing(GiveMandate)),
    RevokeMandate.COMMAND: (RevokeMandateSchema(), sealing(RevokeMandate)),
}

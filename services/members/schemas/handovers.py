"""Bodies: handovers. Balances and advances are the gateway's, from one position of its ledger."""

from __future__ import annotations

from typing import Any, Final

from marshmallow import post_load

from kernel import wire
from kernel.cases import Cases, sealing
from services.members.domain.handovers.commands import OpenHandover, SignHandover
from services.members.events.handovers import Counted, OpenAdvance


class CountedSchema(wire.Strict):
    account = wire.Id("acc", required=True)
    currency = wire.Text(3, required=True)
    balance = wire.Whole(required=True)
    counted = wire.Whole(load_default=None, allow_none=True)

    @post_load
    def _counted(self, data: Any, **_: Any) -> Counted:
        return Counted(**data)


class OpenAdvanceSchema(wire.Strict):
    spending = wire.Id("spd", required=True)
    currency = wire.Text(3, required=True)
    left = wire.Whole(required=True)

    @post_load
    def _open(self, data: Any, **_: Any) -> OpenAdvance:
        return OpenAdvance(**data)


class OpenHandoverSchema(wire.Strict):
    giver = wire.Id("per", required=True, data_key="from")
    taker = wire.Id("per", required=True, data_key="to")
    supervisor = wire.Id("per", required=True)
    counts = wire.Many(wire.Inner(CountedSchema()), 200, required=True)
    advances = wire.Many(wire.Inner(OpenAdvanceSchema()), 1000, required=True)
    receipt_stock = wire.Text(required=True)
    ledger_position = wire.Whole(required=True)
    note = wire.Text(load_default=None, allow_none=True)
    difference_note = wire.Text(load_default=None, allow_none=True)

    @post_load
    def _fixed(self, data: Any, **_: Any) -> Any:
        return {**data, "counts": tuple(data["counts"]), "advances": tuple(data["advances"])}


class SignHandoverSchema(wire.Strict):
    handover = wire.Id("han", required=True)
    counts = wire.Many(wire.Inner(CountedSchema()), 200, required=True)
    advances = wire.Many(wire.Inner(OpenAdvanceSchema()), 1000, required=True)

    @post_load
    def _fixed(self, data: Any, **_: Any) -> Any:
        return {**data, "counts": tuple(data["counts"]), "advances": tuple(data["advances"])}


CASES: Final[Cases] = {
    OpenHandover.COMMAND: (
        OpenHandoverSchema(),
        sealing(OpenHandover, "receipt_stock", "note", "difference_note"),
    ),
    SignHandover.COMMAND: (SignHandoverSchema(), sealing(SignHandover)),
}

"""Bodies: the settlement of an advance."""

from __future__ import annotations

from typing import Any, Final

from kernel import wire
from kernel.cases import Cases, sealing
from services.projects.domain.advances.commands import SettleAdvance
from services.projects.schemas.spending import INVOICE_MAX, Attachments, Called

INVOICES_MAX: Final = 50


class NumberSchema(wire.Strict):
    number = wire.Text(INVOICE_MAX, required=True)


class Numbers(wire.Many):
    """The numbers of invoices."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(wire.Inner(NumberSchema), INVOICES_MAX, **kwargs)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        return tuple(one["number"] for one in super()._deserialize(value, *args, **kwargs))


class SettleAdvanceSchema(wire.Strict):
    spending = wire.Id("spd", required=True)
    spent = wire.Minor(load_default=None, allow_none=True)
    returned = wire.Minor(load_default=None, allow_none=True)
    topped_up = wire.Minor(load_default=None, allow_none=True)
    account = wire.Ref(load_default=None, allow_none=True)
    occurred_on = wire.Day(load_default=None, allow_none=True)
    reference = wire.reference(load_default=None, allow_none=True)
    attachments = Attachments(load_default=())
    invoices = Numbers(load_default=())
    called = Called(load_default=())


CASES: Final[Cases] = {SettleAdvance.COMMAND: (SettleAdvanceSchema(), sealing(SettleAdvance))}

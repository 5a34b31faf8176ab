"""Bodies: grants, and support that is no money."""

from __future__ import annotations

import typing
from typing import Any, Final

from marshmallow import ValidationError

from kernel import wire
from kernel.cases import Cases, sealing
from kernel.days import DayAhead
from services.projects.domain.grants.commands import (
    AgreeGrant,
    CloseGrant,
    DrawTranche,
    RecordSupport,
    ReportTranche,
    ReturnTranche,
    WithdrawSupport,
)
from services.projects.events.grants import SupportKind, Tranche
from services.projects.schemas.spending import Attachments

TRANCHES_MAX: Final = 24


class TrancheSchema(wire.Strict):
    amount = wire.Minor(required=True)
    due_on = DayAhead(30, required=True)


class Tranches(wire.Many):
    """One at least."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(wire.Inner(TrancheSchema), TRANCHES_MAX, **kwargs)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        tranches = super()._deserialize(value, *args, **kwargs)
        if not tranches:
            raise ValidationError("list.empty")
        return tuple(Tranche(**one) for one in tranches)


class AgreeGrantSchema(wire.Strict):
    project = wire.Ref(required=True)
    member = wire.Id("mem", required=True)
    payee = wire.Id("org", required=True)
    purpose = wire.Text(required=True)
    agreement = wire.sha256(required=True)
    tranches = Tranches(required=True)


class DrawTrancheSchema(wire.Strict):
    grant = wire.Id("grt", required=True)
    number = wire.Count(most=TRANCHES_MAX, required=True)
    spending = wire.Id("spd", required=True)


class ReportTrancheSchema(wire.Strict):
    grant = wire.Id("grt", required=True)
    number = wire.Count(most=TRANCHES_MAX, required=True)
    spent = wire.Minor(nothing=True, required=True)
    text = wire.Text(required=True)
    attachments = Attachments(load_default=())


class ReturnTrancheSchema(wire.Strict):
    grant = wire.Id("grt", required=True)
    number = wire.Count(most=TRANCHES_MAX, required=True)
    amount = wire.Minor(required=True)
    by = wire.Id("rcp", "rvp", required=True)


class CloseGrantSchema(wire.Strict):
    grant = wire.Id("grt", required=True)


class RecordSupportSchema(wire.Strict):
    kind = wire.Choice(*typing.get_args(SupportKind), required=True)
    member = wire.Id("mem", required=True)
    text = wire.Text(required=True)
    project = wire.Ref(load_default=None, allow_none=True)
    occurred_on = wire.Day(load_default=None, allow_none=True)


class WithdrawSupportSchema(wire.Strict):
    support = wire.Id("sup", required=True)
    reason = wire.Text(required=True)


CASES: Final[Cases] = {
    AgreeGrant.COMMAND: (AgreeGrantSchema(), sealing(AgreeGrant)),
    DrawTranche.COMMAND: (DrawTrancheSchema(), sealing(DrawTranche)),
    ReportTranche.COMMAND: (ReportTrancheSchema(), sealing(ReportTranche, "text")),
    ReturnTranche.COMMAND: (ReturnTrancheSchema(), sealing(ReturnTranche)),
    CloseGrant.COMMAND: (CloseGrantSchema(), sealing(CloseGrant)),
    RecordSupport.COMMAND: (RecordSupportSchema(), sealing(RecordSupport, "text")),
    WithdrawSupport.COMMAND: (WithdrawSupportSchema(), sealing(WithdrawSupport, "reason")),
}

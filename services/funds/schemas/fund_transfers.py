"""Bodies: money between funds."""

from __future__ import annotations

from typing import Any, Final

from marshmallow import post_load

from kernel import wire
from kernel.cases import Cases, sealing
from services.funds.domain.fund_transfers.commands import (
    ConfirmFundTransfer,
    Consent,
    RejectFundTransfer,
    RequestFundTransfer,
    WithdrawFundTransfer,
)
from services.funds.schemas.parts import OPTIONAL, RestrictionSchema


class ConsentSchema(wire.Strict):
    donation = wire.Id("don", required=True)
    paper = wire.sha256(required=True)

    @post_load
    def made(self, data: dict[str, Any], **_: Any) -> Consent:
        return Consent(**data)


class RequestFundTransferSchema(wire.Strict):
    source = wire.Ref(data_key="from", required=True)
    target = wire.Ref(data_key="to", required=True)
    amount = wire.Minor(required=True)
    occurred_on = wire.Day(required=True)
    reason = wire.Text(required=True)
    resolution = wire.Id("res", **OPTIONAL)
    consent = wire.Inner(ConsentSchema, **OPTIONAL)
    restriction = wire.Inner(RestrictionSchema, **OPTIONAL)


class ConfirmFundTransferSchema(wire.Strict):
    fund_transfer = wire.Id("ftr", required=True)


class DropFundTransferSchema(wire.Strict):
    fund_transfer = wire.Id("ftr", required=True)
    reason = wire.Text(required=True)


CASES: Final[Cases] = {
    RequestFundTransfer.COMMAND: (RequestFundTransferSchema(), sealing(RequestFundTransfer, "reason")),
    ConfirmFundTransfer.COMMAND: (ConfirmFundTransferSchema(), sealing(ConfirmFundTransfer)),
    WithdrawFundTransfer.COMMAND: (DropFundTransferSchema(), sealing(WithdrawFundTransfer, "reason")),
    RejectFundTransfer.COMMAND: (DropFundTransferSchema(), sealing(RejectFundTransfer, "reason")),
}

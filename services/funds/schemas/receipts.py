"""Bodies: other money in, between own accounts, and out."""

from __future__ import annotations

from typing import Final, get_args

from kernel import wire
from kernel.cases import Cases, sealing
from services.funds.domain.receipts.commands import RecordOutlay, RecordReceipt, TransferMoney
from services.funds.events import OutlayKind, ReceiptKind
from services.funds.schemas.parts import OPTIONAL, HistoricalSchema, RestrictionSchema


class RecordReceiptSchema(wire.Strict):
    fund = wire.Ref(required=True)
    account = wire.Ref(required=True)
    kind = wire.Choice(*get_args(ReceiptKind), required=True)
    payer = wire.Id("per", "org", data_key="from", **OPTIONAL)
    amount = wire.Minor(required=True)
    occurred_on = wire.Day(required=True)
    purpose = wire.Text(**OPTIONAL)
    restriction = wire.Inner(RestrictionSchema, **OPTIONAL)
    reference = wire.reference(**OPTIONAL)
    note = wire.Text(**OPTIONAL)
    historical = wire.Inner(HistoricalSchema, **OPTIONAL)


class TransferMoneySchema(wire.Strict):
    source = wire.Ref(data_key="from", required=True)
    target = wire.Ref(data_key="to", required=True)
    amount = wire.Minor(required=True)
    fee = wire.Minor(**OPTIONAL)
    fund = wire.Ref(**OPTIONAL)
    occurred_on = wire.Day(required=True)
    reference = wire.reference(**OPTIONAL)


class RecordOutlaySchema(wire.Strict):
    fund = wire.Ref(required=True)
    account = wire.Ref(required=True)
    kind = wire.Choice(*get_args(OutlayKind), required=True)
    payee = wire.Id("per", "org", **OPTIONAL)
    amount = wire.Minor(required=True)
    occurred_on = wire.Day(required=True)
    purpose = wire.Text(**OPTIONAL)
    reference = wire.reference(**OPTIONAL)
    note = wire.Text(**OPTIONAL)
    historical = wire.Inner(HistoricalSchema, **OPTIONAL)


CASES: Final[Cases] = {
    RecordReceipt.COMMAND: (RecordReceiptSchema(), sealing(RecordReceipt, "note")),
    TransferMoney.COMMAND: (TransferMoneySchema(), sealing(TransferMoney)),
    RecordOutlay.COMMAND: (RecordOutlaySchema(), sealing(RecordOutlay, "note")),
}

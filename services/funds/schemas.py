"""From the wire to commands: strict, every fault by its field and code. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, get_args

from marshmallow import Schema, ValidationError, post_load

from kernel import ids, wire
from kernel.domain import Command
from kernel.errors import NotFound
from kernel.money import EXPONENTS
from kernel.sealed import Sealed
from services.funds.domain.commands import (
    Allocate,
    ConfirmReversal,
    FulfilPledge,
    OpenAccount,
    OpenFund,
    PledgeDonation,
    RecordDonation,
    RecordOutlay,
    RecordReceipt,
    RefundDonation,
    RejectReversal,
    RequestReversal,
    TransferMoney,
    WithdrawReversal,
)
from services.funds.events import (
    AccountKind,
    FundKind,
    FundSource,
    Historical,
    OutlayKind,
    ReceiptKind,
    Restriction,
    ReversibleKind,
)

Seal = Callable[[str], Sealed]
Maker = Callable[[dict[str, Any], Seal], Command]

CATEGORY_MAX: Final = 100
NAME_MAX: Final = 200
OPTIONAL: Final[dict[str, Any]] = {"load_default": None, "allow_none": True}


class RestrictionSchema(wire.Strict):
    """{kind: none} or {kind: project|category, value}; `none` is as good as absent."""

    kind = wire.Choice("none", "project", "category", required=True)
    value = wire.Text(CATEGORY_MAX, **OPTIONAL)

    @post_load
    def made(self, data: dict[str, Any], **_: Any) -> Restriction | None:
        kind, value = data["kind"], data["value"]
        if kind == "none":
            if value is not None:
                raise ValidationError({"value": ["restriction.no_value_wanted"]})
            return None
        if value is None:
            raise ValidationError({"value": ["field.required"]})
        if kind == "project" and ids.CODE.fullmatch(value) is None:
            raise ValidationError({"value": ["ref.format"]})
        return Restriction(kind, value)


class HistoricalSchema(wire.Strict):
    file = wire.sha256(required=True)
    line = wire.Line(required=True)

    @post_load
    def made(self, data: dict[str, Any], **_: Any) -> Historical:
        return Historical(**data)


class OpenAccountSchema(wire.Strict):
    code = wire.Code(required=True)
    name = wire.Text(NAME_MAX, required=True)
    kind = wire.Choice(*get_args(AccountKind), required=True)
    currency = wire.Choice(*EXPONENTS, load_default="CNY")
    legal_holder = wire.Text(NAME_MAX, required=True)


class OpenFundSchema(wire.Strict):
    code = wire.Code(required=True)
    name = wire.Text(NAME_MAX, required=True)
    kind = wire.Choice(*get_args(FundKind), required=True)
    source = wire.Choice(*get_args(FundSource), required=True)
    legal_holder = wire.Text(NAME_MAX, required=True)
    currency = wire.Choice(*EXPONENTS, load_default="CNY")
    restriction = wire.Inner(RestrictionSchema, **OPTIONAL)


class PledgeDonationSchema(wire.Strict):
    fund = wire.Ref(required=True)
    donor = wire.Id("per", "org", **OPTIONAL)
    amount = wire.Minor(required=True)
    occurred_on = wire.Day(required=True)
    purpose = wire.Text(**OPTIONAL)
    restriction = wire.Inner(RestrictionSchema, **OPTIONAL)


class FulfilPledgeSchema(wire.Strict):
    pledge = wire.Id("plg", required=True)
    donation = wire.Id("don", required=True)
    amount = wire.Minor(**OPTIONAL)


class RecordDonationSchema(PledgeDonationSchema):
    account = wire.Ref(required=True)
    reference = wire.reference(**OPTIONAL)
    note = wire.Text(**OPTIONAL)
    historical = wire.Inner(HistoricalSchema, **OPTIONAL)


class RefundDonationSchema(wire.Strict):
    donation = wire.Id("don", required=True)
    amount = wire.Minor(required=True)
    occurred_on = wire.Day(required=True)
    reason = wire.Text(**OPTIONAL)
    historical = wire.Inner(HistoricalSchema, **OPTIONAL)


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


class AllocateSchema(wire.Strict):
    fund = wire.Ref(required=True)
    project = wire.Ref(required=True)
    amount = wire.Minor(required=True)
    occurred_on = wire.Day(required=True)
    purpose = wire.Text(**OPTIONAL)


class RequestReversalSchema(wire.Strict):
    kind = wire.Choice(*get_args(ReversibleKind), required=True)
    target = wire.Id(required=True)
    reason = wire.Text(required=True)


class ConfirmReversalSchema(wire.Strict):
    reversal = wire.Id("rev", required=True)


class DropReversalSchema(wire.Strict):
    reversal = wire.Id("rev", required=True)
    reason = wire.Text(required=True)


def _sealing(command: Callable[..., Command], *texts: str) -> Maker:
    """A maker of `command` that seals its fields `texts`."""

    def make(loaded: dict[str, Any], seal: Seal) -> Command:
        sealed = {name: seal(loaded[name]) for name in texts if loaded[name] is not None}
        return command(**{**loaded, **sealed})

    return make


CASES: Final[Mapping[str, tuple[Schema, Maker]]] = {
    OpenAccount.COMMAND: (OpenAccountSchema(), _sealing(OpenAccount)),
    OpenFund.COMMAND: (OpenFundSchema(), _sealing(OpenFund)),
    PledgeDonation.COMMAND: (PledgeDonationSchema(), _sealing(PledgeDonation)),
    FulfilPledge.COMMAND: (FulfilPledgeSchema(), _sealing(FulfilPledge)),
    RecordDonation.COMMAND: (RecordDonationSchema(), _sealing(RecordDonation, "note")),
    RefundDonation.COMMAND: (RefundDonationSchema(), _sealing(RefundDonation, "reason")),
    RecordReceipt.COMMAND: (RecordReceiptSchema(), _sealing(RecordReceipt, "note")),
    TransferMoney.COMMAND: (TransferMoneySchema(), _sealing(TransferMoney)),
    RecordOutlay.COMMAND: (RecordOutlaySchema(), _sealing(RecordOutlay, "note")),
    Allocate.COMMAND: (AllocateSchema(), _sealing(Allocate)),
    RequestReversal.COMMAND: (RequestReversalSchema(), _sealing(RequestReversal, "reason")),
    ConfirmReversal.COMMAND: (ConfirmReversalSchema(), _sealing(ConfirmReversal)),
    WithdrawReversal.COMMAND: (DropReversalSchema(), _sealing(WithdrawReversal, "reason")),
    RejectReversal.COMMAND: (DropReversalSchema(), _sealing(RejectReversal, "reason")),
}
"""Every command by its name: the shape of its body, and what makes the command of it."""


def load(command: str, body: object, seal: Seal) -> Command:
    """The command that `body` asks for; its free texts about people are sealed.

    Raises: NotFound for a name that is no command, InvalidInput with the path of every fault.
    """
    if (case := CASES.get(command)) is None:
        raise NotFound("command", command)
    schema, make = case
    return make(wire.load(schema, body), seal)

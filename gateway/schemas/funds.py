"""HTTP bodies for the funds service: accounts, funds, money in and out, allocations."""

from __future__ import annotations

import typing

from gateway.schemas.common import Party, Restriction, optional
from kernel import wire
from kernel.money import EXPONENTS
from services.funds.events import AccountKind, FundKind, FundSource, OutlayKind, ReceiptKind


def _currency() -> wire.Choice:
    return wire.Choice(*EXPONENTS, load_default="CNY")


class HistoricalBody(wire.Strict):
    """Where it stood before it was taken over: SHA-256 of the file, and the line."""

    file = wire.sha256(required=True)
    line = wire.Line(required=True)


def _historical() -> wire.Inner:
    return wire.Inner(HistoricalBody, allow_none=True)


class Account(wire.Strict):
    """An own money account of a legal holder."""

    code = wire.Code(required=True)
    name = wire.Text(required=True)
    kind = wire.Choice(*typing.get_args(AccountKind), required=True)
    currency = _currency()
    legal_holder = wire.Text(required=True)


class Fund(wire.Strict):
    """A fund in one currency. `restriction` holds for all its money."""

    code = wire.Code(required=True)
    name = wire.Text(required=True)
    kind = wire.Choice(*typing.get_args(FundKind), required=True)
    source = wire.Choice(*typing.get_args(FundSource), required=True)
    legal_holder = wire.Text(required=True)
    currency = _currency()
    restriction = optional(Restriction)


class Pledge(wire.Strict):
    """A promise (认捐): a donation without account."""

    fund = wire.Ref(required=True)
    donor = optional(Party, "donor")
    amount = wire.Decimal(required=True)
    occurred_on = wire.Day(required=True)
    purpose = optional(wire.Text)
    restriction = optional(Restriction)


class Fulfilment(wire.Strict):
    """The donation that keeps a promise; `amount` of it counts, by default as much as fits."""

    donation = wire.Ref(required=True)
    amount = optional(wire.Decimal)


class Donation(wire.Strict):
    """Money given, on the account. Without donor: anonymous."""

    fund = wire.Ref(required=True)
    account = wire.Ref(required=True)
    donor = optional(Party, "donor")
    amount = wire.Decimal(required=True)
    occurred_on = wire.Day(required=True)
    purpose = optional(wire.Text)
    restriction = optional(Restriction)
    reference = wire.reference(allow_none=True)
    note = optional(wire.Text)
    historical = _historical()


class Refund(wire.Strict):
    """Given back (退款), whole or in part."""

    amount = wire.Decimal(required=True)
    occurred_on = wire.Day(required=True)
    reason = optional(wire.Text)
    historical = _historical()


class Receipt(wire.Strict):
    """Money in that is no donation."""

    fund = wire.Ref(required=True)
    account = wire.Ref(required=True)
    kind = wire.Choice(*typing.get_args(ReceiptKind), required=True)
    payer = optional(Party, "donor", data_key="from")
    amount = wire.Decimal(required=True)
    occurred_on = wire.Day(required=True)
    purpose = optional(wire.Text)
    restriction = optional(Restriction)
    reference = wire.reference(allow_none=True)
    note = optional(wire.Text)
    historical = _historical()


class Transfer(wire.Strict):
    """Between own accounts of one holder. `fee` is on top of `amount`; `fund` bears it."""

    source = wire.Ref(required=True, data_key="from")
    target = wire.Ref(required=True, data_key="to")
    amount = wire.Decimal(required=True)
    fee = optional(wire.Decimal)
    fund = optional(wire.Ref)
    occurred_on = wire.Day(required=True)
    reference = wire.reference(allow_none=True)


class Outlay(wire.Strict):
    """A fee taken or given back; as historical also a gift or an expense, already made."""

    fund = wire.Ref(required=True)
    account = wire.Ref(required=True)
    kind = wire.Choice(*typing.get_args(OutlayKind), required=True)
    payee = optional(Party, "payee")
    amount = wire.Decimal(required=True)
    occurred_on = wire.Day(required=True)
    purpose = optional(wire.Text)
    reference = wire.reference(allow_none=True)
    note = optional(wire.Text)
    historical = _historical()


class Allocation(wire.Strict):
    """So much of the fund is committed to the project, under an adopted resolution where one is needed."""

    fund = wire.Ref(required=True)
    project = wire.Ref(required=True)
    amount = wire.Decimal(required=True)
    occurred_on = wire.Day(required=True)
    purpose = optional(wire.Text)
    resolution = optional(wire.Ref)

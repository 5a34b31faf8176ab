"""HTTP bodies for handovers between treasurers."""

from __future__ import annotations

import re
from typing import Any, Final

from marshmallow import ValidationError

from gateway.schemas.common import optional
from kernel import wire
from kernel.money import MoneyError, parse_minor

_NOTHING: Final = re.compile(r"0+(\.0+)?", re.ASCII)


class CountedSum(wire.Field):
    """A sum as it was counted: nothing is one too. It is of the account's own currency."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        if isinstance(value, str) and _NOTHING.fullmatch(value):
            return 0
        if not isinstance(value, str):
            raise ValidationError("money.not_text")
        try:
            return parse_minor(value, "CNY")
        except MoneyError as error:
            raise ValidationError(error.code) from None


class Count(wire.Strict):
    """What was counted of an account (code or id), as a decimal in its currency."""

    account = wire.Ref(required=True)
    counted = CountedSum(required=True)


class Handover(wire.Strict):
    """Balances and open advances are filled in, as the ledger has them; a difference is explained."""

    giver = wire.Ref(required=True, data_key="from")
    taker = wire.Ref(required=True, data_key="to")
    supervisor = wire.Ref(required=True)
    counts = wire.Many(wire.Inner(Count()), 200, required=True)
    receipt_stock = wire.Text(required=True)
    note = optional(wire.Text)
    difference_note = optional(wire.Text)

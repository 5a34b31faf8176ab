"""HTTP bodies for gifts in kind."""

from __future__ import annotations

from gateway.schemas.common import Party, Restriction, optional
from gateway.schemas.papers import Paper
from kernel import wire

_ITEM_MAX = 100
_UNIT_MAX = 20


class GivenItem(wire.Strict):
    """So many of one item. `value`: of all of it together, by the donor's papers."""

    name = wire.Text(_ITEM_MAX, required=True)
    unit = wire.Text(_UNIT_MAX, required=True)
    quantity = wire.Count(required=True)
    value = optional(wire.Decimal)


class SortedItem(wire.Strict):
    """What became of so many of an item."""

    name = wire.Text(_ITEM_MAX, required=True)
    usable = wire.Count(0)
    discarded = wire.Count(0)


class CountedItem(wire.Strict):
    """So many of an item."""

    name = wire.Text(_ITEM_MAX, required=True)
    quantity = wire.Count(required=True)


class GiftInKind(wire.Strict):
    """Goods given. `valued`: each item with its value; else none has one, and nothing is entered."""

    fund = wire.Ref(required=True)
    donor = optional(Party, "donor")
    items = wire.Many(wire.Inner(GivenItem), some=True, required=True)
    valued = wire.Flag(required=True)
    occurred_on = wire.Day(required=True)
    purpose = optional(wire.Text)
    restriction = optional(Restriction)
    note = optional(wire.Text)


class Sorting(wire.Strict):
    """What was looked through: usable and discarded."""

    items = wire.Many(wire.Inner(SortedItem), some=True, required=True)
    occurred_on = wire.Day(required=True)


class Shipment(wire.Strict):
    """Usable goods, given to `recipient`."""

    recipient = Party("payee", required=True)
    items = wire.Many(wire.Inner(CountedItem), some=True, required=True)
    occurred_on = wire.Day(required=True)
    purpose = optional(wire.Text)


class Acknowledgement(wire.Strict):
    """What arrived of a shipment; what is missing is lost. `paper`: SHA-256 of what the recipient signed."""

    shipment = wire.Ref(required=True)
    items = wire.Many(wire.Inner(CountedItem), required=True)
    occurred_on = wire.Day(required=True)
    paper = Paper(allow_none=True)


class Loss(wire.Strict):
    """Usable goods that are no more in store."""

    items = wire.Many(wire.Inner(CountedItem), some=True, required=True)
    occurred_on = wire.Day(required=True)
    reason = wire.Text(required=True)

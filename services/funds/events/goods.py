"""Gifts in kind (实物捐赠): received, sorted, shipped, acknowledged, lost. Pure.

All these facts are of the gift's history. A `value` is that of the donor's papers, in the fund's currency; of
a gift that is only registered, and of nothing's worth, it is None.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal, NewType

from kernel.money import Money
from kernel.sealed import Sealed
from services.funds.events.ids import FundId, PartyId, Restriction

GiftId = NewType("GiftId", str)
ShipmentId = NewType("ShipmentId", str)
LossId = NewType("LossId", str)

LossCause = Literal["in_transit", "in_store"]


@dataclass(frozen=True, slots=True)
class Goods:
    """So many of one item of a gift. `minor`: what all of it is worth together; None: registered only."""

    name: str
    unit: str
    quantity: int
    minor: int | None


@dataclass(frozen=True, slots=True)
class Count:
    """So many of the item of that name, and what they are worth."""

    name: str
    quantity: int
    minor: int | None


@dataclass(frozen=True, slots=True)
class Sorted:
    """What became of so many of an item when they were looked through. `minor`: of what was discarded."""

    name: str
    usable: int
    discarded: int
    minor: int | None


@dataclass(frozen=True, slots=True)
class GoodsReceived:
    """Goods given to the fund: valued ones are income, but no money to be allocated. Subject: the gift."""

    TYPE: ClassVar = "funds.goods_received.v1"
    gift: GiftId
    fund: FundId
    donor: PartyId | None
    items: tuple[Goods, ...]
    value: Money | None
    restriction: Restriction | None
    purpose: str | None
    note: Sealed | None


@dataclass(frozen=True, slots=True)
class GoodsSorted:
    """Looked through; `value` is that of what was discarded. Subject: the gift."""

    TYPE: ClassVar = "funds.goods_sorted.v1"
    gift: GiftId
    fund: FundId
    items: tuple[Sorted, ...]
    value: Money | None
    restriction: Restriction | None


@dataclass(frozen=True, slots=True)
class GoodsShipped:
    """Given out to `recipient`. Subject: the gift."""

    TYPE: ClassVar = "funds.goods_shipped.v1"
    shipment: ShipmentId
    gift: GiftId
    fund: FundId
    recipient: PartyId
    items: tuple[Count, ...]
    value: Money | None
    restriction: Restriction | None
    purpose: str | None


@dataclass(frozen=True, slots=True)
class GoodsAcknowledged:
    """The recipient says what arrived, `items`; `paper` (SHA-256) is what they signed. Subject: the gift."""

    TYPE: ClassVar = "funds.goods_acknowledged.v1"
    shipment: ShipmentId
    gift: GiftId
    fund: FundId
    recipient: PartyId
    items: tuple[Count, ...]
    paper: str | None


@dataclass(frozen=True, slots=True)
class GoodsLost:
    """What did not arrive of a shipment of `shipped_on`, or is no more in store. Subject: the gift."""

    TYPE: ClassVar = "funds.goods_lost.v1"
    loss: LossId
    gift: GiftId
    fund: FundId
    cause: LossCause
    shipment: ShipmentId | None
    recipient: PartyId | None
    shipped_on: date | None
    items: tuple[Count, ...]
    value: Money | None
    restriction: Restriction | None
    reason: Sealed | None


Fact = GoodsReceived | GoodsSorted | GoodsShipped | GoodsAcknowledged | GoodsLost

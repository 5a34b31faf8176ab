"""What becomes of a gift in kind: loaded by its subject, the gift."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from services.funds.events import PartyId
from services.funds.events.goods import Count, Goods, GoodsReceived, ShipmentId


@dataclass(frozen=True, slots=True)
class Stock:
    """One item: what was found when it was sorted, and where it went. `lost`: out of the store."""

    given: Goods
    usable: int = 0
    discarded: int = 0
    shipped: int = 0
    lost: int = 0

    @property
    def unsorted(self) -> int:
        """How many were not looked through yet."""
        return self.given.quantity - self.usable - self.discarded

    @property
    def at_hand(self) -> int:
        """How many can be given out."""
        return self.usable - self.shipped - self.lost

    def worth(self, more: int) -> int | None:
        """What the next `more` to leave are worth, in minor units: when all have left, all of its value has.

        Counted from the first that left, so that no fen is made or lost however many parts it leaves in.
        """
        if self.given.minor is None:
            return None
        gone, whole = self.discarded + self.shipped + self.lost, self.given.quantity
        return self.given.minor * (gone + more) // whole - self.given.minor * gone // whole


@dataclass(frozen=True, slots=True)
class Shipment:
    """`items` by name, as they were sent."""

    recipient: PartyId
    shipped_on: date
    items: Mapping[str, Count]
    acknowledged: bool = False


@dataclass(frozen=True, slots=True)
class Gift:
    """`stocks` by the item's name."""

    fact: GoodsReceived
    occurred_on: date
    stocks: Mapping[str, Stock]
    shipments: Mapping[ShipmentId, Shipment] = field(default_factory=dict)

    def counted(self, name: str, **more: int) -> Gift:
        """The gift with `more` of an item's counts."""
        stock = self.stocks[name]
        changed = {count: getattr(stock, count) + by for count, by in more.items()}
        return replace(self, stocks={**self.stocks, name: replace(stock, **changed)})

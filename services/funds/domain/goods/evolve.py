"""What a gift in kind becomes. No fund changes: goods are no money that can be allocated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, assert_never

from kernel.domain import Evolve, Keys, Told
from services.funds.domain.goods.documents import Gift, Shipment, Stock
from services.funds.domain.sayings import day_of
from services.funds.events.goods import (
    Fact,
    GoodsAcknowledged,
    GoodsLost,
    GoodsReceived,
    GoodsShipped,
    GoodsSorted,
)


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    return [(Gift, fact.gift)]


def _gift(gift: Gift, told: Told) -> Gift:
    fact: Fact = told.fact
    match fact:
        case GoodsReceived():
            return Gift(fact, day_of(told), {item.name: Stock(item) for item in fact.items})
        case GoodsSorted():
            for item in fact.items:
                gift = gift.counted(item.name, usable=item.usable, discarded=item.discarded)
            return gift
        case GoodsShipped():
            for one in fact.items:
                gift = gift.counted(one.name, shipped=one.quantity)
            sent = Shipment(fact.recipient, day_of(told), {one.name: one for one in fact.items})
            return replace(gift, shipments={**gift.shipments, fact.shipment: sent})
        case GoodsAcknowledged():
            known = replace(gift.shipments[fact.shipment], acknowledged=True)
            return replace(gift, shipments={**gift.shipments, fact.shipment: known})
        case GoodsLost():
            for one in fact.items if fact.cause == "in_store" else ():
                gift = gift.counted(one.name, lost=one.quantity)
            return gift
        case _:
            assert_never(fact)


EVOLVE: Final[Mapping[type, Evolve]] = {Gift: _gift}

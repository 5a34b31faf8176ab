"""An example of each fact of gifts in kind, with its subject."""

from __future__ import annotations

from typing import Any, Final

from golden.parts import CNY, COMPANY, FUND, NOTE, ON, PERSON, PROJECT, an

from services.funds.events import Restriction, goods

GIFT, SHIPMENT, LOSS = an("gik"), an("shp"), an("los")
FOR_PROJECT = Restriction("project", PROJECT)

EXAMPLES: Final[tuple[tuple[Any, str], ...]] = (
    (
        goods.GoodsReceived(
            GIFT,
            FUND,
            PERSON,
            (goods.Goods("棉衣", "件", 100, 123_45), goods.Goods("旧书", "本", 7, None)),
            CNY,
            FOR_PROJECT,
            "衣旧传情",
            NOTE,
        ),
        GIFT,
    ),
    (goods.GoodsSorted(GIFT, FUND, (goods.Sorted("棉衣", 90, 10, 12_34),), CNY, FOR_PROJECT), GIFT),
    (
        goods.GoodsShipped(
            SHIPMENT, GIFT, FUND, COMPANY, (goods.Count("棉衣", 40, 49_38),), CNY, FOR_PROJECT, "两所小学"
        ),
        GIFT,
    ),
    (
        goods.GoodsAcknowledged(SHIPMENT, GIFT, FUND, COMPANY, (goods.Count("棉衣", 37, 45_67),), "ab" * 32),
        GIFT,
    ),
    (
        goods.GoodsLost(
            *(LOSS, GIFT, FUND, "in_transit", SHIPMENT, COMPANY, ON),
            *((goods.Count("棉衣", 3, 3_71),), CNY, FOR_PROJECT, NOTE),
        ),
        GIFT,
    ),
)

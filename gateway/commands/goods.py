"""Commands: gifts in kind (实物捐赠)."""

from __future__ import annotations

from typing import Final

from gateway.commands.route import DAY, Route
from gateway.schemas import goods

_KEEPERS: Final = ("treasurer", "secretary")

ROUTES: Final = (
    Route(
        "/gifts-in-kind",
        "funds.receive_goods",
        goods.GiftInKind,
        "Record goods that were given (实物捐赠): with their value, or in the register only",
        ("treasurer",),
        "gift_in_kind",
        {
            "fund": "gongzhi",
            "donor": {"name": "滨湖服装厂", "kind": "organisation"},
            "items": [{"name": "棉衣", "unit": "件", "quantity": 100, "value": "8000.00"}],
            "valued": True,
            "occurred_on": DAY,
            "purpose": "衣旧传情",
        },
    ),
    Route(
        "/gifts-in-kind/<ref>/sortings",
        "funds.sort_goods",
        goods.Sorting,
        "Say how many can be used, and how many are discarded",
        _KEEPERS,
        "gift_in_kind",
        {"items": [{"name": "棉衣", "usable": 95, "discarded": 5}], "occurred_on": DAY},
        takes="gift",
    ),
    Route(
        "/gifts-in-kind/<ref>/shipments",
        "funds.ship_goods",
        goods.Shipment,
        "Give usable goods out",
        _KEEPERS,
        "shipment",
        {
            "recipient": {"name": "望湖小学", "kind": "organisation"},
            "items": [{"name": "棉衣", "quantity": 40}],
            "occurred_on": DAY,
        },
        takes="gift",
    ),
    Route(
        "/gifts-in-kind/<ref>/acknowledgements",
        "funds.acknowledge_goods",
        goods.Acknowledgement,
        "Record what arrived of a shipment; what did not is a loss by itself",
        _KEEPERS,
        "shipment",
        {
            "shipment": "shp_0123456789abcdefghjk",
            "items": [{"name": "棉衣", "quantity": 38}],
            "occurred_on": DAY,
            "paper": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        },
        takes="gift",
    ),
    Route(
        "/gifts-in-kind/<ref>/losses",
        "funds.lose_goods",
        goods.Loss,
        "Write off usable goods that are no more in store",
        ("chair",),
        "loss",
        {"items": [{"name": "棉衣", "quantity": 2}], "occurred_on": DAY, "reason": "仓库漏水受潮"},
        takes="gift",
        on_behalf=True,
    ),
)

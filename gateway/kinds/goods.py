"""Kinds of records: gifts in kind (实物捐赠), what was given out of them, what was lost. Pure."""

from __future__ import annotations

from typing import Final

from gateway.kinds.described import COUNT, DAY, MONEY, TEXT, listed, made, or_null
from gateway.kinds.kind import Kind
from services.funds.events import goods

TAGS: Final = {
    "gifts-in-kind": "Gifts in kind (实物捐赠): goods received, sorted, given out, acknowledged, lost"
}
_WORTH: Final = or_null(MONEY)
_ITEM: Final = made({"name": TEXT, "quantity": COUNT, "value": _WORTH})
_STOCK: Final = made(
    {
        "name": TEXT,
        "unit": TEXT,
        "quantity": COUNT,
        "value": _WORTH,
        **dict.fromkeys(("usable", "discarded", "shipped", "acknowledged"), COUNT),
        **dict.fromkeys(("lost_in_transit", "lost_in_store"), COUNT),
    }
)

KINDS: Final = (
    Kind(
        name="gift_in_kind",
        path="gifts-in-kind",
        fact=goods.GoodsReceived,
        key="gift",
        listing="Gifts in kind",
        one="One gift in kind, with what became of each item",
        filters=("fund", "donor", "member", "status", "from", "to"),
        aliases=("gift",),
        statuses=("received", "partly_sorted", "sorted", "given_out"),
        special={"items": listed(_STOCK), "value": _WORTH},
        always={"currency": or_null(TEXT)},
        summed=("items",),
        whole=False,
    ),
    Kind(
        name="shipment",
        path="shipments",
        fact=goods.GoodsShipped,
        tag="gifts-in-kind",
        listing="Goods given out",
        one="One shipment, with what arrived of it",
        filters=("fund", "recipient", "gift", "status", "from", "to"),
        parent="gift",
        parent_said="Id of the gift in kind",
        parties=("recipient",),
        statuses=("shipped", "acknowledged", "partly_lost"),
        special={"items": listed(_ITEM), "value": _WORTH},
        always={"currency": or_null(TEXT)},
        later={
            "arrived": listed(_ITEM),
            "lost": listed(_ITEM),
            "paper": or_null(TEXT),
            "acknowledged_on": DAY,
            "acknowledged_by": or_null(TEXT),
        },
        whole=False,
    ),
    Kind(
        name="loss",
        path="losses",
        fact=goods.GoodsLost,
        tag="gifts-in-kind",
        listing="Goods lost: what did not arrive, and what was written off",
        one="One loss",
        filters=("fund", "gift", "from", "to"),
        parent="gift",
        parent_said="Id of the gift in kind",
        parties=("recipient",),
        statuses=("lost",),
        special={"items": listed(_ITEM), "value": _WORTH},
        always={"currency": or_null(TEXT)},
    ),
)

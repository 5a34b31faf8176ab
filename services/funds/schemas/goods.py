"""Bodies: goods that were given, and what became of them."""

from __future__ import annotations

from typing import Any, Final

from marshmallow import post_load

from kernel import wire
from kernel.cases import Cases, sealing
from services.funds.domain.goods.commands import (
    AcknowledgeGoods,
    Counted,
    GivenGoods,
    Looked,
    LoseGoods,
    ReceiveGoods,
    ShipGoods,
    SortGoods,
)
from services.funds.schemas.parts import OPTIONAL, RestrictionSchema

ITEM_MAX: Final = 100
UNIT_MAX: Final = 20


class GivenSchema(wire.Strict):
    name = wire.Text(ITEM_MAX, required=True)
    unit = wire.Text(UNIT_MAX, required=True)
    quantity = wire.Count(required=True)
    value = wire.Minor(**OPTIONAL)

    @post_load
    def made(self, data: dict[str, Any], **_: Any) -> GivenGoods:
        return GivenGoods(**data)


class LookedSchema(wire.Strict):
    name = wire.Text(ITEM_MAX, required=True)
    usable = wire.Count(0, load_default=0)
    discarded = wire.Count(0, load_default=0)

    @post_load
    def made(self, data: dict[str, Any], **_: Any) -> Looked:
        return Looked(**data)


class CountedSchema(wire.Strict):
    name = wire.Text(ITEM_MAX, required=True)
    quantity = wire.Count(required=True)

    @post_load
    def made(self, data: dict[str, Any], **_: Any) -> Counted:
        return Counted(**data)


class Listed(wire.Strict):
    """A body with `items`."""

    @post_load
    def tupled(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**data, "items": tuple(data["items"])}


class ReceiveGoodsSchema(Listed):
    fund = wire.Ref(required=True)
    donor = wire.Id("per", "org", **OPTIONAL)
    items = wire.Many(wire.Inner(GivenSchema), some=True, required=True)
    valued = wire.Flag(required=True)
    occurred_on = wire.Day(required=True)
    purpose = wire.Text(**OPTIONAL)
    restriction = wire.Inner(RestrictionSchema, **OPTIONAL)
    note = wire.Text(**OPTIONAL)


class SortGoodsSchema(Listed):
    gift = wire.Id("gik", required=True)
    items = wire.Many(wire.Inner(LookedSchema), some=True, required=True)
    occurred_on = wire.Day(required=True)


class ShipGoodsSchema(Listed):
    gift = wire.Id("gik", required=True)
    recipient = wire.Id("per", "org", required=True)
    items = wire.Many(wire.Inner(CountedSchema), some=True, required=True)
    occurred_on = wire.Day(required=True)
    purpose = wire.Text(**OPTIONAL)


class AcknowledgeGoodsSchema(Listed):
    gift = wire.Id("gik", required=True)
    shipment = wire.Id("shp", required=True)
    items = wire.Many(wire.Inner(CountedSchema), required=True)
    occurred_on = wire.Day(required=True)
    paper = wire.sha256(**OPTIONAL)


class LoseGoodsSchema(Listed):
    gift = wire.Id("gik", required=True)
    items = wire.Many(wire.Inner(CountedSchema), some=True, required=True)
    occurred_on = wire.Day(required=True)
    reason = wire.Text(required=True)


CASES: Final[Cases] = {
    ReceiveGoods.COMMAND: (ReceiveGoodsSchema(), sealing(ReceiveGoods, "note")),
    SortGoods.COMMAND: (SortGoodsSchema(), sealing(SortGoods)),
    ShipGoods.COMMAND: (ShipGoodsSchema(), sealing(ShipGoods)),
    AcknowledgeGoods.COMMAND: (AcknowledgeGoodsSchema(), sealing(AcknowledgeGoods)),
    LoseGoods.COMMAND: (LoseGoodsSchema(), sealing(LoseGoods, "reason")),
}

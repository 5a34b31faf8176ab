"""Gifts in kind (实物捐赠): received, sorted, shipped, acknowledged, lost. Pure."""

from __future__ import annotations

from typing import Final

from kernel.domain import Topic, classes
from services.funds.domain.goods import decide, evolve
from services.funds.domain.goods.commands import (
    AcknowledgeGoods,
    LoseGoods,
    ReceiveGoods,
    ShipGoods,
    SortGoods,
)
from services.funds.events.goods import Fact

__all__ = ["TOPIC"]

TOPIC: Final = Topic(
    facts=classes(Fact),
    decide={
        ReceiveGoods: decide.receive,
        SortGoods: decide.sort,
        ShipGoods: decide.ship,
        AcknowledgeGoods: decide.acknowledge,
        LoseGoods: decide.lose,
    },
    keys=evolve.keys,
    evolve=evolve.EVOLVE,
)

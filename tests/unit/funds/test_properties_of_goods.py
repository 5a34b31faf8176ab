"""Whatever is done with goods: what came in is what went out, what is left and what is lost."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from support.rules import TODAY, Scene, nth
from unit.funds.story import ANNA, SHOP, WHY, cny, council

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
from services.funds.domain.goods.documents import Gift
from services.funds.errors.goods import GoodsExceeded
from services.funds.events.goods import GoodsAcknowledged, GoodsLost, GoodsReceived, GoodsShipped, GoodsSorted

GIFT: Any = nth("gik")
MANY = st.integers(1, 40)


class Store(RuleBasedStateMachine):
    """One gift of two items; what is refused leaves nothing behind."""

    def __init__(self) -> None:
        super().__init__()
        self.scene: Scene = council()
        self.open: list[Any] = []

    @initialize(many=MANY, worth=st.integers(1, 200))
    def received(self, many: int, worth: int) -> None:
        items = (GivenGoods("棉衣", "件", many, cny(worth)), GivenGoods("鞋", "双", 9, cny(5)))
        body = ReceiveGoods("co-governance", ANNA, items, True, TODAY, None, None, None)
        assert self.scene.when(body).facts

    def asked(self, command: Any) -> None:
        self.scene.when(command)
        assert self.scene.refusal is None or isinstance(self.scene.refusal, GoodsExceeded)

    @rule(name=st.sampled_from(["棉衣", "鞋"]), usable=st.integers(0, 20), discarded=st.integers(1, 9))
    def sort(self, name: str, usable: int, discarded: int) -> None:
        self.asked(SortGoods(GIFT, (Looked(name, usable, discarded),), TODAY))

    @rule(coats=MANY, shoes=st.integers(0, 5))
    def ship(self, coats: int, shoes: int) -> None:
        items = (Counted("棉衣", coats), *([Counted("鞋", shoes)] if shoes else []))
        self.asked(ShipGoods(GIFT, SHOP, items, TODAY, None))
        self.open += [fact.shipment for fact in self.scene.facts]

    @precondition(lambda self: self.open)
    @rule(coats=st.integers(0, 40))
    def acknowledge(self, coats: int) -> None:
        items = (Counted("棉衣", coats),) if coats else ()
        self.asked(AcknowledgeGoods(GIFT, self.open[0], items, TODAY, None))
        if self.scene.refusal is None:
            self.open.pop(0)

    @rule(coats=MANY)
    def lose(self, coats: int) -> None:
        self.asked(LoseGoods(GIFT, (Counted("棉衣", coats),), TODAY, WHY))

    @invariant()
    def what_came_in_is_what_went_out_what_is_left_and_what_is_lost(self) -> None:
        left, value = Counter[str](), 0
        for fact in (told.fact for told in self.scene.log):
            match fact:
                case GoodsReceived():
                    left.update({item.name: item.quantity for item in fact.items})
                    value += fact.value.minor if fact.value else 0
                case GoodsSorted():
                    left.subtract({item.name: item.discarded for item in fact.items})
                    value -= fact.value.minor if fact.value else 0
                case GoodsShipped():
                    left.subtract({item.name: item.quantity for item in fact.items})
                    value -= fact.value.minor if fact.value else 0
                case GoodsLost() if fact.cause == "in_store":
                    left.subtract({item.name: item.quantity for item in fact.items})
                    value -= fact.value.minor if fact.value else 0
                case _:
                    pass
        if (gift := self.scene.view.get(Gift, GIFT)) is None:
            return
        assert {name: stock.unsorted + stock.at_hand for name, stock in gift.stocks.items()} == dict(left)
        assert all(stock.unsorted >= 0 <= stock.at_hand for stock in gift.stocks.values())
        # The books have the value of what is there, and none of what is not.
        assert value >= 0
        assert value == sum(stock.worth(left[name]) or 0 for name, stock in gift.stocks.items())

    @invariant()
    def a_shipment_arrives_or_is_lost_and_its_value_with_it(self) -> None:
        sent: dict[str, Counter[str]] = {}
        worth = Counter[str]()
        ended = set[str]()
        for fact in (told.fact for told in self.scene.log):
            if isinstance(fact, GoodsShipped):
                sent[fact.shipment] = Counter({item.name: item.quantity for item in fact.items})
                worth[fact.shipment] += sum(item.minor or 0 for item in fact.items)
            elif isinstance(fact, GoodsAcknowledged) or (isinstance(fact, GoodsLost) and fact.shipment):
                shipment = str(fact.shipment)
                sent[shipment].subtract({item.name: item.quantity for item in fact.items})
                worth[shipment] -= sum(item.minor or 0 for item in fact.items)
                ended.add(shipment)
        for shipment in ended:
            assert not any(sent[shipment].values())
            assert worth[shipment] == 0

    def teardown(self) -> None:
        self.scene.replayed()


TestStore = Store.TestCase
TestStore.settings = settings(max_examples=100, stateful_step_count=25, deadline=None)

"""Gifts in kind: never more out than in, and the value goes where the goods go."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from support.rules import TODAY, Scene, nth
from unit.funds.story import ANNA, BENCH_FUND, FOR_BENCHES, FUND, SHOP, WHY, YESTERDAY, cny, council, figures

from kernel.errors import InvalidInput, NotFound, PersonGone
from kernel.money import Money
from services.funds.domain.foreign import PersonHidden
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
from services.funds.errors import CurrencyDiffers, OtherRestriction
from services.funds.errors.goods import AlreadyAcknowledged, GoodsExceeded
from services.funds.events import Restriction
from services.funds.events.goods import (
    Count,
    Goods,
    GoodsAcknowledged,
    GoodsLost,
    GoodsReceived,
    GoodsShipped,
    GoodsSorted,
    Sorted,
)

GIFT, SHIPMENT, LOSS = nth("gik"), nth("shp"), nth("los")
COATS = GivenGoods("棉衣", "件", 100, cny(10_000))


def receive(*items: GivenGoods, valued: bool = True, **more: Any) -> ReceiveGoods:
    usual: dict[str, Any] = {
        "fund": "co-governance",
        "donor": ANNA,
        "occurred_on": TODAY,
        "purpose": None,
        "restriction": None,
        "note": None,
    }
    return ReceiveGoods(items=items or (COATS,), valued=valued, **{**usual, **more})


def sort(usable: int, discarded: int = 0, name: str = "棉衣", **more: Any) -> SortGoods:
    usual = {"gift": GIFT, "occurred_on": TODAY}
    return SortGoods(items=(Looked(name, usable, discarded),), **{**usual, **more})


def ship(quantity: int, name: str = "棉衣", **more: Any) -> ShipGoods:
    usual: dict[str, Any] = {"gift": GIFT, "recipient": SHOP, "occurred_on": TODAY, "purpose": None}
    return ShipGoods(items=(Counted(name, quantity),), **{**usual, **more})


def acknowledge(*items: Counted, **more: Any) -> AcknowledgeGoods:
    usual: dict[str, Any] = {"gift": GIFT, "shipment": SHIPMENT, "occurred_on": TODAY, "paper": None}
    return AcknowledgeGoods(items=items, **{**usual, **more})


def lose(quantity: int, **more: Any) -> LoseGoods:
    usual: dict[str, Any] = {"gift": GIFT, "occurred_on": TODAY, "reason": WHY}
    return LoseGoods(items=(Counted("棉衣", quantity),), **{**usual, **more})


def stocked() -> Scene:
    return council().when(receive()).when(sort(90, 10))


def test_goods_are_received_and_are_no_money_that_can_be_allocated() -> None:
    scene = council().when(receive(purpose="衣旧传情"))
    scene.then(
        GoodsReceived(
            GIFT, FUND, ANNA, (Goods("棉衣", "件", 100, 10_000),), cny(10_000), None, "衣旧传情", None
        )
    )
    assert figures(scene) == {}
    assert scene.said[0].subject == GIFT


def test_a_gift_without_value_is_registered() -> None:
    scene = council().when(receive(GivenGoods("旧书", "本", 3, None), valued=False))
    scene.then(GoodsReceived(GIFT, FUND, ANNA, (Goods("旧书", "本", 3, None),), None, None, None, None))
    scene.when(sort(1, 1, name="旧书"))
    scene.then(GoodsSorted(GIFT, FUND, (Sorted("旧书", 1, 1, None),), None, None))


def test_goods_of_a_restricted_fund_are_restricted() -> None:
    scene = council().when(receive(fund="bench-fund"))
    assert scene.facts[0].restriction == FOR_BENCHES
    assert scene.facts[0].fund == BENCH_FUND
    scene.when(receive(fund="bench-fund", restriction=Restriction("category", "elders")))
    scene.refused(OtherRestriction, field="restriction")


@pytest.mark.parametrize(
    ("item", "valued", "field", "code"),
    [
        (GivenGoods("棉衣", "件", 1, None), True, "items.0.value", "field.required"),
        (GivenGoods("棉衣", "件", 1, cny(5)), False, "items.0.value", "value.not_wanted"),
    ],
)
def test_all_items_are_valued_or_none(item: GivenGoods, valued: bool, field: str, code: str) -> None:
    scene = council().when(receive(item, valued=valued))
    scene.refused(InvalidInput)
    assert scene.refusal is not None
    assert scene.refusal.fields() == {field: [code]}


def test_what_goods_are_worth_is_in_the_currency_of_the_fund() -> None:
    scene = council().when(receive(GivenGoods("棉衣", "件", 1, Money(5, "USD"))))
    scene.refused(CurrencyDiffers, field="items.0.value")


def test_an_item_stands_once_in_a_gift_and_in_what_is_said_of_it() -> None:
    council().when(receive(COATS, COATS)).refused(InvalidInput, field="items.1.name")
    again = SortGoods(GIFT, (Looked("棉衣", 1, 0), Looked("棉衣", 1, 0)), TODAY)
    council().when(receive()).when(again).refused(InvalidInput, field="items.1.name")
    twice = ShipGoods(GIFT, SHOP, (Counted("棉衣", 60), Counted("棉衣", 60)), TODAY, None)
    stocked().when(twice).refused(InvalidInput, field="items.1.name")


def test_sorting_says_what_can_be_used_and_what_is_thrown_away() -> None:
    scene = council().when(receive()).when(sort(50, 7))
    scene.then(GoodsSorted(GIFT, FUND, (Sorted("棉衣", 50, 7, 700),), cny(700), None))
    stock = scene.document(Gift, GIFT).stocks["棉衣"]
    assert (stock.usable, stock.discarded, stock.unsorted, stock.at_hand) == (50, 7, 43, 50)


def test_no_more_is_sorted_than_was_received() -> None:
    scene = council().when(receive()).when(sort(60, 10))
    scene.when(sort(30, 1)).refused(GoodsExceeded, "棉衣", "30", "件", field="items")
    scene.when(sort(0, 0)).refused(InvalidInput, field="items.0.usable")
    assert scene.when(sort(29, 1)).facts


def test_goods_are_given_out_at_their_value() -> None:
    scene = stocked().when(ship(40, purpose="两所小学"))
    scene.then(
        GoodsShipped(SHIPMENT, GIFT, FUND, SHOP, (Count("棉衣", 40, 4_000),), cny(4_000), None, "两所小学")
    )


def test_no_more_is_given_out_than_is_there_and_can_be_used() -> None:
    scene = stocked().when(ship(91)).refused(GoodsExceeded, "棉衣", "90", "件", field="items")
    scene.when(ship(60)).when(ship(31)).refused(GoodsExceeded, "棉衣", "30", "件")
    council().when(receive()).when(ship(1)).refused(GoodsExceeded, "棉衣", "0", "件")


def test_an_item_that_is_not_in_the_gift_is_not_found() -> None:
    for command in (sort(1, name="鞋"), ship(1, name="鞋")):
        stocked().when(command).refused(NotFound, "goods", "鞋", field="items.0.name")
    council().when(sort(1)).refused(NotFound, "gift_in_kind", GIFT, field="gift")


def test_the_value_leaves_with_the_goods_and_no_fen_is_made_or_lost() -> None:
    scene = council().when(receive(GivenGoods("棉衣", "件", 7, cny(100))))
    values = [scene.when(sort(5, 2)).facts[0].value.minor]
    values += [scene.when(ship(1)).facts[0].value.minor for _ in range(5)]
    assert values == [28, 14, 15, 14, 14, 15]
    assert sum(values) == 100


def test_goods_worth_less_than_a_fen_each_leave_without_a_value_until_there_is_one() -> None:
    scene = council().when(receive(GivenGoods("棉衣", "件", 3, cny(1)))).when(sort(3))
    assert [scene.when(ship(1)).facts[0].value for _ in range(3)] == [None, None, cny(1)]


def test_the_recipient_acknowledges_what_arrived() -> None:
    scene = stocked().when(ship(40)).when(acknowledge(Counted("棉衣", 40), paper="ab" * 32))
    scene.then(
        GoodsAcknowledged(SHIPMENT, GIFT, FUND, SHOP, (Count("棉衣", 40, 4_000),), "ab" * 32),
    )


def test_fewer_goods_acknowledged_than_were_shipped_are_a_loss_by_itself() -> None:
    scene = stocked().when(ship(40)).later(2).when(acknowledge(Counted("棉衣", 37)))
    scene.then(
        GoodsAcknowledged(SHIPMENT, GIFT, FUND, SHOP, (Count("棉衣", 37, 3_700),), None),
        GoodsLost(
            *(LOSS, GIFT, FUND, "in_transit", SHIPMENT, SHOP, TODAY),
            *((Count("棉衣", 3, 300),), cny(300), None, None),
        ),
    )
    # They left the store when they were shipped: none leaves it twice.
    assert scene.document(Gift, GIFT).stocks["棉衣"].at_hand == 50


def test_what_nobody_acknowledges_is_lost_whole() -> None:
    scene = stocked().when(ship(40)).when(acknowledge())
    assert [type(fact) for fact in scene.facts] == [GoodsAcknowledged, GoodsLost]
    assert scene.facts[1].items == (Count("棉衣", 40, 4_000),)


def test_no_more_is_acknowledged_than_was_shipped_and_nothing_else() -> None:
    scene = stocked().when(ship(40))
    scene.when(acknowledge(Counted("棉衣", 41))).refused(GoodsExceeded, "棉衣", "40", "件")
    scene.when(acknowledge(Counted("鞋", 1))).refused(NotFound, "goods", "鞋", field="items.0.name")
    scene.when(acknowledge(Counted("棉衣", 1), Counted("棉衣", 1))).refused(InvalidInput)


def test_a_shipment_is_acknowledged_once() -> None:
    scene = stocked().when(ship(40)).when(acknowledge(Counted("棉衣", 40)))
    scene.when(acknowledge(Counted("棉衣", 40))).refused(AlreadyAcknowledged, SHIPMENT)
    scene.when(acknowledge(shipment=nth("shp", 9))).refused(NotFound, field="shipment")


def test_what_is_no_more_in_store_is_written_off() -> None:
    scene = stocked().when(lose(5))
    scene.then(
        GoodsLost(
            *(LOSS, GIFT, FUND, "in_store", None, None, None),
            *((Count("棉衣", 5, 500),), cny(500), None, WHY),
        )
    )
    scene.when(ship(86)).refused(GoodsExceeded, "棉衣", "85", "件")
    scene.when(lose(86)).refused(GoodsExceeded)


def test_nothing_happens_to_goods_before_what_it_follows_from() -> None:
    for command in (
        sort(1, occurred_on=YESTERDAY),
        ship(1, occurred_on=YESTERDAY),
        lose(1, occurred_on=YESTERDAY),
    ):
        scene = council().when(receive()).when(sort(9))
        scene.when(command).refused(InvalidInput, field="occurred_on")
    scene = stocked().later(3).when(ship(1, occurred_on=TODAY + timedelta(days=2)))
    early = acknowledge(Counted("棉衣", 1), occurred_on=TODAY + timedelta(days=1))
    scene.when(early).refused(InvalidInput, field="occurred_on")
    council().when(receive(occurred_on=TODAY + timedelta(days=1))).refused(InvalidInput)


def test_who_asked_to_be_erased_is_named_by_no_new_gift_and_no_shipment() -> None:
    scene = stocked().hears("members", PersonHidden(ANNA), ANNA)
    scene.when(receive()).refused(PersonGone, field="donor")
    scene.when(ship(1, recipient=ANNA)).refused(PersonGone, field="recipient")
    assert scene.when(ship(1)).facts


def test_replaying_the_log_gives_the_same_goods() -> None:
    scene = stocked().when(ship(40)).when(acknowledge(Counted("棉衣", 37))).when(lose(2))
    scene.replayed()

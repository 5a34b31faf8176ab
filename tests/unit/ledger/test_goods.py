"""Goods that were given, as the ledger enters and counts them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from unit.ledger.building import BENCHES, NEW, OLD, REGISTRY, RULES, cny, entry, posted

from gateway.ledger.figures import fund_figures, movements
from gateway.ledger.postings import post
from services.funds import events as f
from services.funds.events import goods as g

GIFT, FUND, SHIPMENT = g.GiftId("gik"), f.FundId("free"), g.ShipmentId("shp")
SCHOOL = f.PartyId("org_1")
ITEMS = (g.Count("棉衣", 3, 100),)


def received(tied: f.Restriction | None = None, fund: str = "free") -> g.GoodsReceived:
    items = (g.Goods("棉衣", "件", 3, 100),)
    return g.GoodsReceived(GIFT, f.FundId(fund), f.PartyId("per_1"), items, cny(100), tied, "衣", None)


def shipped(tied: f.Restriction | None = None) -> g.GoodsShipped:
    return g.GoodsShipped(SHIPMENT, GIFT, FUND, SCHOOL, ITEMS, cny(100), tied, None)


def discarded() -> g.GoodsSorted:
    return g.GoodsSorted(GIFT, FUND, (g.Sorted("棉衣", 0, 3, 100),), cny(100), None)


def lost(cause: g.LossCause, tied: f.Restriction | None = None) -> g.GoodsLost:
    shipment, on = (SHIPMENT, OLD) if cause == "in_transit" else (None, None)
    return g.GoodsLost(g.LossId("los"), GIFT, FUND, cause, shipment, SCHOOL, on, ITEMS, cny(100), tied, None)


@pytest.mark.parametrize(
    ("fact", "lines"),
    [
        (received(), [("1201", 100, 0), ("4101.01", 0, 100)]),
        (received(BENCHES), [("1201", 100, 0), ("4101.02", 0, 100)]),
        (received(fund="tied"), [("1201", 100, 0), ("4101.02", 0, 100)]),
        (shipped(), [("5101.01", 100, 0), ("1201", 0, 100)]),
        (shipped(BENCHES), [("5101.02", 100, 0), ("1201", 0, 100)]),
        (discarded(), [("5401", 100, 0), ("1201", 0, 100)]),
        (lost("in_store"), [("5401", 100, 0), ("1201", 0, 100)]),
        (
            lost("in_transit"),
            [("1201", 100, 0), ("5101.01", 0, 100), ("5401", 100, 0), ("1201", 0, 100)],
        ),
    ],
)
def test_goods_are_entered_without_any_money(fact: Any, lines: list[tuple[str, int, int]]) -> None:
    assert posted(fact) == posted(fact, NEW if not isinstance(fact, g.GoodsLost) else OLD) == lines
    assert [line.money_account for line in entry(fact).lines] == [""] * len(lines)
    assert entry(fact).book == "council"


def test_what_did_not_arrive_of_a_shipment_of_an_earlier_year_corrects_the_net_assets() -> None:
    assert posted(lost("in_transit", BENCHES), NEW) == [
        ("1201", 100, 0),
        ("3102", 0, 100),
        ("5401", 100, 0),
        ("1201", 0, 100),
    ]


def test_goods_in_the_register_alone_make_no_entry() -> None:
    for fact in (received(), shipped(), discarded(), lost("in_store")):
        assert post(replace(fact, value=None), OLD, REGISTRY, RULES) is None
    said = g.GoodsAcknowledged(SHIPMENT, GIFT, FUND, SCHOOL, ITEMS, None)
    assert post(said, OLD, REGISTRY, RULES) is None


def test_goods_count_as_goods_and_as_nothing_that_is_available() -> None:
    facts = (received(), shipped(), received(), discarded(), received(), lost("in_store"), lost("in_transit"))
    moved = [movements(fact, REGISTRY.funds) for fact in facts]
    assert [[one.minor for one in by] for by in moved] == [[100], [-100], [100], [-100], [100], [-100], []]
    figures = fund_figures((one.restriction, one.measure, one.minor) for one in moved[0])
    assert (figures.goods, figures.received, figures.available) == (100, 0, 0)
    assert figures.by_restriction == ()

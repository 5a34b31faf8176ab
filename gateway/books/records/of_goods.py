"""Records of gifts in kind. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from gateway.books.records.shelf import Record, Shelf, Topic, known, made
from kernel.domain import Told
from services.funds.events import goods
from services.funds.events.goods import Count

_COUNTS: Final = ("usable", "discarded", "shipped", "acknowledged", "lost_in_transit", "lost_in_store")


def _valued(record: Record) -> Record:
    """Sums as records have them: minor units beside the currency; None for what has no value."""
    value = record["value"]
    record["value"], record["currency"] = (value["minor"], value["currency"]) if value else (None, None)
    record["items"] = [_item(item) for item in record["items"]]
    return record


def _item(item: Mapping[str, Any]) -> dict[str, Any]:
    return {("value" if name == "minor" else name): what for name, what in item.items()}


def _counted(items: Iterable[Count]) -> list[dict[str, Any]]:
    return [{"name": item.name, "quantity": item.quantity, "value": item.minor} for item in items]


def _gift(told: Told, shelf: Shelf) -> None:
    record = _valued(made(told, "gift_in_kind", "gift", status="received"))
    record["items"] = [{**item, **dict.fromkeys(_COUNTS, 0)} for item in record["items"]]
    shelf.put(record)


def _grown(shelf: Shelf, gift: str, more: Mapping[str, Mapping[str, int]]) -> None:
    """The gift with `more` of its items' counts: what there are none of in a part stays unknown."""
    record = known(shelf, "gift_in_kind", gift)
    if "items" in record:
        record["items"] = [
            {**item, **{count: item[count] + by for count, by in more.get(item["name"], {}).items()}}
            for item in record["items"]
        ]
        record["status"] = _status(record["items"])
    shelf.put(record)


def _status(items: Sequence[Mapping[str, int]]) -> str:
    """How far it is sorted; and when all is, whether anything is still there."""
    looked = [(item["usable"] + item["discarded"], item["quantity"]) for item in items]
    if any(done < quantity for done, quantity in looked):
        return "partly_sorted" if any(done for done, _ in looked) else "received"
    left = sum(item["usable"] - item["shipped"] - item["lost_in_store"] for item in items)
    return "sorted" if left else "given_out"


def _sorted(told: Told, shelf: Shelf) -> None:
    fact: goods.GoodsSorted = told.fact
    more = {item.name: {"usable": item.usable, "discarded": item.discarded} for item in fact.items}
    _grown(shelf, fact.gift, more)


def _shipped(told: Told, shelf: Shelf) -> None:
    fact: goods.GoodsShipped = told.fact
    shelf.put(_valued(made(told, "shipment", "shipment", status="shipped")))
    _grown(shelf, fact.gift, {item.name: {"shipped": item.quantity} for item in fact.items})


def _acknowledged(told: Told, shelf: Shelf) -> None:
    fact: goods.GoodsAcknowledged = told.fact
    record = known(shelf, "shipment", fact.shipment)
    record |= {
        "gift": fact.gift,
        "fund": fact.fund,
        "recipient": fact.recipient,
        "status": "acknowledged",
        "arrived": _counted(fact.items),
        "lost": [],
        "paper": fact.paper,
        "acknowledged_on": told.occurred_on.isoformat() if told.occurred_on else None,
        "acknowledged_by": told.actor.get("person"),
    }
    shelf.put(record)
    _grown(shelf, fact.gift, {item.name: {"acknowledged": item.quantity} for item in fact.items})


def _lost(told: Told, shelf: Shelf) -> None:
    fact: goods.GoodsLost = told.fact
    shelf.put(_valued(made(told, "loss", "loss", status="lost")))
    if fact.shipment is not None:
        record = known(shelf, "shipment", fact.shipment)
        record |= {"status": "partly_lost", "lost": _counted(fact.items)}
        shelf.put(record)
    _grown(shelf, fact.gift, {item.name: {f"lost_{fact.cause}": item.quantity} for item in fact.items})


TOPIC: Final = Topic(
    apply={
        goods.GoodsReceived: _gift,
        goods.GoodsSorted: _sorted,
        goods.GoodsShipped: _shipped,
        goods.GoodsAcknowledged: _acknowledged,
        goods.GoodsLost: _lost,
    },
    beside=frozenset({goods.GoodsLost}),
    adds_up=frozenset({goods.GoodsSorted}),
)

"""Goods come in, are sorted and given out: never more than there are.

Only what was sorted as usable is given out. Its value leaves with it, in the shares of its number, so that
what is left in the books is what is left in the store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.errors import InvalidInput, NotFound
from kernel.gone import require_present
from kernel.money import Money, allot
from services.funds.domain.documents import Fund
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
from services.funds.domain.goods.documents import Gift, Shipment, Stock
from services.funds.domain.lookup import (
    find_fund,
    require_currency,
    require_date,
    require_order,
    restricted_in,
)
from services.funds.errors.goods import AlreadyAcknowledged, GoodsExceeded
from services.funds.events.goods import (
    Count,
    GiftId,
    Goods,
    GoodsAcknowledged,
    GoodsLost,
    GoodsReceived,
    GoodsShipped,
    GoodsSorted,
    LossId,
    ShipmentId,
    Sorted,
)


def receive(view: View, command: ReceiveGoods, given: Given) -> list[Saying]:
    """Raises: NotFound, PersonGone, InvalidInput, CurrencyDiffers, OtherRestriction, ProjectUnknown."""
    require_present(view, command.donor, "donor")
    fund = find_fund(view, command.fund)
    _require_distinct(command.items)
    items = tuple(_goods(at, item, fund, valued=command.valued) for at, item in enumerate(command.items))
    fact = GoodsReceived(
        gift=GiftId(given.new_id("gik")),
        fund=fund.fund,
        donor=command.donor,
        items=items,
        value=_value([item.minor for item in items], fund.currency),
        restriction=restricted_in(view, fund, command.restriction),
        purpose=command.purpose,
        note=command.note,
    )
    return [Saying(fact, fact.gift, require_date(command.occurred_on, given))]


def _goods(at: int, item: GivenGoods, fund: Fund, *, valued: bool) -> Goods:
    """A gift is valued in all its items, or in none: half a value would be no value of it."""
    field = f"items.{at}.value"
    if valued and item.value is None:
        raise InvalidInput({field: ["field.required"]})
    if not valued and item.value is not None:
        raise InvalidInput({field: ["value.not_wanted"]})
    if item.value is not None:
        require_currency(item.value, fund.currency, field)
    return Goods(item.name, item.unit, item.quantity, item.value.minor if item.value else None)


def sort(view: View, command: SortGoods, given: Given) -> list[Saying]:
    """What cannot be used leaves the books here. Raises: NotFound, InvalidInput, GoodsExceeded."""
    gift = _find(view, command.gift)
    occurred_on = require_date(command.occurred_on, given)
    require_order(gift.occurred_on, occurred_on, "occurred_on")
    _require_distinct(command.items)
    items = tuple(_sorted(gift, at, item) for at, item in enumerate(command.items))
    fact = GoodsSorted(
        gift=gift.fact.gift,
        fund=gift.fact.fund,
        items=items,
        value=_value_of(view, gift, [item.minor for item in items]),
        restriction=gift.fact.restriction,
    )
    return [Saying(fact, gift.fact.gift, occurred_on)]


def _sorted(gift: Gift, at: int, item: Looked) -> Sorted:
    stock = _stock(gift, at, item.name)
    if item.usable + item.discarded == 0:
        field = f"items.{at}.usable"
        raise InvalidInput({field: ["count.nothing"]})
    _require_there(stock, stock.unsorted, item.usable + item.discarded)
    return Sorted(item.name, item.usable, item.discarded, stock.worth(item.discarded))


def ship(view: View, command: ShipGoods, given: Given) -> list[Saying]:
    """Raises: NotFound, PersonGone, InvalidInput, GoodsExceeded."""
    require_present(view, command.recipient, "recipient")
    gift = _find(view, command.gift)
    occurred_on = require_date(command.occurred_on, given)
    require_order(gift.occurred_on, occurred_on, "occurred_on")
    items = tuple(_leaving(gift, command.items))
    fact = GoodsShipped(
        shipment=ShipmentId(given.new_id("shp")),
        gift=gift.fact.gift,
        fund=gift.fact.fund,
        recipient=command.recipient,
        items=items,
        value=_value_of(view, gift, [item.minor for item in items]),
        restriction=gift.fact.restriction,
        purpose=command.purpose,
    )
    return [Saying(fact, gift.fact.gift, occurred_on)]


def lose(view: View, command: LoseGoods, given: Given) -> list[Saying]:
    """Raises: NotFound, InvalidInput, GoodsExceeded."""
    gift = _find(view, command.gift)
    occurred_on = require_date(command.occurred_on, given)
    require_order(gift.occurred_on, occurred_on, "occurred_on")
    items = tuple(_leaving(gift, command.items))
    fact = GoodsLost(
        loss=LossId(given.new_id("los")),
        gift=gift.fact.gift,
        fund=gift.fact.fund,
        cause="in_store",
        shipment=None,
        recipient=None,
        shipped_on=None,
        items=items,
        value=_value_of(view, gift, [item.minor for item in items]),
        restriction=gift.fact.restriction,
        reason=command.reason,
    )
    return [Saying(fact, gift.fact.gift, occurred_on)]


def _leaving(gift: Gift, items: Sequence[Counted]) -> Iterator[Count]:
    """Usable goods that leave the store."""
    _require_distinct(items)
    for at, item in enumerate(items):
        stock = _stock(gift, at, item.name)
        _require_there(stock, stock.at_hand, item.quantity)
        yield Count(item.name, item.quantity, stock.worth(item.quantity))


def acknowledge(view: View, command: AcknowledgeGoods, given: Given) -> list[Saying]:
    """What arrived of a shipment; in the same breath, what did not is lost.

    Raises: NotFound, AlreadyAcknowledged, InvalidInput, GoodsExceeded.
    """
    gift = _find(view, command.gift)
    shipment = gift.shipments.get(ShipmentId(command.shipment))
    if shipment is None:
        raise NotFound("shipment", command.shipment, field="shipment")
    if shipment.acknowledged:
        raise AlreadyAcknowledged(command.shipment)
    occurred_on = require_date(command.occurred_on, given)
    require_order(shipment.shipped_on, occurred_on, "occurred_on")
    arrived, lost = _parted(shipment, _arrived(gift, shipment, command.items))
    acknowledged = GoodsAcknowledged(
        shipment=ShipmentId(command.shipment),
        gift=gift.fact.gift,
        fund=gift.fact.fund,
        recipient=shipment.recipient,
        items=tuple(arrived),
        paper=command.paper,
    )
    sayings = [Saying(acknowledged, gift.fact.gift, occurred_on)]
    if lost:
        fact = GoodsLost(
            loss=LossId(given.new_id("los")),
            gift=gift.fact.gift,
            fund=gift.fact.fund,
            cause="in_transit",
            shipment=acknowledged.shipment,
            recipient=shipment.recipient,
            shipped_on=shipment.shipped_on,
            items=tuple(lost),
            value=_value_of(view, gift, [item.minor for item in lost]),
            restriction=gift.fact.restriction,
            reason=None,
        )
        sayings.append(Saying(fact, gift.fact.gift, occurred_on))
    return sayings


def _arrived(gift: Gift, shipment: Shipment, items: Sequence[Counted]) -> dict[str, int]:
    """How many of each item the recipient has: of what was sent to them alone."""
    _require_distinct(items)
    for at, item in enumerate(items):
        sent = shipment.items.get(item.name)
        if sent is None:
            raise NotFound("goods", item.name, field=f"items.{at}.name")
        _require_there(gift.stocks[item.name], sent.quantity, item.quantity)
    return {item.name: item.quantity for item in items}


def _parted(shipment: Shipment, arrived: dict[str, int]) -> tuple[list[Count], list[Count]]:
    """Each item of a shipment in what arrived and what did not; the value is split by the numbers."""
    here, lost = list[Count](), list[Count]()
    for name, sent in shipment.items.items():
        there = arrived.get(name, 0)
        missing = sent.quantity - there
        shares = (None, None) if sent.minor is None else allot(sent.minor, (there, missing))
        here += [Count(name, there, shares[0])] if there else []
        lost += [Count(name, missing, shares[1])] if missing else []
    return here, lost


def _find(view: View, ref: str) -> Gift:
    gift = view.get(Gift, ref)
    if gift is None:
        raise NotFound("gift_in_kind", ref, field="gift")
    return gift


def _stock(gift: Gift, at: int, name: str) -> Stock:
    stock = gift.stocks.get(name)
    if stock is None:
        raise NotFound("goods", name, field=f"items.{at}.name")
    return stock


def _require_there(stock: Stock, there: int, asked: int) -> None:
    if asked > there:
        raise GoodsExceeded(stock.given.name, str(there), stock.given.unit, field="items")


def _require_distinct(items: Iterable[GivenGoods | Looked | Counted]) -> None:
    """An item named twice would be counted against itself alone."""
    seen = set[str]()
    for at, item in enumerate(items):
        if item.name in seen:
            field = f"items.{at}.name"
            raise InvalidInput({field: ["list.repeated"]})
        seen.add(item.name)


def _value_of(view: View, gift: Gift, parts: Sequence[int | None]) -> Money | None:
    return _value(parts, find_fund(view, gift.fact.fund).currency)


def _value(parts: Sequence[int | None], currency: str) -> Money | None:
    """What goods are worth together; None where that is nothing, or not known."""
    whole = sum(part for part in parts if part is not None)
    return Money(whole, currency) if whole else None

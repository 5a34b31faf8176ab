"""A part of the story of answers: goods that were given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from support.house import People

DAY = "2026-01-02"
SCHOOL = {"name": "望湖小学", "kind": "organisation"}
COATS: dict[str, Any] = {"name": "棉衣", "unit": "件", "quantity": 10, "value": "100.00"}
BOOKS: dict[str, Any] = {"name": "旧书", "unit": "本", "quantity": 3}


def goods(people: People, post: Callable[..., str]) -> None:
    """A valued gift and one in the register; one shipment arrives whole, one does not, something is lost."""
    treasurer, given = people.treasurer, {"fund": "gz", "occurred_on": DAY}
    donor = {"name": "服装厂", "kind": "organisation"}
    gift = {**given, "donor": donor, "items": [COATS], "valued": True, "note": "送到仓库"}
    coats = post(treasurer, "/gifts-in-kind", None, gift)
    post(treasurer, "/gifts-in-kind", None, {**given, "items": [BOOKS], "valued": False})
    looked = {"items": [{"name": "棉衣", "usable": 9, "discarded": 1}], "occurred_on": DAY}
    post(treasurer, "/gifts-in-kind/{ref}/sortings", coats, looked)
    for sent, arrived in ((4, 4), (3, 2)):
        items = [{"name": "棉衣", "quantity": sent}]
        body = {"recipient": SCHOOL, "items": items, "occurred_on": DAY}
        shipment = post(treasurer, "/gifts-in-kind/{ref}/shipments", coats, body)
        items = [{"name": "棉衣", "quantity": arrived}]
        body = {"shipment": shipment, "items": items, "occurred_on": DAY, "paper": "0" * 64}
        post(treasurer, "/gifts-in-kind/{ref}/acknowledgements", coats, body)
    lost = {"items": [{"name": "棉衣", "quantity": 1}], "occurred_on": DAY, "reason": "受潮"}
    post(people.chair, "/gifts-in-kind/{ref}/losses", coats, lost)

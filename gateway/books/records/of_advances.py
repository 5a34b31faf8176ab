"""Records of advances: their settlements, and what is still out of them. Pure."""

from __future__ import annotations

from typing import Final

from gateway.books.records.of_projects import paid
from gateway.books.records.shelf import Shelf, Topic, add, known, made
from kernel.domain import Told
from services.projects import events as projects


def _settled(told: Told, shelf: Shelf) -> None:
    fact: projects.AdvanceSettled = told.fact
    returned, topped_up = fact.returned.minor, fact.topped_up.minor
    shelf.put(
        made(told, "settlement", "settlement", status="settled", returned=returned, topped_up=topped_up)
    )
    record = known(shelf, "spending", fact.spending)
    add(record, "outstanding", topped_up - fact.amount.minor - returned)
    add(record, "settled", fact.amount.minor)
    shelf.put(record)
    paid(fact.spending, topped_up, shelf)


TOPIC: Final = Topic(apply={projects.AdvanceSettled: _settled})

"""Records of handovers. Pure."""

from __future__ import annotations

from typing import Final

from gateway.books.records.shelf import Shelf, Topic, known, made, on_paper
from kernel.domain import Told
from services.members.events import handovers


def _opened(told: Told, shelf: Shelf) -> None:
    fact: handovers.HandoverOpened = told.fact
    record = made(told, "handover", "handover", status="open", signatures=[], completed_at=None)
    differing = zip(record["counts"], fact.counts, strict=True)
    shelf.put({**record, "counts": [{**one, "difference": count.difference} for one, count in differing]})


def _signed(told: Told, shelf: Shelf) -> None:
    fact: handovers.HandoverSigned = told.fact
    record = known(shelf, "handover", fact.handover)
    signature = {"person": fact.person, "side": fact.side, "at": told.recorded_at, **on_paper(told)}
    record["signatures"] = [*record.get("signatures", ()), signature]
    shelf.put(record)


def _completed(told: Told, shelf: Shelf) -> None:
    fact: handovers.HandoverCompleted = told.fact
    record = known(shelf, "handover", fact.handover)
    shelf.put(record | {"status": "completed", "completed_at": told.recorded_at})


TOPIC: Final = Topic(
    apply={
        handovers.HandoverOpened: _opened,
        handovers.HandoverSigned: _signed,
        handovers.HandoverCompleted: _completed,
    },
    foremost=frozenset({handovers.HandoverSigned}),
)

"""The record that a write answers: whole, as far as a moment's waiting for the ledger can make it so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from gateway.face import Face
from gateway.kinds import KINDS
from kernel.clock import Seconds
from kernel.errors import Unavailable

MOMENT_S: Final[Seconds] = 1.0
"""How long a write waits for what it builds on: one caller's next step comes sooner than the ledger."""


def whole(door: Face, council: str, events: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """What the events made or changed. A part of it, where the ledger does not catch up in a moment."""
    record = door.books.whole(council, events)
    if not _is_part(record):
        return record
    first = events[0]
    try:
        caught_up = door.books.wait_for(council, {first["service"]: first["position"] - 1}, MOMENT_S)
    except Unavailable:
        return record  # as many wait as may: it is written, and a GET tells the rest
    return door.books.whole(council, events) if caught_up else record


def _is_part(record: Mapping[str, Any]) -> bool:
    """Whether it lacks what every record of its kind has."""
    kind = KINDS.get(record.get("record", ""))
    return kind is not None and bool(kind.statuses) and "status" not in record

"""Lists in stretches: an opaque cursor says behind which row the next begins, whatever is written since."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from kernel.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a list, and the cursor of the next; None: this was the last."""

    items: list[dict[str, Any]]
    next: str | None


def cursor_of(*place: int) -> str:
    """The opaque text of a place in a list."""
    return base64.urlsafe_b64encode(orjson.dumps(place)).decode().rstrip("=")


def place_of(cursor: str | None, length: int) -> tuple[int, ...] | None:
    """The place that a cursor names; None without one. Raises: InvalidInput(cursor.invalid)."""
    if cursor is None:
        return None
    try:
        place = orjson.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True))
    except (binascii.Error, ValueError):
        place = None
    # `type`: JSON's true is an int to isinstance.
    if not isinstance(place, list) or len(place) != length or any(type(part) is not int for part in place):
        raise InvalidInput({"cursor": ["cursor.invalid"]})
    if not all(-(2**63) <= part < 2**63 for part in place):
        raise InvalidInput({"cursor": ["cursor.invalid"]})
    return tuple(place)


def page_of(
    rows: Sequence[Any],
    limit: int,
    item: Callable[[Any], dict[str, Any]],
    place: Callable[[Any], Sequence[int]],
) -> Page:
    """A page of rows that were asked for with a limit of one more."""
    kept = rows[:limit]
    more = len(rows) > limit
    return Page([item(row) for row in kept], cursor_of(*place(kept[-1])) if more else None)

"""Tables that are kept apart by topic become one. What stands in two is a mistake, found at import."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


def merged(*tables: Mapping[Key, Value]) -> dict[Key, Value]:
    """All of the tables. Raises: ValueError where two have the same key."""
    whole: dict[Key, Value] = {}
    for table in tables:
        if twice := whole.keys() & table.keys():
            raise ValueError(f"said twice: {sorted(map(str, twice))}")
        whole.update(table)
    return whole

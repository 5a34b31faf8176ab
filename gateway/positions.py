"""Ledger-Position: which logs a write reached, and a read that waits until the ledger has them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from gateway.problems import Problem

if TYPE_CHECKING:
    from gateway.face import Face

HEADER: Final = "Ledger-Position"
_ONE: Final = re.compile(r"\s*(members|funds|projects)/([0-9]{1,16})\s*", re.ASCII)
_LENGTH_MAX: Final = 200


def text(events: Iterable[Mapping[str, Any]]) -> str:
    """`members/5, funds/123`: the last position of each log that `events` are in."""
    last: dict[str, int] = {}
    for event in events:
        last[event["service"]] = max(event["position"], last.get(event["service"], 0))
    return ", ".join(f"{service}/{position}" for service, position in last.items())


def parsed(header: str) -> dict[str, int]:
    """The inverse of `text`. Raises: Problem ledger_position.format."""
    if len(header) > _LENGTH_MAX:
        raise Problem("ledger_position.format")
    wanted: dict[str, int] = {}
    for part in header.split(","):
        one = _ONE.fullmatch(part)
        if one is None:
            raise Problem("ledger_position.format")
        wanted[one[1]] = max(int(one[2]), wanted.get(one[1], 0))
    return wanted


def waited(door: Face, council: str, wanted: Mapping[str, int], seconds_max: float) -> bool:
    """Whether the ledger has it, in time. Raises: Unavailable where too many wait."""
    return door.books.wait_for(council, wanted, seconds_max)


def require(door: Face, council: str, header: str) -> None:
    """Wait for what a read asks for. Raises: Problem ledger.behind: never stale data."""
    if not waited(door, council, parsed(header), door.config.behind_s_max):
        raise Problem("ledger.behind")

"""Bodies that pass on the walk's world, where the example of a route does not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from support.house import today
from support.walking import World

_ANOTHER: Final = {"code": "another"}
"""The example is there already."""


def passing(world: World, path: str) -> Mapping[str, Any]:
    """What stands otherwise than in the example (None: is left out), so that who may do it does it here."""
    if path == "/handovers":
        return _handover(world)
    otherwise: dict[str, dict[str, Any]] = {
        "/members": _ANOTHER,
        "/money-accounts": _ANOTHER,
        "/funds": _ANOTHER,
        "/projects": _ANOTHER,
        "/members/<ref>/leavings": {"on": today()},
        "/members/<ref>/suspensions": {"on": today()},
        "/members/<ref>/mergers": {"on": today(), "into": "choir"},
        "/members/<ref>/renamings": {"from": today()},
        "/resolutions": {"fund": "gongzhi", "closes_on": today()},
        "/transfers": {"from": "bank", "to": "cash", "amount": "1", "fee": None},
    }
    return otherwise.get(path, {})


def _handover(world: World) -> dict[str, Any]:
    sides = {"from": "treasurer", "to": "resident", "supervisor": "supervisor"}
    accounts = world.house.founder.seen("/v1/money-accounts", limit="200")["items"]
    return {
        **{side: world.by_role[role].person for side, role in sides.items()},
        "counts": [{"account": one["id"], "counted": "1"} for one in accounts],
        "difference_note": "找零",
    }

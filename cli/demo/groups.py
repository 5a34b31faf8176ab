"""The building groups (楼栋小组) and volunteer teams (志愿队) of the demonstration council. Invented. Pure.

So many that lists page, filter and are searched as those of a real council: that they are 189, 67 and 6,327
is the one thing of the demonstration that is not made up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from cli.demo.council import BEGINS
from kernel.money import allot

BUILDING_GROUPS, VOLUNTEER_TEAMS, VOLUNTEERS = 189, 67, 6_327
YARDS: Final = ("荷园", "柳浪", "松涛", "桂苑", "枫林", "竹溪", "梅坞", "兰庭", "杏坛")
"""Invented names of housing estates: 21 buildings in each."""
CAUSES: Final = ("清洁", "助老", "巡逻", "护学", "维修", "绿化", "文明劝导", "便民理发")
Told = Iterator[tuple[str, str, dict[str, Any]]]
"""(command, reference, body)."""


def joining() -> Told:
    """All of them, as the founder has them join."""
    for number in range(1, BUILDING_GROUPS + 1):
        building, yard = divmod(number - 1, len(YARDS))
        name = f"{YARDS[yard]}{building + 1}号楼小组"
        yield _joins(f"DEMO-B{number:03}", name, "building_group")
    for number, count in enumerate(head_counts(), start=1):
        cause, yard = divmod(number - 1, len(YARDS))
        name = f"{YARDS[yard]}{CAUSES[cause]}志愿队"
        yield _joins(f"DEMO-T{number:02}", name, "volunteer_team", head_count=count)


def head_counts() -> list[int]:
    """The volunteers shared out over the teams by invented weights, to the last of them."""
    return allot(VOLUNTEERS, [40 + number * 29 % 83 for number in range(VOLUNTEER_TEAMS)])


def _joins(code: str, name: str, kind: str, **more: int) -> tuple[str, str, dict[str, Any]]:
    body: dict[str, Any] = {
        "code": code,
        "name": f"演示·{name}",
        "kind": kind,
        "joined_on": BEGINS.isoformat(),
    }
    return "members.join_member", code, {**body, **more}

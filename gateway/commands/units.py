"""Commands: member units."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from marshmallow import Schema

from gateway.commands.route import DAY, Route
from gateway.schemas import units


def _of_unit(
    path: str, command: str, schema: type[Schema], summary: str, example: Mapping[str, Any]
) -> Route:
    return Route(
        f"/members/<ref>/{path}",
        f"members.{command}",
        schema,
        summary,
        ("founder", "secretary"),
        "member",
        example,
        takes="member",
    )


ROUTES: Final = (
    Route(
        "/members",
        "members.join_member",
        units.Member,
        "A member unit joins",
        ("founder",),
        "member",
        {"code": "yeyu", "name": "业余合唱团", "kind": "cultural_society", "head_count": 42},
    ),
    _of_unit(
        "renamings",
        "rename_member",
        units.Renaming,
        "A unit bears another name from a day on; what is of before shows the old one",
        {"name": "社区合唱团", "from": DAY},
    ),
    _of_unit(
        "head-counts",
        "count_member",
        units.HeadCount,
        "Say how many people a unit has",
        {"head_count": 45, "on": DAY},
    ),
    _of_unit(
        "mergers",
        "merge_member",
        units.Merger,
        "A unit becomes a part of another; its id stays where it was named",
        {"into": "shuhua", "on": DAY},
    ),
    _of_unit(
        "suspensions",
        "suspend_member",
        units.Standing,
        "A unit does not vote until it is resumed",
        {"on": DAY, "reason": "停止活动"},
    ),
    _of_unit("resumptions", "resume_member", units.Resumption, "A suspension ends", {"on": DAY}),
    _of_unit(
        "leavings",
        "leave_council",
        units.Standing,
        "A unit leaves the council",
        {"on": DAY, "reason": "解散"},
    ),
)

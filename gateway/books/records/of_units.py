"""Records of member units: one per unit, with every name that it had. Pure."""

from __future__ import annotations

from typing import Any, Final

from gateway.books.records.shelf import Shelf, Topic, known, made, plain
from kernel.domain import Told
from services.members.events import units


def _day(told: Told) -> str | None:
    return told.occurred_on.isoformat() if told.occurred_on else None


def _joined(told: Told, shelf: Shelf) -> None:
    fact: units.MemberJoined = told.fact
    day = _day(told)
    names = [{"name": fact.name, "from": day}]
    more: dict[str, Any] = {"names": names, "joined_on": day, "since": day, "merged_into": None}
    shelf.put(made(told, "member", "member", status="joined", **more))


def _renamed(told: Told, shelf: Shelf) -> None:
    fact: units.MemberRenamed = told.fact
    record = known(shelf, "member", fact.member)
    record["name"] = fact.name
    record["names"] = [*record.get("names", ()), {"name": fact.name, "from": _day(told)}]
    shelf.put(record)


def _counted(told: Told, shelf: Shelf) -> None:
    fact: units.MemberCounted = told.fact
    shelf.put(known(shelf, "member", fact.member) | {"head_count": fact.head_count})


_STATUS: Final = {
    units.MemberMerged: "merged",
    units.MemberSuspended: "suspended",
    units.MemberResumed: "joined",
    units.MemberLeft: "left",
}


def _standing(told: Told, shelf: Shelf) -> None:
    record = known(shelf, "member", told.fact.member)
    record |= {"status": _STATUS[type(told.fact)], "since": _day(told)}
    if isinstance(told.fact, units.MemberMerged):
        record["merged_into"] = told.fact.into
    elif isinstance(told.fact, units.MemberResumed):
        record.pop("reason", None)
    else:
        record["reason"] = plain(told.fact)["reason"]
    shelf.put(record)


TOPIC: Final = Topic(
    apply={
        units.MemberJoined: _joined,
        units.MemberRenamed: _renamed,
        units.MemberCounted: _counted,
        units.MemberMerged: _standing,
        units.MemberSuspended: _standing,
        units.MemberResumed: _standing,
        units.MemberLeft: _standing,
    },
)

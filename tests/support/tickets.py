"""Builders for tests of the writer: the cupboard's commands as tickets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from support.cupboard import CutKey, DoorBuilt
from support.storage import MAIN

from kernel.codec import Envelope
from kernel.domain import Actor
from kernel.sealed import Opening
from kernel.tickets import Answer, Done, Group, Item, Noting
from kernel.writer import Writer

KEEPER = Actor("per_keeper", {"keeper": "man_1"}, 7)


def item(command: Any, key: str, *, actor: Actor = KEEPER, openings: tuple[Opening, ...] = ()) -> Item:
    return Item(command, actor, key, repr(command), openings)


def group(*items: Item, dry_run: bool = False) -> Group:
    return Group(items=items, dry_run=dry_run)


def answers(writer: Writer, *groups: Group) -> list[Sequence[Answer]]:
    writer.commit(groups)
    return [one.answers for one in groups]


def built(*doors: str, after: int = 0) -> Noting:
    bodies = [
        Envelope(
            MAIN,
            "building",
            n,
            DoorBuilt.TYPE,
            door,
            "x",
            {},
            None,
            "2026-01-01T00:00:00.000000Z",
            None,
            {"door": door},
        ).encoded()
        for n, door in enumerate(doors, after + 1)
    ]
    return Noting(source="building", after=after, bodies=bodies)


def cut(writer: Writer, key: str = "cut", door: str = "gate") -> str:
    writer.commit([built(door)])
    [[done]] = answers(writer, group(item(CutKey(door), key)))
    assert isinstance(done, Done)
    return done.events[0].subject

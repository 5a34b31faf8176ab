"""A small service for tests of the kernel: who holds which key. Nothing of the council's in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from kernel.documents import View
from kernel.domain import Domain, Given, Saying, Told
from kernel.errors import Conflict, NotFound
from kernel.sealed import Sealed


@dataclass(frozen=True, slots=True)
class KeyCut:
    TYPE: ClassVar = "cupboard.key_cut.v1"
    key: str
    door: str


@dataclass(frozen=True, slots=True)
class KeyLent:
    TYPE: ClassVar = "cupboard.key_lent.v1"
    key: str
    holder: str
    note: Sealed | None = None


@dataclass(frozen=True, slots=True)
class DoorNoted:
    TYPE: ClassVar = "cupboard.door_noted.v1"
    door: str


@dataclass(frozen=True, slots=True)
class HolderForgotten:
    TYPE: ClassVar = "cupboard.holder_forgotten.v1"
    holder: str


@dataclass(frozen=True, slots=True)
class DoorBuilt:
    """As the building service says it."""

    TYPE: ClassVar = "building.door_built.v1"
    door: str


@dataclass(frozen=True, slots=True)
class CutKey:
    COMMAND: ClassVar = "cupboard.cut_key"
    ROLES: ClassVar = frozenset({"keeper"})
    door: str


@dataclass(frozen=True, slots=True)
class LendKey:
    COMMAND: ClassVar = "cupboard.lend_key"
    ROLES: ClassVar = frozenset({"keeper"})
    ON_BEHALF: ClassVar = True
    key: str
    holder: str
    note: Sealed | None = None


@dataclass(frozen=True, slots=True)
class Forget:
    COMMAND: ClassVar = "cupboard.forget"
    ROLES: ClassVar = frozenset({"keeper"})
    holder: str


@dataclass(frozen=True, slots=True)
class LookIn:
    """Changes nothing, so it should be no command."""

    COMMAND: ClassVar = "cupboard.look_in"
    ROLES: ClassVar = frozenset({"keeper"})


@dataclass(frozen=True, slots=True)
class Stumble:
    """A defect of ours."""

    COMMAND: ClassVar = "cupboard.stumble"
    ROLES: ClassVar = frozenset({"keeper"})


@dataclass(frozen=True, slots=True)
class Door:
    """Resident: how many keys it has."""

    keys: int = 0


@dataclass(frozen=True, slots=True)
class Key:
    """Loaded by subject."""

    door: str
    holders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Resident, by holder."""


class KeyIsOut(Conflict):
    code = "cupboard.key_is_out"


class DoorUnknown(NotFound):
    may_be_behind = ("building",)


def keys(fact: Any) -> Sequence[tuple[type, str]]:
    match fact:
        case KeyCut(key, door):
            return [(Key, key), (Door, door)]
        case KeyLent(key):
            return [(Key, key)]
        case DoorNoted(door):
            return [(Door, door)]
        case HolderForgotten(holder):
            return [(Forgotten, holder)]
        case _:
            return []


def evolve(kind: type, document: Any, told: Told) -> object:
    match told.fact:
        case KeyCut(_, door):
            return Key(door) if kind is Key else Door(document.keys + 1)
        case KeyLent(_, holder):
            return Key(document.door, (*document.holders, holder))
        case HolderForgotten():
            return Forgotten()
        case _:
            return Door()


def decide(view: View, command: Any, given: Given) -> Sequence[Saying]:
    match command:
        case CutKey(door):
            if view.get(Door, door) is None:
                raise DoorUnknown("door", door, field="door")
            key = given.new_id("key")
            return [Saying(KeyCut(key, door), key)]
        case LendKey(key, holder, note):
            known = view.get(Key, key)
            if known is None:
                raise NotFound("key", key, field="key")
            if known.holders:
                raise KeyIsOut(key, known.holders[-1])
            return [Saying(KeyLent(key, holder, note), key)]
        case Forget(holder):
            return [Saying(HolderForgotten(holder), holder)]
        case LookIn():
            return []
        case _:
            raise ZeroDivisionError("a defect")


def note_building(view: View, told: Told, given: Given) -> Sequence[Saying]:  # noqa: ARG001
    return [] if view.get(Door, told.fact.door) else [Saying(DoorNoted(told.fact.door), told.fact.door)]


GATE_KEY_DUE = date(2026, 3, 3)


def due(view: View, given: Given) -> Sequence[Saying]:
    """By that day the gate has a key: where nobody had one cut, it is cut by itself."""
    gate = view.get(Door, "gate")
    if gate is None or gate.keys or given.today < GATE_KEY_DUE:
        return []
    key = given.new_id("key")
    return [Saying(KeyCut(key, "gate"), key, given.today)]


CUPBOARD = Domain(
    name="cupboard",
    facts=(KeyCut, KeyLent, DoorNoted, HolderForgotten),
    commands=(CutKey, LendKey, Forget, LookIn, Stumble),
    resident=frozenset({Door, Forgotten}),
    keys=keys,
    evolve=evolve,
    decide=decide,
    note={"building": note_building},
    foreign={"building": (DoorBuilt,)},
    erases=lambda fact: fact.holder if isinstance(fact, HolderForgotten) else None,
    erased=lambda view, holder: view.get(Forgotten, holder) is not None,
    recorders=frozenset({"scribe"}),
)

"""A service's rules are put together from topics: each by itself, none in another's place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, ClassVar

import pytest

from kernel.documents import Shelf, View
from kernel.domain import Actor, Domain, Given, Keys, Saying, Told, Topic, classes, domain_of
from kernel.errors import Forbidden


@dataclass(frozen=True, slots=True)
class KeyLent:
    TYPE: ClassVar = "cupboard.key_lent.v1"
    key: str


@dataclass(frozen=True, slots=True)
class DoorPainted:
    TYPE: ClassVar = "cupboard.door_painted.v1"


@dataclass(frozen=True, slots=True)
class DoorBuilt:
    TYPE: ClassVar = "building.door_built.v1"


@dataclass(frozen=True, slots=True)
class LendKey:
    COMMAND: ClassVar = "cupboard.lend_key"
    ROLES: ClassVar[frozenset[str]] = frozenset()
    key: str


@dataclass(frozen=True, slots=True)
class Key:
    lent: int


@dataclass(frozen=True, slots=True)
class Door:
    touched: int


def lend(_: View, command: LendKey, __: Given) -> Sequence[Saying]:
    return [Saying(KeyLent(command.key), command.key)]


def of_a_key(fact: KeyLent) -> Keys:
    return [(Key, fact.key), (Door, "door")]


def of_a_door(_: DoorPainted) -> Keys:
    return [(Door, "door")]


def after(document: Key | None, _: Told) -> Key:
    return Key(document.lent + 1 if document else 1)


def touched(document: Door | None, _: Told) -> Door:
    return Door(document.touched + 1 if document else 1)


def paint(*_: object) -> Sequence[Saying]:
    return [Saying(DoorPainted(), "door")]


LENDING = Topic((KeyLent,), {LendKey: lend}, of_a_key, {Key: after})
DOORS = Topic((DoorPainted,), {}, of_a_door, {Door: touched}, frozenset({Door}))
GIVEN = Given(
    "main", Actor("per_1"), datetime(2026, 1, 1, tzinfo=UTC), date(2026, 1, 1), lambda prefix: prefix
)
NOTHING = Shelf(frozenset({Door}), lambda _kind, _key: None)


def cupboard(*topics: Topic, **beside: Any) -> Domain:
    return domain_of("cupboard", topics, **beside)


def told(fact: Any) -> Told:
    return Told(fact, "gate", 1, None, "", {})


def test_each_topic_gives_its_part() -> None:
    domain = cupboard(LENDING, DOORS, recorders=frozenset({"scribe"}))
    assert (domain.facts, domain.commands) == ((KeyLent, DoorPainted), (LendKey,))
    assert domain.resident == {Door}
    assert domain.recorders == {"scribe"}
    (saying,) = domain.decide(NOTHING, LendKey("gate"), GIVEN)
    assert saying.fact == KeyLent("gate")


def test_a_fact_changes_a_document_of_another_topic_at_that_documents_home() -> None:
    domain = cupboard(LENDING, DOORS)
    assert domain.keys(KeyLent("gate")) == [(Key, "gate"), (Door, "door")]
    assert domain.evolve(Door, Door(1), told(KeyLent("gate"))) == Door(2)
    assert domain.evolve(Key, None, told(KeyLent("gate"))) == Key(1)


def test_a_topic_notes_the_facts_of_others_that_it_reads() -> None:
    noting = Topic((DoorPainted,), {}, of_a_door, {Door: touched}, note={"building": {DoorBuilt: paint}})
    domain = cupboard(LENDING, noting)
    assert domain.foreign == {"building": (DoorBuilt,)}
    (saying,) = domain.note["building"](NOTHING, told(DoorBuilt()), GIVEN)
    assert saying.fact == DoorPainted()
    with pytest.raises(TypeError, match="in two topics: DoorBuilt"):
        cupboard(noting, Topic(note={"building": {DoorBuilt: paint}}))
    with pytest.raises(TypeError, match="door_built"):
        cupboard(Topic(note={"library": {DoorBuilt: paint}}))


def test_what_time_alone_makes_true_is_asked_of_every_topic_that_knows() -> None:
    assert cupboard(LENDING, DOORS).due is None
    due = cupboard(LENDING, Topic(due=paint), Topic(due=paint)).due
    assert due is not None
    assert [saying.fact for saying in due(NOTHING, GIVEN)] == [DoorPainted(), DoorPainted()]


def test_what_comes_before_every_decision_may_refuse_it() -> None:
    def never(*_: object) -> None:
        raise Forbidden("cupboard.lend_key", "nobody")

    domain = cupboard(LENDING, DOORS, before=never)
    with pytest.raises(Forbidden):
        domain.decide(NOTHING, LendKey("gate"), GIVEN)


@pytest.mark.parametrize(
    ("other", "word"),
    [
        (Topic(facts=(KeyLent,)), "KeyLent"),
        (Topic(decide={LendKey: lend}), "LendKey"),
        (Topic(evolve={Key: after}), "Key"),
    ],
)
def test_what_stands_in_two_topics_is_a_fault_of_ours(other: Topic, word: str) -> None:
    with pytest.raises(TypeError, match=f"in two topics: {word}$"):
        cupboard(LENDING, DOORS, other)


def test_a_document_that_nobody_evolves_is_not_resident() -> None:
    with pytest.raises(TypeError, match="Door"):
        cupboard(LENDING, Topic(resident=frozenset({Door})))


def test_a_name_is_of_the_service_and_of_one_class() -> None:
    with pytest.raises(TypeError, match="key_lent"):
        domain_of("shed", [LENDING])
    again = type("Again", (), {"TYPE": KeyLent.TYPE})
    with pytest.raises(TypeError, match="key_lent"):
        cupboard(LENDING, Topic(facts=(again,)))


def test_a_topic_without_keys_has_no_facts() -> None:
    with pytest.raises(TypeError, match="without `keys`"):
        Topic().keys(KeyLent("gate"))


def test_a_union_of_one_class_is_that_class() -> None:
    assert classes(KeyLent) == (KeyLent,)
    assert classes(KeyLent | DoorPainted) == (KeyLent, DoorPainted)

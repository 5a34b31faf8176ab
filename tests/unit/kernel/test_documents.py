"""Documents in layers: what a layer hides, hands down, or takes with it when it is dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from kernel.documents import Layer, Shelf


@dataclass(frozen=True, slots=True)
class Total:
    """Resident."""

    minor: int


@dataclass(frozen=True, slots=True)
class Gift:
    """Loaded by subject."""

    minor: int


@dataclass
class Log:
    """Where gifts are folded from."""

    gifts: dict[str, Gift] = field(default_factory=dict)
    loads: list[str] = field(default_factory=list)

    def load(self, kind: type, key: str) -> object | None:
        assert kind is Gift
        self.loads.append(key)
        return self.gifts.get(key)


def shelf(log: Log, capacity: int = 2) -> Shelf:
    return Shelf(frozenset({Total}), log.load, capacity)


def test_a_layer_shows_its_changes_over_what_is_below() -> None:
    below = shelf(Log())
    below.put("fund", Total(1))
    layer = Layer(below)
    assert layer.get(Total, "fund") == Total(1)
    layer.put("fund", Total(2))
    assert layer.get(Total, "fund") == Total(2)
    assert below.get(Total, "fund") == Total(1), "nothing goes down before the merge"
    assert list(layer.changes()) == [("fund", Total(2))]


def test_a_layer_that_is_dropped_leaves_nothing() -> None:
    batch = Layer(shelf(Log()))
    batch.put("fund", Total(1))
    Layer(batch).put("fund", Total(2))
    assert batch.get(Total, "fund") == Total(1)


def test_documents_of_two_kinds_share_a_key_without_meeting() -> None:
    below = shelf(Log())
    below.put("x", Total(1))
    below.put("x", Gift(2))
    assert (below.get(Total, "x"), below.get(Gift, "x")) == (Total(1), Gift(2))


def test_a_resident_document_is_never_loaded() -> None:
    log = Log()
    assert shelf(log).get(Total, "fund") is None
    assert log.loads == []


def test_a_document_is_loaded_once_while_it_is_used_and_again_when_it_was_dropped() -> None:
    log = Log({name: Gift(at) for at, name in enumerate("abc")})
    kept = shelf(log)
    for name in "aab":
        kept.get(Gift, name)
    assert log.loads == ["a", "b"]
    kept.get(Gift, "a")  # now b is the one unused for longest
    kept.get(Gift, "c")
    assert kept.holds(Gift, "a")
    assert not kept.holds(Gift, "b")
    assert kept.get(Gift, "b") == Gift(1)
    assert log.loads == ["a", "b", "c", "b"]


def test_what_the_log_does_not_know_is_asked_again() -> None:
    log = Log()
    kept = shelf(log)
    assert kept.get(Gift, "a") is None
    log.gifts["a"] = Gift(1)
    assert kept.get(Gift, "a") == Gift(1)


def test_all_lists_the_resident_documents_of_one_kind() -> None:
    kept = shelf(Log())
    for name in "ab":
        kept.put(name, Total(ord(name)))
    assert dict(kept.all(Total)) == {"a": Total(97), "b": Total(98)}


class Layers(RuleBasedStateMachine):
    """Any opening, writing, merging and dropping of layers is as a stack of dicts would have it."""

    def __init__(self) -> None:
        super().__init__()
        self.log = Log()
        self.shelf = shelf(self.log)
        self.layers: list[Layer] = []
        self.model: list[dict[tuple[type, str], object]] = [{}]

    @rule()
    def open(self) -> None:
        self.layers.append(Layer(self.layers[-1] if self.layers else self.shelf))
        self.model.append({})

    @precondition(lambda self: self.layers)
    @rule(kind=st.sampled_from([Total, Gift]), key=st.sampled_from("abcd"), minor=st.integers(0, 9))
    def put(self, kind: type[Total | Gift], key: str, minor: int) -> None:
        self.layers[-1].put(key, kind(minor))
        self.model[-1][kind, key] = kind(minor)

    @precondition(lambda self: self.layers)
    @rule()
    def merge(self) -> None:
        layer, changes = self.layers.pop(), self.model.pop()
        if not self.layers:  # committed: the log has it now
            self.log.gifts.update({key: doc for (_, key), doc in changes.items() if isinstance(doc, Gift)})
        layer.merge(self.layers[-1] if self.layers else self.shelf)
        self.model[-1].update(changes)

    @precondition(lambda self: self.layers)
    @rule()
    def drop(self) -> None:
        self.layers.pop()
        self.model.pop()

    @invariant()
    def the_top_shows_what_the_model_has(self) -> None:
        view = self.layers[-1] if self.layers else self.shelf
        seen: Mapping[tuple[type, str], object] = {
            place: doc for level in self.model for place, doc in level.items()
        }
        for kind in (Total, Gift):
            for key in "abcd":
                assert view.get(kind, key) == seen.get((kind, key))


TestLayers = Layers.TestCase
TestLayers.settings = settings(max_examples=50, stateful_step_count=25)

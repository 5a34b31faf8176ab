"""Fact classes and stored bytes: type names are data, old shapes become newer ones on reading only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Literal, NewType

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.canonical import NotCanonical
from kernel.codec import Codec, Envelope, UnknownType, decode_envelope
from kernel.domain import Told
from kernel.money import Money
from kernel.sealed import Sealed

KeyId = NewType("KeyId", str)


@dataclass(frozen=True, slots=True)
class Line:
    minor: int
    of: KeyId | None


@dataclass(frozen=True, slots=True)
class KeyLent:
    TYPE: ClassVar = "cupboard.key_lent.v2"
    key: KeyId
    deposit: Money
    until: date | None
    how: Literal["by_hand", "by_post"]
    lines: tuple[Line, ...]
    note: Sealed | None
    spare: bool = False


@dataclass(frozen=True, slots=True)
class KeyReturned:
    TYPE: ClassVar = "cupboard.key_returned.v1"
    key: KeyId


CODEC = Codec(
    [KeyLent, KeyReturned],
    {
        "cupboard.key_lent.v0": ("cupboard.key_lent.v1", lambda data: {"key": data["name"]}),
        "cupboard.key_lent.v1": (
            "cupboard.key_lent.v2",
            lambda data: {
                **data,
                "deposit": {"minor": 0, "currency": "CNY"},
                "until": None,
                "how": "by_hand",
                "lines": [],
                "note": None,
            },
        ),
    },
)
texts = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=10)
facts = st.builds(
    KeyLent,
    key=texts.map(KeyId),
    deposit=st.builds(Money, st.integers(-(2**53) + 1, 2**53 - 1), st.just("CNY")),
    until=st.none() | st.dates(),
    how=st.sampled_from(["by_hand", "by_post"]),
    lines=st.lists(st.builds(Line, st.integers(0, 9), st.none() | texts.map(KeyId)), max_size=3).map(tuple),
    note=st.none() | st.builds(Sealed, texts),
    spare=st.booleans(),
) | st.builds(KeyReturned, texts.map(KeyId))


def envelope(type_name: str, data: dict[str, Any], occurred_on: str | None = None) -> Envelope:
    return Envelope(
        council="main",
        service="cupboard",
        position=7,
        type=type_name,
        subject="key_1",
        command_id="k",
        actor={"person": "per_1", "mandate": None, "position": 3},
        occurred_on=occurred_on,
        recorded_at="2026-03-02T04:00:00.000000Z",
        cause={"service": "funds", "position": 2},
        data=data,
    )


@given(facts)
def test_a_fact_comes_back_from_its_bytes(fact: KeyLent | KeyReturned) -> None:
    stored = envelope(fact.TYPE, CODEC.data(fact)).encoded()
    read = decode_envelope(stored)
    assert CODEC.fact(read) == fact
    assert read.encoded() == stored, "reading and writing again changes no byte"


def test_the_domain_is_told_all_that_the_envelope_says() -> None:
    read = decode_envelope(envelope(KeyReturned.TYPE, {"key": "gate"}, "2026-03-01").encoded())
    assert CODEC.told(read) == Told(
        fact=KeyReturned(KeyId("gate")),
        subject="key_1",
        position=7,
        occurred_on=date(2026, 3, 1),
        recorded_at="2026-03-02T04:00:00.000000Z",
        actor={"person": "per_1", "mandate": None, "position": 3},
        cause={"service": "funds", "position": 2},
        service="cupboard",
        command_id="k",
    )


def test_an_old_shape_becomes_the_newest_one_on_reading() -> None:
    stored = envelope("cupboard.key_lent.v0", {"name": "gate"})
    expected = KeyLent(KeyId("gate"), Money(0, "CNY"), None, "by_hand", (), None)
    assert CODEC.fact(stored) == expected
    assert stored.data == {"name": "gate"}, "what is stored stays as it was"
    assert CODEC.knows("cupboard.key_lent.v0")
    assert CODEC.names == {"cupboard.key_lent.v2", "cupboard.key_returned.v1"}


def test_a_type_of_a_newer_release_is_named_as_unknown() -> None:
    with pytest.raises(UnknownType, match=r"cupboard\.key_lent\.v3"):
        CODEC.fact(envelope("cupboard.key_lent.v3", {}))
    assert not CODEC.knows("cupboard.key_lent.v3")


def test_a_fact_of_another_service_is_not_written() -> None:
    @dataclass(frozen=True)
    class Impostor:
        TYPE: ClassVar = "cupboard.key_returned.v1"
        key: str

    with pytest.raises(UnknownType, match="Impostor"):
        CODEC.data(Impostor("gate"))


@pytest.mark.parametrize("data", [{}, {"key": 1}, {"key": None}])
def test_data_of_the_wrong_shape_is_no_fact(data: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        CODEC.fact(envelope(KeyReturned.TYPE, data))


def test_a_tolerant_reader_takes_only_the_fields_that_it_names() -> None:
    @dataclass(frozen=True)
    class Reader:
        TYPE: ClassVar = "cupboard.key_lent.v2"
        key: KeyId

    fact = KeyLent(KeyId("gate"), Money(1, "CNY"), None, "by_post", (), None)
    assert Codec([Reader]).fact(envelope(fact.TYPE, CODEC.data(fact))) == Reader(KeyId("gate"))


def test_what_has_no_canonical_bytes_is_not_stored() -> None:
    with pytest.raises(NotCanonical) as refusal:
        envelope(KeyReturned.TYPE, CODEC.data(KeyReturned(KeyId("a\nb")))).encoded()
    assert refusal.value.path == "data.key"


@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b'{"council": 1}', b"\xff"])
def test_bytes_that_are_no_envelope_are_refused(body: bytes) -> None:
    with pytest.raises((msgspec.DecodeError, UnicodeDecodeError)):
        decode_envelope(body)


def _fact(annotation: Any, *, frozen: bool = True) -> type:
    namespace = {"TYPE": "cupboard.bad.v1", "__annotations__": {"TYPE": ClassVar[str], "value": annotation}}
    return dataclass(frozen=frozen)(type("Bad", (), namespace))


@dataclass
class Thawed:
    value: int


@dataclass(frozen=True)
class Deep:
    inner: tuple[Line | Thawed, ...] = field(default=())


@pytest.mark.parametrize(
    "annotation", [float, list[int], dict[str, int], Any, bytes, Thawed, Deep, float | None]
)
def test_a_fact_is_made_of_plain_frozen_things(annotation: Any) -> None:
    with pytest.raises(TypeError, match="Bad"):
        Codec([_fact(annotation)])
    with pytest.raises(TypeError, match="not frozen"):
        Codec([_fact(int, frozen=False)])


def test_two_facts_have_not_one_name() -> None:
    with pytest.raises(ValueError, match=r"cupboard\.bad\.v1"):
        Codec([_fact(int), _fact(int)])
    assert Codec([KeyReturned, KeyReturned]).names == {KeyReturned.TYPE}

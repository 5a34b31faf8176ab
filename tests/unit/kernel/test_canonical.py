"""One value, one string of bytes, whichever JSON library makes them."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from kernel.canonical import INTEGER_MAX, NotCanonical, check, clean_text, decode, encode

texts = st.text(st.characters(exclude_categories=["Cc", "Cs"]))
keys = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E))
leaves = st.none() | st.booleans() | st.integers(-INTEGER_MAX, INTEGER_MAX) | texts
values = st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(keys, inner), max_leaves=20)
objects = st.dictionaries(keys, values)


def by_standard_library(value: Any) -> bytes:
    """What the offline verifier does, which has nothing else."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


@given(objects)
def test_the_bytes_are_those_of_rfc_8785_and_of_the_standard_library(value: dict[str, Any]) -> None:
    body = encode(value)
    assert body == rfc8785.dumps(value)
    assert body == by_standard_library(value)


@given(objects)
def test_decoding_gives_the_value_back(value: dict[str, Any]) -> None:
    assert decode(encode(value)) == value


@given(objects)
def test_the_order_in_which_keys_were_put_changes_nothing(value: dict[str, Any]) -> None:
    assert encode(dict(reversed(value.items()))) == encode(value)


@pytest.mark.parametrize("value", ["𠮷·é\u2028\ufeff", '"\\/', "", 0, -1, INTEGER_MAX, -INTEGER_MAX])
def test_what_libraries_like_to_escape_is_written_alike(value: Any) -> None:
    assert encode({"a": value}) == rfc8785.dumps({"a": value}) == by_standard_library({"a": value})


@pytest.mark.parametrize(
    ("value", "path", "why"),
    [
        ({"a": 1.0}, "a", "type"),
        ({"a": {"b": [0, float("nan")]}}, "a.b.1", "type"),
        ({"a": INTEGER_MAX + 1}, "a", "number.too_large"),
        ({"a": [-INTEGER_MAX - 1]}, "a.0", "number.too_large"),
        ({"a": "x\x00"}, "a", "text.control_character"),
        ({"a": "two\nlines"}, "a", "text.control_character"),
        ({"a": "\x7f"}, "a", "text.control_character"),
        ({"a": "\x85"}, "a", "text.control_character"),
        ({"a": ("\ud800",)}, "a.0", "text.control_character"),
        ({"é": 1}, "", "key.not_ascii"),
        ({"a": {"b\n": 1}}, "a", "key.not_ascii"),
        ({"a": {1: 1}}, "a", "key.not_ascii"),
        ({"a": b"bytes"}, "a", "type"),
        ({"a": {1, 2}}, "a", "type"),
        ({"a": MappingProxyType({"b": 1})}, "a", "type"),
    ],
)
def test_what_json_libraries_read_differently_has_no_bytes(value: Any, path: str, why: str) -> None:
    with pytest.raises(NotCanonical) as refusal:
        encode(value)
    assert (refusal.value.path, refusal.value.why) == (path, why)


@given(st.text())
def test_clean_text_is_what_the_check_lets_through(text: str) -> None:
    try:
        check(text)
    except NotCanonical:
        assert not clean_text(text)
    else:
        assert clean_text(text)
        assert text.encode().decode() == text

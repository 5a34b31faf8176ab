"""Bodies: strict JSON, bounded before anything is built from it."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway import bodies
from gateway.problems import Problem


def refusal(body: bytes) -> str:
    with pytest.raises(Problem) as raised:
        bodies.parse(body)
    return raised.value.code


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(json_values)
def test_what_json_wrote_is_read_as_it_was(value: object) -> None:
    assert bodies.parse(json.dumps(value).encode()) == value


@pytest.mark.parametrize(
    "body",
    [
        *(b"{", b"", b"nul", b"{'a': 1}", b'{"a": NaN}', b"[Infinity]", b"[-Infinity]", b'"\xff"'),
        *(b"\xff\xfe{}", b'{"a":1}x', b"\xef\xbb\xbf{}", b'{"a": "\x01"}', b"[" + b"9" * 5000 + b"]"),
        '{"a":1}'.encode("utf-16"),
    ],
)
def test_what_is_not_json_is_refused(body: bytes) -> None:
    assert refusal(body) == "body.not_json"


def test_a_key_that_stands_twice_is_refused_wherever_it_is() -> None:
    assert refusal(b'{"a": 1, "a": 1}') == "body.duplicate_key"
    assert refusal(b'[{"x": {"a": 1, "b": 2, "a": 3}}]') == "body.duplicate_key"
    assert refusal('{"é": 1, "\\u00e9": 2}'.encode()) == "body.duplicate_key"


@pytest.mark.parametrize("unit", [b"[", b'{"a":', b'[{"a":'])
@pytest.mark.parametrize("times", [40, 5_000, 170_000])
def test_deep_nesting_is_refused_before_it_is_parsed(unit: bytes, times: int) -> None:
    assert refusal(unit * times) == "body.too_deep"


def test_brackets_inside_texts_are_no_nesting() -> None:
    text = '[{"\\"[[[' * 50
    assert bodies.parse(json.dumps([text] * 3).encode()) == [text] * 3


def test_many_objects_side_by_side_are_not_deep() -> None:
    body = json.dumps([{"a": [1]}] * 1_000).encode()
    assert len(bodies.parse(body)) == 1_000


@pytest.mark.parametrize("tail", [b"\\", b"", b'"', b"\\\\"])
def test_a_body_of_nothing_but_escapes_is_looked_through_once(tail: bytes) -> None:
    body = b"[" * 33 + b'"' + b'\\"' * 500_000 + tail
    began = time.process_time()
    assert refusal(body) == "body.too_deep"
    assert time.process_time() - began < 2


@given(st.lists(st.sampled_from(["{", "}", "[", "]", '"', "\\", "a", " "]), max_size=60))
def test_the_depth_of_any_text_is_told(parts: list[str]) -> None:
    assert 0 <= bodies.depth("".join(parts)) <= len(parts)


def test_a_lone_surrogate_is_left_to_the_field_that_holds_it() -> None:
    assert bodies.parse(b'{"name": "\\ud800"}') == {"name": "\ud800"}

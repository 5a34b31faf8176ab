"""Strict fields: what passes, and the code of every fault."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import fields

from kernel import wire
from kernel.errors import InvalidInput
from kernel.money import Money

ID = "don_" + "0" * 20


def load(one: fields.Field[Any], value: object) -> Any:
    """`value` through a schema of one field `x`."""
    return wire.load(wire.Strict.from_dict({"x": one})(), {"x": value})["x"]


def faults(one: fields.Field[Any], value: object) -> dict[str, list[str]]:
    with pytest.raises(InvalidInput) as refusal:
        load(one, value)
    return refusal.value.errors


TEXT, CODE, REF, ANY_ID, GIFT_ID = wire.Text(5), wire.Code(), wire.Ref(), wire.Id(), wire.Id("don", "plg")
CHOICE, FLAG, DAY, MINOR, DECIMAL = (
    wire.Choice("bank", "cash"),
    wire.Flag(),
    wire.Day(),
    wire.Minor(),
    wire.Decimal(),
)
LIST = wire.Many(wire.sha256(), longest=2)
SHA = "0a" * 32


@pytest.mark.parametrize(
    ("one", "value", "loaded"),
    [
        (TEXT, " 五个字的话 ", "五个字的话"),
        (TEXT, "𠮷" * 5, "𠮷" * 5),
        (CODE, "co-gov.1_a", "co-gov.1_a"),
        (CODE, "007", "007"),
        (REF, ID, ID),
        (REF, "co-gov", "co-gov"),
        (ANY_ID, ID, ID),
        (GIFT_ID, ID, ID),
        (CHOICE, "cash", "cash"),
        (FLAG, False, False),
        (DAY, "2028-02-29", date(2028, 2, 29)),
        (MINOR, {"minor": 1, "currency": "CNY"}, Money(1, "CNY")),
        (DECIMAL, {"amount": "12.34", "currency": "USD"}, Money(1234, "USD")),
        (DECIMAL, {"amount": "12"}, Money(1200, "CNY")),
        (DECIMAL, "１２．５", Money(1250, "CNY")),
        (DECIMAL, {"amount": "100000000000.00"}, Money(wire.SUM_MAX, "CNY")),
        (LIST, [SHA, SHA], [SHA, SHA]),
        (LIST, [], []),
        (wire.reference(), "4200001234567890123456789012345678", "4200001234567890123456789012345678"),
    ],
)
def test_what_is_right_passes(one: fields.Field[Any], value: object, loaded: object) -> None:
    assert load(one, value) == loaded


@pytest.mark.parametrize(
    ("one", "value", "code"),
    [
        (TEXT, 1, "field.type"),
        (TEXT, ["a"], "field.type"),
        (TEXT, True, "field.type"),
        (TEXT, None, "field.null"),
        (TEXT, "", "text.empty"),
        (TEXT, " \u3000 ", "text.empty"),
        (TEXT, "sixsix", "text.too_long"),
        (TEXT, "a\x00", "text.control_character"),
        (TEXT, "a\n", "text.control_character"),
        (TEXT, "\udc00", "text.control_character"),
        (CODE, "a b", "code.format"),
        (CODE, "基金", "code.format"),
        (CODE, ID, "code.format"),
        (CODE, ID.upper(), "code.format"),
        (CODE, "ｂａｎｋ", "code.format"),
        (CODE, "", "code.format"),
        (CODE, "a" * 41, "code.format"),
        (CODE, 1, "field.type"),
        (REF, "a/b", "ref.format"),
        (ANY_ID, "don_1", "id.format"),
        (ANY_ID, 1, "field.type"),
        (GIFT_ID, ID.replace("don", "per"), "id.format"),
        (CHOICE, "gold", "choice.unknown"),
        (CHOICE, ["bank"], "field.type"),
        (CHOICE, None, "field.null"),
        (FLAG, 1, "field.type"),
        (FLAG, "true", "field.type"),
        (DAY, "2026-02-29", "date.unknown"),
        (DAY, "0000-01-01", "date.unknown"),
        (DAY, "2026-1-1", "date.format"),
        (DAY, "20260101", "date.format"),
        (DAY, "2026-01-01T00:00:00Z", "date.format"),
        (DAY, "２０２６-01-01", "date.format"),
        (DAY, 20260101, "field.type"),
        (MINOR, {"minor": 0, "currency": "CNY"}, "money.not_positive"),
        (MINOR, {"minor": -1, "currency": "CNY"}, "money.not_positive"),
        (MINOR, {"minor": True, "currency": "CNY"}, "money.format"),
        (MINOR, {"minor": 1.0, "currency": "CNY"}, "money.format"),
        (MINOR, {"minor": "1", "currency": "CNY"}, "money.format"),
        (MINOR, {"minor": 1}, "money.format"),
        (MINOR, {"minor": 1, "currency": "CNY", "x": 1}, "money.format"),
        (MINOR, {"minor": 1, "currency": ["CNY"]}, "money.format"),
        (MINOR, {"minor": 1, "currency": "XXX"}, "money.currency"),
        (MINOR, {"minor": wire.SUM_MAX + 1, "currency": "CNY"}, "money.too_large"),
        (MINOR, "1", "money.format"),
        (DECIMAL, 12.34, "money.not_text"),
        (DECIMAL, 12, "money.not_text"),
        (DECIMAL, {"amount": 12}, "money.not_text"),
        (DECIMAL, {"amount": None}, "money.not_text"),
        (DECIMAL, {}, "money.not_text"),
        (DECIMAL, {"amount": "1", "currency": 1}, "money.not_text"),
        (DECIMAL, {"amount": "1", "currency": "XXX"}, "money.currency"),
        (DECIMAL, "0.00", "money.not_positive"),
        (DECIMAL, "-1", "money.not_positive"),
        (DECIMAL, "0.001", "money.decimals"),
        (DECIMAL, "1e3", "money.format"),
        (DECIMAL, "NaN", "money.format"),
        (DECIMAL, "9" * 30, "money.too_large"),
        (LIST, "a", "field.type"),
        (LIST, [SHA] * 3, "list.too_long"),
        (wire.reference(), "a b", "reference.format"),
        (wire.reference(), "流水", "reference.format"),
        (wire.sha256(), SHA.upper(), "sha256.format"),
    ],
)
def test_every_fault_has_its_code(one: fields.Field[Any], value: object, code: str) -> None:
    assert faults(one, value) == {"x": [code]}


def test_a_fault_inside_is_found_by_its_path() -> None:
    class Donor(wire.Strict):
        name = wire.Text(required=True)
        kind = wire.Choice("person", "organisation", required=True)

    assert faults(wire.Inner(Donor), {"name": "", "colour": 1}) == {
        "x.name": ["text.empty"],
        "x.kind": ["field.required"],
        "x.colour": ["field.unknown"],
    }
    assert faults(wire.Inner(Donor), "ada") == {"x": ["field.type"]}
    assert faults(LIST, [SHA, "a"]) == {"x.1": ["sha256.format"]}
    assert faults(DECIMAL, {"amount": "1", "cents": 2}) == {"x.cents": ["field.unknown"]}


def test_a_field_that_is_missing_or_too_many_is_named() -> None:
    class Body(wire.Strict):
        x = wire.Text(required=True)

    with pytest.raises(InvalidInput) as refusal:
        wire.load(Body(), {"y": 1})
    assert refusal.value.errors == {"x": ["field.required"], "y": ["field.unknown"]}


@pytest.mark.parametrize("body", [None, [], "x", 1, True, [{"x": "a"}]])
def test_a_body_that_is_no_object_is_refused(body: object) -> None:
    with pytest.raises(InvalidInput) as refusal:
        wire.load(wire.Strict.from_dict({"x": wire.Text()})(), body)
    assert refusal.value.errors == {"body": ["field.type"]}


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize("one", [TEXT, CODE, REF, GIFT_ID, CHOICE, FLAG, DAY, MINOR, DECIMAL, LIST])
@given(value=anything)
def test_whatever_comes_is_taken_or_refused_by_code(one: fields.Field[Any], value: object) -> None:
    try:
        load(one, value)
    except InvalidInput as refusal:
        for path, codes in refusal.errors.items():
            assert path.split(".")[0] == "x"
            assert all(re.fullmatch(r"[a-z0-9]+(\.[a-z_]+)+", code) for code in codes)


@pytest.mark.parametrize(
    ("text", "good"),
    [("a", True), ("~" * 200, True), ("~" * 201, False)] + [(bad, False) for bad in ("", "a b", "键", "a\n")],
)
def test_an_idempotency_key_is_visible_ascii(text: str, good: bool) -> None:
    assert wire.is_key(text) is good


def test_a_day_is_written_as_iso_text() -> None:
    schema = wire.Strict.from_dict({"x": wire.Day(allow_none=True)})()
    assert schema.dump({"x": date(2026, 3, 2)}) == {"x": "2026-03-02"}
    assert schema.dump({"x": None}) == {"x": None}

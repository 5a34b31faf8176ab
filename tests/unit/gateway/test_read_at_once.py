"""Bodies are read past marshmallow's books of faults where none is; what comes out is what it gives."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marshmallow import Schema, ValidationError

from gateway.commands import ROUTES
from kernel import wire
from kernel.ids import derived
from services.funds import schemas as funds
from services.members import schemas as members
from services.projects import schemas as projects

SCHEMAS = {
    **{command: case[0] for part in (funds, members, projects) for command, case in part.CASES.items()},
    **{route.path: route.body for route in ROUTES},
}

texts = st.sampled_from(
    [
        *(
            "bank",
            "cash",
            "grant",
            "donation",
            "person",
            "organisation",
            "chair",
            "none",
            "project",
            "benches",
        ),
        *("", " ", "x" * 600, "a\x00", "2026-02-28", "2026-02-30", "12.34", "1e3", "CNY", "f" * 64, "SER-1"),
        *(derived(prefix, "a") for prefix in ("per", "org", "don", "fnd", "acc", "plg", "rev", "spd", "prj")),
    ]
)
values = st.one_of(
    texts,
    st.none(),
    st.booleans(),
    st.integers(-1, 10**14),
    st.lists(texts, max_size=2),
    st.fixed_dictionaries({"minor": st.integers(-1, 99), "currency": st.sampled_from(["CNY", "XXX"])}),
    st.fixed_dictionaries({"kind": texts, "value": texts}),
    st.fixed_dictionaries({"file": texts, "line": st.integers(0, 3)}),
    st.fixed_dictionaries({"id": texts}),
)


def by_marshmallow(schema: Schema, body: dict[str, Any]) -> dict[str, Any] | None:
    try:
        loaded: dict[str, Any] = schema.load(body)
    except ValidationError:
        return None
    return loaded


def bodies(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """From nothing, or from the example that is shown of it: some fields are anything, some not there."""
    fields = [field.data_key or key for key, field in SCHEMAS[name].load_fields.items()]
    keys = st.sampled_from([*fields, "unknown"])
    shown = [{**route.example, **route.fixed} for route in ROUTES if name in (route.path, route.command)]
    begun = st.sampled_from([{}, *({key: one[key] for key in one if key in fields} for one in shown)])
    changes = st.dictionaries(keys, values, max_size=len(fields))
    return st.builds(
        lambda body, changed, gone: {key: one for key, one in {**body, **changed}.items() if key not in gone},
        begun,
        changes | st.dictionaries(keys, values, max_size=2),
        st.frozensets(keys, max_size=1),
    )


BODIES = {name: bodies(name) for name in SCHEMAS}


@pytest.mark.parametrize("name", sorted(SCHEMAS))
@settings(max_examples=50)  # for each of two hundred shapes; every tenth body is read at once
@given(st.data())
def test_what_is_read_at_once_is_what_marshmallow_reads(name: str, data: st.DataObject) -> None:
    schema = SCHEMAS[name]
    assert isinstance(schema, wire.Strict)
    body = data.draw(BODIES[name])
    at_once = schema.at_once(body)
    if at_once is not None:
        assert at_once == by_marshmallow(schema, body)


def test_a_right_body_is_read_at_once_and_a_wrong_one_is_left_to_marshmallow() -> None:
    schema = SCHEMAS["funds.record_donation"]
    assert isinstance(schema, wire.Strict)
    body = {
        "fund": "co",
        "account": "bank",
        "donor": derived("org", "a"),
        "amount": {"minor": 1, "currency": "CNY"},
        "occurred_on": "2026-02-28",
        "note": None,
    }
    read = schema.at_once(body)
    assert read is not None
    assert read == by_marshmallow(schema, body)
    wrong = [
        {**body, "fund": None},
        {**body, "x": 1},
        {**body, "amount": 1},
        {"fund": "co"},
        [body],
        None,
        "x",
    ]
    assert [schema.at_once(one) for one in wrong] == [None] * len(wrong)

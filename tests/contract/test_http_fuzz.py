"""No input makes a 500: bodies, headers, paths and queries of any kind end in an answer that says why."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from support.house import House, People

from gateway.commands import IN_BATCH, ROUTES

REFS = ["gz", "bank", "bench", "nope", "don_0123456789abcdefghjk", "per_0123456789abcdefghjk"]
WORDS = [
    *("gz", "bank", "cash", "bench", "nope", "CNY", "none", "project", "person", "organisation", "grant"),
    *("1", "0", "-1", "1.23", "1e3", "NaN", "9" * 40, "2026-01-01", "2026-02-30", "0001-01-01", "9999-12-31"),
    *(
        "don_0123456789abcdefghjk",
        "per_0123456789abcdefghjk",
        "",
        " ",
        "张三",
        "𠮷",
        "\x00",
        "\ud800",
        "\u202e",
    ),
]
texts = st.sampled_from(WORDS) | st.text(max_size=20)
numbers = st.integers(-(2**80), 2**80) | st.floats()
leaves = st.none() | st.booleans() | numbers | texts
FIELDS = sorted(
    {name for route in ROUTES for name in route.in_batch.fields} | {"from", "to", "key", "command"}
)
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["kind", "value", "name", "amount", "currency", "id"]) | texts, inner, max_size=4
        )
    ),
    max_leaves=8,
)
RIGHT: dict[str, Any] = {
    "fund": "gz", "account": "bank", "amount": "1", "occurred_on": "2026-01-02", "project": "bench",
    "from": "bank", "to": "cash", "reason": "x", "purpose": "x", "name": "x", "kind": "bank",
}  # fmt: skip
bodies = st.builds(
    lambda right, wrong: {**{name: RIGHT[name] for name in right}, **wrong},
    st.sets(st.sampled_from(sorted(RIGHT))),
    st.dictionaries(st.sampled_from(FIELDS) | texts, values, max_size=5),
)
roles = st.sampled_from(["founder", "treasurer", "chair", "lead", "auditor"])
many = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def send(house: House, method: str, path: str, token: str, **how: Any) -> None:
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": house.key(), **how.pop("headers", {})}
    answer = house.open(path, method, headers=headers, **how)
    assert answer.status_code < 500, (path, how, answer.text)
    if answer.status_code >= 400 and method != "HEAD":
        assert answer.content_type == "application/problem+json"
        assert answer.json["code"]
        assert answer.json["status"] == answer.status_code


@many
@given(
    route=st.sampled_from(ROUTES),
    ref=st.sampled_from(REFS),
    who=roles,
    body=bodies,
)
def test_any_object_as_a_body(
    house: House, people: People, *, route: Any, ref: str, who: str, body: Any
) -> None:
    raw = json.dumps(body).encode()
    path = f"/v1{route.path.replace('<ref>', ref)}"
    send(house, "POST", path, getattr(people, who).token, data=raw, content_type="application/json")


@many
@given(
    commands=st.lists(
        st.builds(
            lambda name, body: {**body, "command": name}, st.sampled_from(sorted(IN_BATCH)) | texts, bodies
        )
        | values,
        max_size=4,
    ),
    atomic=st.booleans() | leaves,
    dry_run=st.sampled_from(["", "?dry_run=true"]),
    who=roles,
)
def test_any_batch(
    house: House, people: People, *, commands: Any, atomic: Any, dry_run: str, who: str
) -> None:
    raw = json.dumps({"atomic": atomic, "commands": commands}).encode()
    token = getattr(people, who).token
    send(house, "POST", f"/v1/batches{dry_run}", token, data=raw, content_type="application/json")


@many
@given(
    raw=st.binary(max_size=300),
    kind=st.sampled_from(["application/json", "application/json; charset=utf-16", "x"]),
)
@example(raw=b'{"amount": 1' + b"0" * 5_000 + b"}", kind="application/json")
@example(raw=b"[" * 100_000, kind="application/json")
def test_any_bytes_as_a_body(house: House, people: People, raw: bytes, kind: str) -> None:
    send(house, "POST", "/v1/donations", people.treasurer.token, data=raw, content_type=kind)


headers = st.sampled_from([
    *("Accept-Language", "Ledger-Position", "Idempotency-Key", "Content-Type", "Authorization", "Range"),
    *("If-None-Match", "X-Forwarded-For", "Cookie", "Accept"),
])  # fmt: skip
header_texts = st.text(
    st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=80
)
steps = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@many
@given(
    path=steps.map(lambda text: f"/v1/{text}")
    | steps.map(lambda ref: f"/v1/donations/{ref}")
    | st.sampled_from([f"/v1{route.path}" for route in ROUTES]),
    method=st.sampled_from(["GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"]),
    names=st.dictionaries(headers, header_texts, max_size=4),
)
def test_any_path_and_headers(house: House, people: People, path: str, method: str, names: Any) -> None:
    send(house, method, path, people.nobody.token, headers=names, data=b"{}")


READS = [
    *("donations", "funds", "funds/gz", "projects/bench", "ledger/entries", "ledger/trial-balance"),
    *("ledger/accounts/1002", "ledger/findings", "events", "people", "spending", "ledger/position"),
]
PARAMETERS = [
    *("limit", "cursor", "as_of", "recorded_as_of", "from", "to", "fund", "account", "q", "status", "book"),
    *("unposted", "service", "subject", "type", "donor", "project", "x"),
]
asked = texts | st.sampled_from(
    ["200", "201", "W10", "WzFd", "WzEsMl0", "WzksOV0", "2026-01-01T00:00:00Z", "0001-01-01T00:00:00+23:59",
     "9999-12-31T23:59:59-23:59", "false", "funds", "1002", "%", "_", "'", "\\"]
)  # fmt: skip


@many
@given(path=st.sampled_from(READS), query=st.dictionaries(st.sampled_from(PARAMETERS), asked, max_size=4))
def test_any_query(house: House, people: People, path: str, query: dict[str, str]) -> None:
    clean = {name: value.encode("utf-8", "replace").decode() for name, value in query.items()}
    send(house, "GET", f"/v1/{path}", people.auditor.token, query_string=clean)

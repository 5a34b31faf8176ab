"""Bad input: a 4xx problem with a stable code and the field's name, never a 500, and nothing written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from support.house import House, People

GIFT: dict[str, Any] = {"fund": "gz", "account": "bank", "amount": "100.00", "occurred_on": "2026-01-02"}
FUND = {
    "code": "new",
    "name": "n",
    "kind": "co_governance",
    "source": "donation",
    "legal_holder": "社区",
}


@pytest.fixture(autouse=True)
def nothing_is_written(house: House, people: People) -> Iterator[None]:  # noqa: ARG001 - they come first
    before = {name: desk.heads() for name, desk in house.service_desks.items()}
    yield
    assert {name: desk.heads() for name, desk in house.service_desks.items()} == before


def faults(answer: Any) -> list[tuple[str, str]]:
    assert answer.content_type == "application/problem+json"
    assert answer.json["code"] == "invalid_input"
    return [(one["field"], one["code"]) for one in answer.json["errors"]]


SUMS = [
    (100, "money.not_text"),
    (12.5, "money.not_text"),
    (True, "money.not_text"),
    (["1"], "money.not_text"),
    (None, "field.null"),
    ("0", "money.not_positive"),
    ("0.00", "money.not_positive"),
    ("-1", "money.not_positive"),
    ("1.234", "money.decimals"),
    ("1e3", "money.format"),
    ("NaN", "money.format"),
    ("Infinity", "money.format"),
    ("1,000", "money.format"),
    ("", "money.format"),
    (" 1", "money.format"),
    ("+1", "money.format"),
    ("9" * 30, "money.too_large"),
    ("9" * 3000, "money.too_large"),
    ("1\x00", "money.format"),
    ("\ud800", "money.format"),
    ({"amount": 1, "currency": "CNY"}, "money.not_text"),
    ({"amount": "1", "currency": "XYZ"}, "money.currency"),
    ({"amount": "1", "currency": 1}, "money.not_text"),
    ({}, "money.not_text"),
]


@pytest.mark.parametrize(("amount", "code"), SUMS, ids=repr)
def test_a_sum_that_is_none(people: People, amount: Any, code: str) -> None:
    import json

    body = json.dumps({**GIFT, "amount": amount}).encode()  # which writes lone surrogates as escapes
    answer = people.treasurer.post("/v1/donations", body)
    assert answer.status_code == 422
    assert faults(answer) == [("amount", code)]


FIELDS = [
    ("/v1/donations", {**GIFT, "occurred_on": "2026-02-30"}, "occurred_on", "date.unknown"),
    ("/v1/donations", {**GIFT, "occurred_on": "2026-2-3"}, "occurred_on", "date.format"),
    ("/v1/donations", {**GIFT, "occurred_on": 20260203}, "occurred_on", "field.type"),
    ("/v1/donations", {**GIFT, "colour": "red"}, "colour", "field.unknown"),
    ("/v1/donations", {**GIFT, "fund": ""}, "fund", "ref.format"),
    ("/v1/donations", {**GIFT, "fund": "x" * 41}, "fund", "ref.format"),
    ("/v1/donations", {**GIFT, "fund": {"a": 1}}, "fund", "field.type"),
    ("/v1/donations", {**GIFT, "purpose": "x" * 501}, "purpose", "text.too_long"),
    ("/v1/donations", {**GIFT, "purpose": "a\x00b"}, "purpose", "text.control_character"),
    ("/v1/donations", {**GIFT, "purpose": "a\nb"}, "purpose", "text.control_character"),
    ("/v1/donations", {**GIFT, "purpose": "  "}, "purpose", "text.empty"),
    ("/v1/donations", {**GIFT, "reference": "a b"}, "reference", "reference.format"),
    ("/v1/donations", {**GIFT, "donor": "per_short"}, "donor", "id.format"),
    ("/v1/donations", {**GIFT, "donor": 7}, "donor", "field.type"),
    ("/v1/donations", {**GIFT, "donor": {"name": "x"}}, "donor.kind", "field.required"),
    ("/v1/donations", {**GIFT, "donor": {"name": "x", "kind": "ghost"}}, "donor.kind", "choice.unknown"),
    ("/v1/donations", {**GIFT, "donor": {"name": 5, "kind": "person"}}, "donor.name", "field.type"),
    ("/v1/donations", {**GIFT, "donor": {"kind": "organisation"}}, "donor.name", "field.required"),
    ("/v1/donations", {**GIFT, "amount": {"amount": "1", "x": 1}}, "amount.x", "field.unknown"),
    ("/v1/donations", {**GIFT, "restriction": {"kind": "project"}}, "restriction.value", "field.required"),
    ("/v1/donations", {**GIFT, "restriction": "none"}, "restriction", "field.type"),
    ("/v1/donations", [], "body", "field.type"),
    ("/v1/donations", "text", "body", "field.type"),
    (
        "/v1/transfers",
        {"from": "bank", "to": "cash", "amount": "1", "occurred_on": "x"},
        "occurred_on",
        "date.format",
    ),
    ("/v1/projects/bench/spending", {"amount": "1", "purpose": "p"}, "payee", "field.required"),
]


@pytest.mark.parametrize(("path", "body", "field", "code"), FIELDS)
def test_a_field_that_is_wrong_is_named(people: People, path: str, body: Any, field: str, code: str) -> None:
    who = people.lead if "spending" in path else people.treasurer
    answer = who.post(path, body)
    assert answer.status_code == 422
    assert faults(answer) == [(field, code)]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("code", "fnd_0123456789abcdefghjk", "code.format"),
        ("code", "含中文", "code.format"),
        ("imported", True, "field.unknown"),
    ],
)
def test_a_fund_with_a_wrong_field(people: People, field: str, value: Any, code: str) -> None:
    answer = people.founder.post("/v1/funds", {**FUND, field: value})
    assert (answer.status_code, faults(answer)) == (422, [(field, code)])


def test_every_fault_of_a_body_is_told_at_once(people: People) -> None:
    answer = people.treasurer.post("/v1/donations", {"amount": "1e3", "x": 1})
    assert dict(faults(answer)) == {
        "fund": "field.required",
        "account": "field.required",
        "occurred_on": "field.required",
        "amount": "money.format",
        "x": "field.unknown",
    }


def test_of_thousands_of_faults_the_first_are_told_and_the_others_counted(people: People) -> None:
    answer = people.treasurer.post("/v1/donations", {**GIFT, **{f"x{at}": 1 for at in range(5_000)}})
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_input")
    assert (len(answer.json["errors"]), answer.json["more_errors"]) == (100, 4_900)


def test_a_lone_surrogate_is_refused_by_its_field(people: People) -> None:
    body = b'{"fund":"gz","account":"bank","amount":"1","occurred_on":"2026-01-02","purpose":"\\ud800"}'
    answer = people.treasurer.post("/v1/donations", body)
    assert (answer.status_code, faults(answer)) == (422, [("purpose", "text.control_character")])


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/v1/donations", {**GIFT, "fund": "nope"}, "fund"),
        ("/v1/donations", {**GIFT, "account": "acc_0123456789abcdefghjk"}, "account"),
        ("/v1/donations", {**GIFT, "restriction": {"kind": "project", "value": "nope"}}, "restriction.value"),
        ("/v1/transfers", {"from": "nope", "to": "cash", "amount": "1", "occurred_on": "2026-01-02"}, "from"),
        ("/v1/donations", {**GIFT, "donor": "per_00000000000000000000"}, "donor"),
        ("/v1/donations", {**GIFT, "donor": {"id": "org_00000000000000000000"}}, "donor"),
        ("/v1/receipts", {**GIFT, "kind": "grant", "from": "org_00000000000000000000"}, "from"),
    ],
)
def test_what_a_body_names_and_nobody_knows_is_422(people: People, path: str, body: Any, field: str) -> None:
    answer = people.treasurer.post(path, body)
    assert (answer.status_code, answer.json["code"]) == (422, "not_found")
    assert [one["field"] for one in answer.json["errors"]] == [field]


@pytest.mark.parametrize(
    "path",
    [
        "/v1/donations/don_0123456789abcdefghjk/refunds",
        "/v1/donations/nope/refunds",
        "/v1/donations/%00/refunds",
        "/v1/donations/%ff%fe/refunds",
        "/v1/donations/x%20y/refunds",
        "/v1/donations/per_0123456789abcdefghjk/refunds",
    ],
)
def test_what_a_path_names_and_nobody_knows_is_404(people: People, path: str) -> None:
    answer = people.treasurer.post(path, {"amount": "1", "occurred_on": "2026-01-02"})
    assert (answer.status_code, answer.json["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    "path",
    [
        "/v1/reversals/nope/confirmations",
        "/v1/reversals/rev_0123456789abcdefghjk/confirmations",
        "/v1/reversals/rvp_0123456789abcdefghjk/confirmations",
        "/v1/spending/spd_0123456789abcdefghjk/approvals",
        "/v1/projects/nope/closings",
        "/v1/allocations/all_0123456789abcdefghjk/returns",
    ],
)
def test_the_same_for_what_the_chair_does(people: People, path: str) -> None:
    answer = people.chair.post(path, {"amount": "1"} if path.endswith("returns") else {})
    assert (answer.status_code, answer.json["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "body.not_json"),
        (b'{"amount": NaN}', 400, "body.not_json"),
        (b"[" * 5000, 400, "body.too_deep"),
        (b'{"a":' * 40 + b"1" + b"}" * 40, 400, "body.too_deep"),
        (b'{"fund":"a","fund":"b"}', 400, "body.duplicate_key"),
        (b"\xff", 400, "body.not_json"),
        (b" " * ((1 << 20) + 1), 413, "body.too_large"),
    ],
)
def test_a_body_that_cannot_be_read(people: People, body: bytes, status: int, code: str) -> None:
    answer = people.treasurer.post("/v1/donations", body)
    assert (answer.status_code, answer.json["code"]) == (status, code)


def test_a_body_of_just_a_mebibyte_is_read(people: People) -> None:
    answer = people.treasurer.post("/v1/donations", b"{}" + b" " * ((1 << 20) - 2))
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_a_body_of_another_type_is_refused(people: People, kind: str) -> None:
    answer = people.treasurer.post("/v1/donations", GIFT, content_type=kind)
    assert (answer.status_code, answer.json["code"]) == (415, "body.media_type")


@pytest.mark.parametrize("role", ["founder", "chair", "lead", "auditor", "nobody"])
def test_a_token_without_the_role_is_refused(people: People, role: str) -> None:
    answer = getattr(people, role).post("/v1/donations", {**GIFT, "donor": {"name": "x", "kind": "person"}})
    assert (answer.status_code, answer.json["code"]) == (403, "forbidden")


def test_a_payment_from_another_holders_account_is_refused(people: People) -> None:
    answer = people.treasurer.post("/v1/donations", {**GIFT, "account": "other"})
    assert (answer.status_code, answer.json["code"]) == (409, "funds.other_holder")


def test_more_than_is_available_is_refused_with_the_figure(people: People) -> None:
    allocation = {"fund": "gz", "project": "bench", "amount": "1", "occurred_on": "2026-01-03"}
    answer = people.chair.post("/v1/allocations", allocation)
    assert (answer.status_code, answer.json["code"]) == (409, "funds.insufficient")
    assert "0.00 CNY" in answer.json["detail"]

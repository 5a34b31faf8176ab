"""The rim of the HTTP face: tokens, keys, routes, languages, and what needs no token."""

from __future__ import annotations

from typing import Any

import pytest
import structlog
from openapi_spec_validator import validate
from support.house import House, People

GIFT: dict[str, Any] = {"fund": "gz", "account": "bank", "amount": "100.00", "occurred_on": "2026-01-02"}


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Basic eDp5", "Bearer nobodys", "Bearer 令牌"]
)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/funds"),
        ("POST", "/v1/donations"),
        ("GET", "/v1/nowhere"),
        ("DELETE", "/v1/funds"),
        ("POST", "/v1/x"),
    ],
)
def test_without_a_token_everything_is_401(house: House, header: str | None, method: str, path: str) -> None:
    headers = {} if header is None else {"Authorization": header.encode().decode("latin-1")}
    answer = house.open(path, method=method, headers=headers, data=b"\xff" * 10)
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.json["code"] in {"token.missing", "token.unknown"}


def test_the_scheme_is_read_in_any_case(house: House, people: People) -> None:
    headers = {"Authorization": f"bearer {people.nobody.token}"}
    assert house.open("/v1/funds", headers=headers).status_code == 200


def test_a_revoked_token_is_refused(house: House, people: People) -> None:
    issued = people.founder.made("/v1/tokens", {"person": people.nobody.person})
    headers = {"Authorization": f"Bearer {issued['token']}"}
    assert house.open("/v1/funds", headers=headers).status_code == 200
    people.founder.made(f"/v1/tokens/{issued['id']}/revocations")
    house.settled()  # heard of by the ledger's copy, long before the three seconds are over
    assert house.open("/v1/funds", headers=headers).status_code == 401


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (None, "idempotency.key_missing"),
        ("", "idempotency.key_missing"),
        ("a b", "idempotency.key_format"),
        ("x" * 151, "idempotency.key_format"),
        ("键".encode().decode("latin-1"), "idempotency.key_format"),
    ],
)
def test_every_post_needs_a_key(house: House, people: People, key: str | None, code: str) -> None:
    headers = {"Authorization": f"Bearer {people.treasurer.token}"}
    if key is not None:
        headers["Idempotency-Key"] = key
    # Before the body is looked at.
    answer = house.open("/v1/donations", "POST", headers=headers, data=b"{")
    assert (answer.status_code, answer.json["code"]) == (400, code)


def test_a_key_of_the_greatest_length_will_do_for_all_that_derives_from_it(people: People) -> None:
    body = {**GIFT, "donor": {"name": "x", "kind": "person"}}
    assert people.treasurer.post("/v1/donations", body, key="k" * 150).status_code == 201
    command = {"command": "funds.record_donation", **body}
    batch = people.treasurer.post("/v1/batches", {"commands": [command]}, key="b" * 150)
    assert batch.json["results"][0]["status"] == 201


@pytest.mark.parametrize("path", ["/v1/nowhere", "/v1/funds/", "/v1", "/v1/", "/v1/funds/gz/x", "//v1/funds"])
def test_what_is_nowhere_is_404(people: People, path: str) -> None:
    answer = people.nobody.get(path)
    assert (answer.status_code, answer.json["code"]) == (404, "route.unknown")


def test_a_method_that_an_address_does_not_take_is_405(people: People, house: House) -> None:
    headers = {"Authorization": f"Bearer {people.nobody.token}"}
    answer = house.open("/v1/funds", "DELETE", headers=headers)
    assert (answer.status_code, answer.json["code"]) == (405, "method.not_allowed")
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(
    ("accept", "language", "title"),
    [
        ("zh-CN,zh;q=0.9", "zh-CN", "未找到"),
        ("zh", "zh-CN", "未找到"),
        ("en-GB", "en", "Not found"),
        ("fr, en;q=0.1", "en", "Not found"),
        ("fr", "en", "Not found"),
        (";;;q=x", "en", "Not found"),
        ("", "en", "Not found"),
    ],
)
def test_problems_speak_the_readers_language(people: People, accept: str, language: str, title: str) -> None:
    answer = people.nobody.get("/v1/funds/nope", headers={"Accept-Language": accept})
    assert (answer.status_code, answer.json["title"]) == (404, title)
    assert answer.headers["Content-Language"] == language


def test_faults_of_fields_speak_it_too(people: People) -> None:
    answer = people.treasurer.post("/v1/donations", {}, headers={"Accept-Language": "zh-CN"})
    assert {one["message"] for one in answer.json["errors"]} == {"缺少此字段"}


def test_health_and_readiness_need_no_token(house: House) -> None:
    assert house.open("/healthz").json == {"status": "ok"}
    assert house.open("/readyz").json == {"status": "ready"}


def test_metrics_know_routes_and_not_paths(house: House, people: People) -> None:
    people.nobody.get("/v1/funds/gz")
    people.nobody.get("/v1/funds/secret-code")
    people.nobody.get("/v1/secret-place")
    text = house.open("/metrics").text
    assert 'gongzhi_http_requests_total{method="GET",route="/v1/funds/<ref>",status="200"}' in text
    assert "gongzhi_http_seconds_bucket" in text
    assert "secret" not in text


def test_the_openapi_document_is_valid_and_names_every_route(house: House) -> None:
    document = house.open("/v1/openapi.json").json
    validate(document)
    assert document["openapi"].startswith("3.1")
    routes = {
        rule.rule.replace("<", "{").replace(">", "}")
        for rule in house.app.url_map.iter_rules()
        if rule.rule.startswith("/v1/") and rule.rule != "/v1/openapi.json"
    }
    assert set(document["paths"]) == routes
    for path, item in document["paths"].items():
        for method in ("get", "post"):
            if method in item:
                names = {str(one.get("$ref", one.get("name"))) for one in item[method].get("parameters", ())}
                wanted = "IdempotencyKey" if method == "post" else "LedgerPosition"
                assert any(wanted in name for name in names), path


def test_operations_have_names_of_their_own(house: House) -> None:
    paths = house.open("/v1/openapi.json").json["paths"]
    names = [
        item[method]["operationId"] for item in paths.values() for method in ("get", "post") if method in item
    ]
    assert len(names) == len(set(names))


def test_the_reference_page_fetches_nothing_from_elsewhere(house: House) -> None:
    page = house.open("/docs").text
    assert "/v1/donations/{ref}/refunds" in page
    for word in ("http://", "https://", "<script", "src="):
        assert word not in page


def test_answers_under_v1_are_kept_by_no_cache(people: People) -> None:
    assert people.nobody.get("/v1/funds").headers["Cache-Control"] == "no-store"


def test_a_defect_tells_nothing_and_logs_no_text_of_it(house: House, people: People) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise ValueError("张三 13800000000")

    kept, house.books.fund_figures = house.books.fund_figures, broken
    try:
        with structlog.testing.capture_logs() as logs:
            answer = people.nobody.get("/v1/funds/gz")
    finally:
        house.books.fund_figures = kept
    assert (answer.status_code, answer.json["code"]) == (500, "internal")
    assert "张三" not in answer.text
    assert [one["kind"] for one in logs if one["event"] == "http.defect"] == ["ValueError"]
    assert "张三" not in str(logs)


def test_nothing_that_was_written_stands_in_the_log(people: People) -> None:
    body = {**GIFT, "donor": {"name": "不可见", "kind": "person"}, "note": "秘密", "purpose": "长椅子"}
    with structlog.testing.capture_logs() as logs:
        people.treasurer.made("/v1/donations", body, key="key-of-somebody")
        people.treasurer.post("/v1/donations", {**body, "amount": "0"})
    text = str(logs)
    for word in ("不可见", "秘密", "长椅子", "key-of-somebody", people.treasurer.token):
        assert word not in text
    written = [one for one in logs if one["event"] == "http.write"]
    assert [one["status"] for one in written] == [201, 422]
    assert written[0]["position"].startswith("members/")

"""Answers of a real story, held against the schemas that the OpenAPI document gives for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from support import tale_of_community, tale_of_decisions, tale_of_lives, tale_of_money
from support.filed import PDF, filled
from support.house import House, People

from gateway import commands
from gateway.kinds import PATHS
from gateway.resources.batches import BATCH, EXAMPLE
from gateway.resources.kit import loaded

GIFT: dict[str, Any] = {"fund": "gz", "account": "bank", "amount": "100.00", "occurred_on": "2026-01-02"}
DONOR = {"name": "孙八", "kind": "person"}
MAY_BE_EMPTY = ("/v1/ledger/findings", "/v1/tasks")
PAYEE = {"name": "木工社", "kind": "organisation"}


class Document:
    """The OpenAPI document, and what it says of answers. Nothing may stand there that it does not name."""

    def __init__(self, house: House) -> None:
        self.whole: dict[str, Any] = house.open("/v1/openapi.json").json
        self._closed: dict[str, Any] = _closed(self.whole)

    def check(self, method: str, path: str, status: int, body: Any) -> None:
        """Raises: AssertionError, jsonschema's ValidationError."""
        operation = self.whole["paths"][path][method]
        assert str(status) in operation["responses"], (method, path, status)
        content = operation["responses"][str(status)]
        while "$ref" in content:
            content = self.whole["components"]["responses"][content["$ref"].rpartition("/")[2]]
        [media] = content["content"].values()
        schema = {**media["schema"], "components": self._closed["components"]}
        Draft202012Validator(schema).validate(body)


def _closed(node: Any) -> Any:
    """The schemas with every object shut: an answer with more than is documented fails."""
    if isinstance(node, list):
        return [_closed(one) for one in node]
    if not isinstance(node, dict):
        return node
    inner = {name: _closed(one) for name, one in node.items()}
    if "required" in node and "properties" in node and "additionalProperties" not in node:
        inner["additionalProperties"] = False
    return inner


@pytest.fixture(scope="module")
def document(house: House) -> Document:
    return Document(house)


@pytest.fixture(scope="module")
def story(house: House, people: People, document: Document) -> dict[str, list[str]]:
    """Something of every kind, each POST checked as it is answered; kind of record -> ids."""
    made: dict[str, list[str]] = {}

    def post(who: Any, path: str, ref: str | None = None, body: Any = None) -> str:
        house.settled()
        answer = who.post(f"/v1{path}".replace("{ref}", ref or ""), body)
        assert answer.status_code == 201, answer.text
        document.check("post", f"/v1{path}", 201, answer.json)
        made.setdefault(answer.json["record"], []).append(answer.json["id"])
        return str(answer.json["id"])

    treasurer, chair, lead, founder = people.treasurer, people.chair, people.lead, people.founder
    post(founder, "/members", None, {"code": "choir", "name": "合唱团", "kind": "cultural_society"})
    for_units(house, founder, post)
    person = post(founder, "/people", None, {"name": "郑十", "member": "choir"})
    mandate = post(founder, "/mandates", None, {"person": person, "role": "auditor", "from": "2026-01-01"})
    again = post(founder, "/people", None, {"name": "郑十"})
    post(founder, "/people/{ref}/aliases", again, {"of": person})
    token = post(founder, "/tokens", None, {"person": person})
    gift = post(
        treasurer, "/donations", None, {**GIFT, "donor": {**DONOR, "member": "choir"}, "note": "谢谢"}
    )
    tied = {"kind": "project", "value": "bench"}
    other = post(treasurer, "/donations", None, {**GIFT, "donor": PAYEE, "restriction": tied})
    post(
        treasurer,
        "/donations/{ref}/refunds",
        gift,
        {"amount": "1", "occurred_on": "2026-01-02", "reason": "x"},
    )
    pledge = post(
        treasurer, "/pledges", None, {name: GIFT[name] for name in ("fund", "amount", "occurred_on")}
    )
    post(treasurer, "/pledges/{ref}/fulfilments", pledge, {"donation": gift})
    post(treasurer, "/receipts", None, {**GIFT, "kind": "grant", "from": PAYEE})
    moved = {"from": "bank", "to": "cash", "amount": "5", "fee": "0.10", "occurred_on": "2026-01-05"}
    post(treasurer, "/transfers", None, moved)
    post(treasurer, "/transfers", None, {**moved, "fee": None})
    post(treasurer, "/outlays", None, {**GIFT, "kind": "bank_fee", "amount": "1"})
    before = {"file": "0" * 64, "line": 2}
    post(treasurer, "/outlays", None, {**GIFT, "kind": "expense", "amount": "1", "historical": before})
    asked = post(treasurer, "/donations/{ref}/reversals", other, {"reason": "重复"})
    post(chair, "/reversals/{ref}/confirmations", asked)
    asked = post(treasurer, "/donations/{ref}/reversals", gift, {"reason": "重复"})
    post(treasurer, "/reversals/{ref}/withdrawals", asked, {"reason": "无误"})
    set_aside_and_spent(people, post)
    tale_of_money.goods(people, post)
    tale_of_lives.lives(people, post)
    tale_of_money.between_funds(people, post)
    post(lead, "/projects", None, {"code": "two", "name": "二", "purpose": "二"})
    post(chair, "/projects/{ref}/closings", "two")
    tale_of_community.community(house, people, post)
    post(founder, "/mandates/{ref}/revocations", mandate)
    post(founder, "/tokens/{ref}/revocations", token)
    to_be_forgotten(people, post, person)
    post(treasurer, "/parties", None, {**DONOR, "origin": "donor"})
    post(
        founder,
        "/money-accounts",
        None,
        {"code": "wx", "name": "微信", "kind": "wechat", "legal_holder": "社区"},
    )
    fund = {"code": "gy", "name": "公益金", "kind": "public_welfare", "source": "own", "legal_holder": "社区"}
    post(founder, "/funds", None, {**fund, "restriction": {"kind": "category", "value": "养老"}})
    tale_of_decisions.decisions(house, people, post)
    tale_of_money.approvals(house, people, post)
    house.settled()
    return made


def to_be_forgotten(people: People, post: Callable[..., str], person: str) -> None:
    post(people.founder, "/people/{ref}/erasures", person, {"reason": "本人"})
    post(people.chair, "/people/{ref}/erasures/confirmations", person)


def for_handover(house: House, founder: Any, post: Callable[..., str]) -> None:
    three = {
        "from": house.person("老出纳", "treasurer"),
        "to": house.person("新出纳", "resident"),
        "supervisor": house.person("监事", "supervisor"),
    }
    named = {side: one.person for side, one in three.items()}
    counts = [{"account": "cash", "counted": "5"}]
    said = {"counts": counts, "receipt_stock": "0001-0050", "difference_note": "找零"}
    handover = post(founder, "/handovers", None, {**named, **said})
    for one in three.values():
        post(one, "/handovers/{ref}/signatures", handover)


def for_units(house: House, founder: Any, post: Callable[..., str]) -> None:
    for code in ("team", "band"):
        post(
            founder, "/members", None, {"code": code, "name": code, "kind": "volunteer_team", "head_count": 5}
        )
    post(founder, "/members/{ref}/renamings", "team", {"name": "志愿队"})
    post(founder, "/members/{ref}/head-counts", "team", {"head_count": 6})
    post(founder, "/members/{ref}/suspensions", "team", {"reason": "停止活动"})
    post(founder, "/members/{ref}/resumptions", "team")
    post(founder, "/members/{ref}/mergers", "band", {"into": "team"})
    post(founder, "/members/{ref}/leavings", "team", {"reason": "解散"})
    for_handover(house, founder, post)


def set_aside_and_spent(people: People, post: Callable[..., str]) -> None:
    treasurer, chair, lead = people.treasurer, people.chair, people.lead
    post(lead, "/files", None, filled(PDF, b"an invoice"))
    allocated = {"fund": "gz", "project": "bench", "amount": "50", "occurred_on": "2026-01-03"}
    allocation = post(chair, "/allocations", None, allocated)
    post(chair, "/allocations/{ref}/returns", allocation, {"amount": "1", "reason": "不用"})
    wanted = {"amount": "10", "payee": PAYEE, "purpose": "木料", "attachments": ["0" * 64]}
    first, second = (post(lead, "/projects/{ref}/spending", "bench", wanted) for _ in range(2))
    post(chair, "/spending/{ref}/approvals", first)
    post(chair, "/spending/{ref}/rejections", second, {"reason": "太贵"})
    paid = {"amount": "4", "account": "bank"}
    payment = post(treasurer, "/spending/{ref}/payments", first, paid)
    asked = post(treasurer, "/payments/{ref}/reversals", payment, {"reason": "退回"})
    post(chair, "/reversals/{ref}/rejections", asked, {"reason": "已到账"})
    asked = post(treasurer, "/payments/{ref}/reversals", payment, {"reason": "退回"})
    post(chair, "/reversals/{ref}/confirmations", asked)
    post(lead, "/spending/{ref}/cancellations", first, {"reason": "停业"})
    advanced_and_settled(people, post)


def advanced_and_settled(people: People, post: Callable[..., str]) -> None:
    treasurer, chair, lead = people.treasurer, people.chair, people.lead
    retention = {"amount": "1", "until": "2027-01-01"}
    invoice = {"number": "24312000000012345678", "seller": "周九"}
    wanted = {"amount": "10", "payee": DONOR, "purpose": "工具", "category": "设施"}
    post(lead, "/projects/{ref}/spending", "bench", {**wanted, "retention": retention, "invoice": invoice})
    advance = post(lead, "/projects/{ref}/spending", "bench", {**wanted, "kind": "advance"})
    post(lead, "/spending/{ref}/attachments", advance, {"attachments": ["1" * 64]})
    post(chair, "/spending/{ref}/approvals", advance)
    paid = {"amount": "8", "account": "bank"}
    post(treasurer, "/spending/{ref}/payments", advance, paid)
    part = {
        "spent": "3",
        "returned": "1",
        "account": "bank",
        "invoices": [{"number": "24312000000012345679"}],
    }
    post(treasurer, "/advances/{ref}/settlements", advance, {**part, "reference": "TX-9"})
    post(
        treasurer, "/advances/{ref}/settlements", advance, {"spent": "5", "topped_up": "1", "account": "bank"}
    )


def test_every_kind_of_record_is_shown_as_documented(
    people: People, document: Document, story: dict[str, list[str]]
) -> None:
    assert set(story) == set(PATHS)
    for kind, ids in story.items():
        for one in ids:
            for reader in (people.auditor, people.nobody):
                # Of a file that path gives the bytes.
                path = f"/v1/{PATHS[kind]}/{{ref}}{'/record' if kind == 'file' else ''}"
                shown = reader.get(path.replace("{ref}", one))
                document.check("get", path, shown.status_code, shown.json)
                assert shown.status_code == 200


def test_every_list_is_shown_as_documented(people: People, document: Document, story: Any) -> None:
    assert story
    paths = [path for path, item in document.whole["paths"].items() if "get" in item and "{" not in path]
    assert len(paths) > 20
    for path in paths:
        shown = people.auditor.get(path)
        assert shown.status_code == 200, path
        document.check("get", path, 200, shown.json)
        assert shown.json.get("items") != [] or path in MAY_BE_EMPTY, path


def test_a_ledger_account_an_opening_and_a_batch_are_answered_as_documented(
    people: People, document: Document, story: Any
) -> None:
    shown = people.nobody.seen("/v1/ledger/accounts/1002")
    assert shown["items"]
    document.check("get", "/v1/ledger/accounts/{code}", 200, shown)
    gift = people.auditor.seen(f"/v1/donations/{story['donation'][0]}")
    opening = people.auditor.seen(f"/v1/openings/{gift['note']['sealed']}", service="funds")
    document.check("get", "/v1/openings/{digest}", 200, opening)
    right = {"command": "funds.record_donation", **GIFT}
    answer = people.treasurer.post("/v1/batches", {"commands": [right, {**right, "amount": "0"}]})
    document.check("post", "/v1/batches", answer.status_code, answer.json)
    written = document.whole["paths"]["/v1/batches"]["post"]["responses"]["201"]
    assert written["headers"].keys() <= dict(answer.headers).keys()
    tried = people.treasurer.post("/v1/batches", {"commands": [right]}, dry_run="true")
    document.check("post", "/v1/batches", tried.status_code, tried.json)
    unknown = {**right, "fund": "nope"}
    refused = people.treasurer.post("/v1/batches", {"atomic": True, "commands": [right, unknown]})
    assert refused.json["results"]
    document.check("post", "/v1/batches", refused.status_code, refused.json)
    tried = people.treasurer.post("/v1/batches", {"commands": [right]}, dry_run="true")
    document.check("post", "/v1/batches", tried.status_code, tried.json)


def test_a_dry_run_and_problems_are_answered_as_documented(people: People, document: Document) -> None:
    tried = people.treasurer.post("/v1/donations", {**GIFT, "donor": DONOR}, dry_run="true")
    document.check("post", "/v1/donations", 200, tried.json)
    for answer, status in (
        (people.treasurer.post("/v1/donations", b"{"), 400),
        (people.nobody.post("/v1/donations", GIFT), 403),
        (people.treasurer.post("/v1/donations", {**GIFT, "account": "other"}), 409),
        (people.treasurer.post("/v1/donations", b" " * (1 << 20) + b"{}"), 413),
        (people.treasurer.post("/v1/donations", b"{}", content_type="text/plain"), 415),
        (people.treasurer.post("/v1/donations", {**GIFT, "amount": "1e3"}), 422),
    ):
        assert answer.status_code == status
        document.check("post", "/v1/donations", status, answer.json)


def fields_of(node: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    for name, one in node.get("properties", {}).items():
        yield f"{at}.{name}", one
        yield from fields_of(one, f"{at}.{name}")


def test_the_document_is_valid_and_leaves_no_field_without_a_type(document: Document) -> None:
    validate(document.whole)
    for name, schema in document.whole["components"]["schemas"].items():
        for field, one in fields_of(schema, name):
            assert {"type", "$ref", "anyOf", "oneOf", "enum"} & one.keys(), field


@pytest.mark.parametrize("route", commands.ALL, ids=lambda route: route.path)
def test_every_example_of_a_body_would_be_read(route: commands.Route, document: Document) -> None:
    assert loaded(route.body, dict(route.example)) is not None
    documented = document.whole["paths"][f"/v1{route.path.replace('<ref>', '{ref}')}"]["post"]
    assert documented["requestBody"]["content"]["application/json"]["example"] == route.example


def test_the_example_of_a_batch_would_be_read() -> None:
    batch = loaded(BATCH, dict(EXAMPLE))
    for command in batch["commands"]:
        route = commands.IN_BATCH[command["command"]]
        assert loaded(route.in_batch, {k: v for k, v in command.items() if k not in ("command", "key")})


def test_the_reference_page_shows_examples_answers_and_every_status(house: House, document: Document) -> None:
    page = house.open("/docs").text
    for word in ("广场长椅十张", "partly_refunded", "by_restriction", "Retry-After"):
        assert word in page, word
    for status in document.whole["paths"]["/v1/donations"]["post"]["responses"]:
        assert f"<code>{status}</code>" in page

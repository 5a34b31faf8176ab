"""The routes of projects' lives: every faulty field, who may not, what is not there, keys and dry runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from support.living import PAPER, Council, council, faulty

from gateway.commands import ALL
from gateway.commands.lives import ROUTES


@pytest.fixture(scope="module")
def free(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Council]:
    """Without a policy."""
    made = council(tmp_path_factory.mktemp("free"))
    yield made
    made.house.stop()


FAULTY: list[tuple[str, dict[str, Any], str]] = [
    ("/leads", {}, "member"),
    ("/leads", {"member": "no such"}, "member"),
    ("/leads", {"member": 7}, "member"),
    ("/leads", {"member": "choir", "person": "choir"}, "person"),
    ("/leads", {"member": "choir", "colour": "red"}, "colour"),
    ("/supervisions", {"member": ""}, "member"),
    ("/milestones", {"name": "x"}, "due_on"),
    ("/milestones", {"name": "", "due_on": "2050-01-01"}, "name"),
    ("/milestones", {"name": "x", "due_on": "2050-02-30"}, "due_on"),
    ("/milestones", {"name": "x", "due_on": "2001-01-01"}, "due_on"),
    ("/acceptances", {}, "report"),
    ("/acceptances", {"report": "x" * 2001}, "report"),
    ("/acceptances", {"report": "x", "attachments": ["nope"]}, "attachments.0"),
    ("/acceptances", {"report": "x", "attachments": [PAPER, PAPER]}, "attachments"),
    ("/cancellations", {}, "reason"),
    ("/cancellations", {"reason": None}, "reason"),
    ("/cancellations", {"reason": "\x00"}, "reason"),
]


@pytest.fixture(scope="module")
def plain(free: Council) -> str:
    free.project("plain")
    milestone = free.lead.made("/v1/projects/plain/milestones", {"name": "x", "due_on": free.day(900)})
    free.house.settled()
    return str(milestone["id"])


@pytest.mark.parametrize(("path", "body", "field"), FAULTY)
def test_every_faulty_field_is_named(
    free: Council, plain: str, path: str, body: dict[str, Any], field: str
) -> None:
    assert plain
    answer = free.chair.post(f"/v1/projects/plain{path}", body)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_input"), answer.text
    assert faulty(answer) == {field}


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("moves", {"due_on": "2050-01-01"}, "reason"),
        ("moves", {"reason": "x"}, "due_on"),
        ("completions", {"occurred_on": "2099-01-01"}, "occurred_on"),
        ("completions", {"occurred_on": "1999-01-01"}, "occurred_on"),
        ("completions", {"attachments": "x"}, "attachments"),
    ],
)
def test_every_faulty_field_of_a_milestone_is_named(
    free: Council, plain: str, path: str, body: dict[str, Any], field: str
) -> None:
    answer = free.chair.post(f"/v1/milestones/{plain}/{path}", body)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_input"), answer.text
    assert faulty(answer) == {field}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)
def test_who_may_not_is_told_so_and_what_is_unknown_is_not_found(
    free: Council, plain: str, route: Any
) -> None:
    assert route in ALL
    body = {**route.example}
    if "member" in body:
        body = {"member": "choir"}
    ref = plain if route.takes == "milestone" else "plain"
    for who in (free.treasurer, free.founder):
        answer = who.post(f"/v1{route.path.replace('<ref>', ref)}", body)
        assert (answer.status_code, answer.json["code"]) == (403, "forbidden")
    prefix = "mil" if route.takes == "milestone" else "prj"
    for unknown in (f"{prefix}_0123456789abcdefghjk", "nope"):
        answer = free.chair.post(f"/v1{route.path.replace('<ref>', unknown)}", body)
        assert (answer.status_code, answer.json["code"]) == (404, "not_found"), answer.text


def test_the_same_key_does_it_once_and_a_dry_run_not_at_all(free: Council) -> None:
    free.project("keys")
    body = {"name": "一期", "due_on": free.day(5)}
    path = "/v1/projects/keys/milestones"
    tried = free.lead.post(path, body, dry_run="true")
    assert (tried.status_code, tried.json["dry_run"]) == (200, True)
    first, again = (free.lead.made(path, body, key="once") for _ in range(2))
    assert first["id"] == again["id"]
    other = free.lead.post(path, {**body, "name": "二期"}, key="once")
    assert (other.status_code, other.json["code"]) == (422, "idempotency.key_reused")
    free.house.settled()
    assert len(free.founder.seen("/v1/milestones", project="keys")["items"]) == 1
    for action, said in (("acceptances", {"report": "好"}), ("cancellations", {"reason": "停"})):
        assert free.chair.post(f"/v1/projects/keys/{action}", said, dry_run="true").status_code == 200
    assert free.founder.seen("/v1/projects/keys")["status"] == "open"

"""A council whose policy wants every paper kept here: no command passes that names another."""

from __future__ import annotations

from typing import Any

import pytest
from support.filed import PDF, digest, kept, new
from support.house import Caller, House, People

from gateway.commands.decisions import TERMS

OUTSIDE = "ab" * 32
BENCH = {"kind": "project", "id": "bench"}
MISSING = "projects.file_missing"


def on_paper(person: str, paper: str) -> dict[str, Any]:
    return {"about": BENCH, "text": "太近", "on_behalf": {"person": person, "paper": paper}}


@pytest.fixture(scope="module")
def secretary(house: House) -> Caller:
    return house.person("周秘书", "secretary")


@pytest.fixture(scope="module")
def before(house: House, people: People, secretary: Caller) -> str:
    """An objection on a paper that lies elsewhere, of before the policy."""
    answer = secretary.post("/v1/objections", on_paper(people.lead.person, OUTSIDE), "before-it")
    assert answer.status_code == 201, answer.text
    people.founder.made("/v1/policies", {"terms": {**TERMS, "paper_outside_allowed": False}})
    house.settled()
    return str(answer.json["id"])


def missing(answer: Any, field: str) -> None:
    assert (answer.status_code, answer.json["code"]) == (409, MISSING), answer.text
    assert [(one["field"], one["code"]) for one in answer.json["errors"]] == [(field, MISSING)]
    assert OUTSIDE in answer.json["detail"]


def test_what_is_written_down_for_another_needs_the_signed_paper_here(
    house: House, people: People, secretary: Caller, before: str
) -> None:
    assert before
    person = house.person("孙一", "resident").person
    missing(secretary.post("/v1/objections", on_paper(person, OUTSIDE)), "on_behalf.paper")
    data = new(PDF)
    kept(people.lead, data)  # stored a moment ago: that counts
    assert secretary.made("/v1/objections", on_paper(person, digest(data)))["person"]["id"] == person


def test_what_was_carried_out_before_is_answered_as_it_was_then(
    people: People, secretary: Caller, before: str
) -> None:
    again = secretary.post("/v1/objections", on_paper(people.lead.person, OUTSIDE), "before-it")
    assert (again.status_code, again.json["id"]) == (201, before), again.text
    other = secretary.post(
        "/v1/objections", {**on_paper(people.lead.person, OUTSIDE), "text": "x"}, "before-it"
    )
    assert other.json["code"] == "idempotency.key_reused"


def test_papers_of_lists_and_inside_of_a_body_are_asked_for_as_well(people: People, before: str) -> None:
    assert before
    acceptance = {"report": "好", "attachments": [OUTSIDE]}
    missing(people.chair.post("/v1/projects/bench/acceptances", acceptance), "attachments")
    moved = {"from": "gz", "to": "gz", "amount": "1.00", "occurred_on": "2026-03-01", "reason": "x"}
    consent = {"donation": "don_0123456789abcdefghjk", "paper": OUTSIDE}
    missing(people.treasurer.post("/v1/fund-transfers", {**moved, "consent": consent}), "consent.paper")


def test_in_a_batch_the_command_at_fault_is_named_and_the_others_go_on(
    house: House, people: People, secretary: Caller, before: str
) -> None:
    assert before
    data = new(PDF)
    kept(people.lead, data)
    told = [
        {"command": "members.raise_objection", **on_paper(house.person("孙", "resident").person, paper)}
        for paper in (OUTSIDE, digest(data))
    ]
    results = secretary.post("/v1/batches", {"commands": told}).json["results"]
    assert [one["status"] for one in results] == [409, 201], results
    assert results[0]["problem"]["errors"][0]["field"] == "commands.0.on_behalf.paper"


def test_who_may_not_do_it_learns_nothing_of_what_is_kept(people: People, before: str) -> None:
    assert before
    answer = people.nobody.post("/v1/projects/bench/acceptances", {"report": "x", "attachments": [OUTSIDE]})
    assert answer.json["code"] == "forbidden"

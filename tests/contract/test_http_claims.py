"""Over HTTP: service posts, claims by member units, activities and volunteers' hours."""

from __future__ import annotations

from typing import Any

import pytest
from support.house import Caller, House, People

DAY = "2026-01-02"
PAPER = "ab" * 32


@pytest.fixture(scope="module")
def secretary(house: House, people: People) -> Caller:
    """Who writes down what happens; and two units, of which one has a councillor."""
    for code in ("choir", "building-7"):
        unit = {"code": code, "name": f"单位 {code}", "kind": "building_group"}
        people.founder.made("/v1/members", unit)
    made = house.person("吴九", "secretary")
    house.settled()
    return made


@pytest.fixture(scope="module")
def councillor(house: House, secretary: Caller) -> Caller:
    """Acts for the choir."""
    assert secretary
    made = house.person("冯十")
    mandate = {"person": made.person, "role": "councillor", "from": "2020-01-01", "member": "choir"}
    house.founder.made("/v1/mandates", mandate)
    house.settled()
    return made


# --- claims --------------------------------------------------------------------------------------------
POST = {"name": "楼道巡查", "duties": "每周一次", "places": 1}


def test_a_unit_claims_a_post_by_its_code_until_it_is_full(
    house: House, people: People, secretary: Caller
) -> None:
    post = secretary.made("/v1/posts", POST)
    made = secretary.made("/v1/claims", {"member": "building-7", "post": post["id"], "until": "2030-12-31"})
    assert (made["status"], made["until"]) == ("claimed", "2030-12-31")
    assert made["member"].startswith("mem_")
    house.settled()
    assert people.nobody.seen(f"/v1/posts/{post['id']}")["claimed"] == 1
    full = secretary.post("/v1/claims", {"member": "choir", "post": post["id"]})
    assert (full.status_code, full.json["code"]) == (409, "projects.post_full")
    twice = secretary.post("/v1/claims", {"member": "building-7", "post": post["id"]})
    assert (twice.status_code, twice.json["code"]) == (409, "projects.already_claimed")
    released = secretary.made(f"/v1/claims/{made['id']}/releases")
    assert released["status"] == "released"
    ended = secretary.post(f"/v1/claims/{made['id']}/releases")
    assert (ended.status_code, ended.json["code"]) == (409, "projects.claim_ended")
    house.settled()
    assert people.nobody.seen(f"/v1/posts/{post['id']}")["claimed"] == 0
    assert [one["id"] for one in people.nobody.seen("/v1/claims", post=post["id"])["items"]] == [made["id"]]


def test_a_post_that_closes_releases_its_claims(house: House, people: People, secretary: Caller) -> None:
    post = secretary.made("/v1/posts", {**POST, "places": 2})
    claims = [
        secretary.made("/v1/claims", {"member": unit, "post": post["id"]})["id"]
        for unit in ("choir", "building-7")
    ]
    house.settled()
    closed = secretary.made(f"/v1/posts/{post['id']}/closings")
    assert (closed["record"], closed["status"], closed["claimed"]) == ("post", "closed", 0)
    house.settled()
    assert people.nobody.seen(f"/v1/posts/{post['id']}")["claimed"] == 0
    assert {people.nobody.seen(f"/v1/claims/{one}")["status"] for one in claims} == {"released"}
    more = secretary.post("/v1/claims", {"member": "choir", "post": post["id"]})
    assert (more.status_code, more.json["code"]) == (409, "projects.post_closed")


def test_a_councillor_claims_for_their_own_unit_alone(
    house: House, secretary: Caller, councillor: Caller
) -> None:
    post = secretary.made("/v1/posts", {**POST, "places": 3})["id"]
    mine = councillor.made("/v1/claims", {"member": "choir", "post": post})
    others = secretary.made("/v1/claims", {"member": "building-7", "post": post})
    house.settled()
    for answer in (
        councillor.post("/v1/claims", {"member": "building-7", "project": "bench"}),
        councillor.post(f"/v1/claims/{others['id']}/releases"),
    ):
        assert (answer.status_code, answer.json["code"]) == (403, "projects.not_your_unit")
    assert councillor.made(f"/v1/claims/{mine['id']}/releases")["status"] == "released"
    paper = {"person": councillor.person, "paper": PAPER}
    written = secretary.made("/v1/claims", {"member": "choir", "post": post, "on_behalf": paper})
    assert written["on_behalf"]["person"]["id"] == councillor.person
    refused = secretary.post("/v1/claims", {"member": "building-7", "project": "bench", "on_behalf": paper})
    assert (refused.status_code, refused.json["code"]) == (403, "projects.not_your_unit")


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"member": "choir"}, "post", "claim.one_of"),
        ({"project": "bench"}, "member", "field.required"),
        ({"member": "nobody", "project": "bench"}, "member", "not_found"),
        ({"member": "mem_0123456789abcdefghjk", "project": "bench"}, "member", "not_found"),
        ({"member": "choir", "project": "nothing"}, "project", "not_found"),
        ({"member": "choir", "post": "pst_0123456789abcdefghjk"}, "post", "not_found"),
        ({"member": "choir", "post": "bench"}, "post", "id.format"),
        ({"member": "choir", "project": "bench", "until": "2020-01-01"}, "until", "date.past"),
    ],
)
def test_a_wrong_claim_is_refused_by_its_field(
    secretary: Caller, body: dict[str, Any], field: str, code: str
) -> None:
    answer = secretary.post("/v1/claims", body)
    assert answer.status_code == 422, answer.text
    assert (field, code) in [(one["field"], one["code"]) for one in answer.json["errors"]]


# --- activities ------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("secretary")
def test_visits_and_hours_add_up_in_the_project(house: House, people: People) -> None:
    people.lead.made("/v1/projects", {"code": "lessons", "name": "老年大学", "purpose": "九个班"})
    none = people.nobody.seen("/v1/projects/lessons")
    assert (none["visits"], none["hours"], none["hours_by_member"]) == (0, 0, [])
    held = {"project": "lessons", "name": "书法班", "visits": 40, "occurred_on": DAY}
    first = people.lead.made("/v1/activities", held)
    second = people.lead.made("/v1/activities", {**held, "visits": 20, "member": "choir"})
    given = {"project": "lessons", "count": 4, "hours": 12, "occurred_on": DAY}
    people.lead.made("/v1/volunteer-hours", {**given, "member": "choir", "activity": first["id"]})
    people.lead.made("/v1/volunteer-hours", {**given, "member": "building-7"})
    wrong = people.lead.made("/v1/volunteer-hours", {**given, "member": "choir"})
    house.settled()
    shown = people.nobody.seen("/v1/projects/lessons")
    assert (shown["visits"], shown["hours"]) == (60, 36)
    assert sorted(one["hours"] for one in shown["hours_by_member"]) == [12, 24]
    back = people.lead.made(f"/v1/volunteer-hours/{wrong['id']}/withdrawals", {"reason": "重复"})
    assert back["status"] == "withdrawn"
    people.lead.made(f"/v1/activities/{second['id']}/withdrawals", {"reason": "重复"})
    again = people.lead.post(f"/v1/activities/{second['id']}/withdrawals", {"reason": "重复"})
    assert (again.status_code, again.json["code"]) == (409, "projects.already_withdrawn")
    house.settled()
    shown = people.nobody.seen("/v1/projects/lessons")
    assert (shown["visits"], shown["hours"]) == (40, 24)
    assert [one["hours"] for one in shown["hours_by_member"]] == [12, 12]
    assert people.auditor.seen(f"/v1/activities/{second['id']}")["reason"]["text"] == "重复"
    held_here = people.nobody.seen("/v1/activities", project="lessons", status="held")["items"]
    assert [one["id"] for one in held_here] == [first["id"]]


@pytest.mark.parametrize(
    ("path", "field", "value", "code"),
    [
        ("activities", "visits", 0, "count.range"),
        ("activities", "visits", -1, "count.range"),
        ("activities", "visits", "60", "field.type"),
        ("activities", "visits", 1_000_001, "count.range"),
        ("activities", "project", "nothing", "not_found"),
        ("activities", "member", "nobody", "not_found"),
        ("activities", "occurred_on", "2999-01-01", "date.future"),
        ("volunteer-hours", "hours", 1.5, "field.type"),
        ("volunteer-hours", "count", 0, "count.range"),
        ("volunteer-hours", "member", "nobody", "not_found"),
        ("volunteer-hours", "activity", "act_0123456789abcdefghjk", "not_found"),
    ],
)
@pytest.mark.usefixtures("secretary")
def test_a_wrong_count_is_refused_by_its_field(
    people: People, path: str, field: str, value: object, code: str
) -> None:
    right: dict[str, Any] = {"project": "bench", "member": "choir", "occurred_on": DAY}
    right |= {"name": "x", "visits": 1} if path == "activities" else {"count": 1, "hours": 1}
    answer = people.lead.post(f"/v1/{path}", {**right, field: value})
    assert answer.status_code == 422, answer.text
    assert [(one["field"], one["code"]) for one in answer.json["errors"]] == [(field, code)]

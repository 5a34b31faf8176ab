"""Member units over HTTP: their names by the day, their standing, and finding them."""

from __future__ import annotations

from typing import Any

import pytest
from support.house import Caller, House, People


@pytest.fixture(scope="module")
def founder(people: People) -> Caller:
    return people.founder


@pytest.fixture
def unit(house: House, founder: Caller) -> str:
    """The code of a choir that has been here since 2020."""
    code = house.key()
    body = {"code": code, "name": "老合唱团", "kind": "cultural_society", "joined_on": "2020-05-01"}
    founder.made("/v1/members", body)
    house.settled()
    return code


def test_a_renamed_unit_keeps_its_id_and_every_name(founder: Caller, unit: str) -> None:
    before = founder.seen(f"/v1/members/{unit}")
    renaming = {"name": "新合唱团", "from": "2025-01-01"}
    made = founder.made(f"/v1/members/{unit}/renamings", renaming)
    after = founder.seen(f"/v1/members/{unit}", made)
    assert (after["id"], after["name"]) == (before["id"], "新合唱团")
    assert (
        after["names"]
        == made["names"]
        == [
            {"name": "老合唱团", "from": "2020-05-01"},
            {"name": "新合唱团", "from": "2025-01-01"},
        ]
    )
    assert [one["id"] for one in founder.seen("/v1/members", q="新合唱", code=unit)["items"]] == [after["id"]]


def test_what_is_of_before_a_renaming_shows_the_old_name(founder: Caller, unit: str) -> None:
    person = founder.made("/v1/people", {"name": "某人", "member": unit})
    assert founder.seen(f"/v1/people/{person['id']}", person)["member_name"] == "老合唱团"
    made = founder.made(f"/v1/members/{unit}/renamings", {"name": "新合唱团"})
    later = founder.made("/v1/people", {"name": "后来人", "member": unit})
    # Both are of today, on which the new name holds; a mandate of a day of before shows the old one.
    [first, second] = founder.seen("/v1/people", later, member=unit)["items"]
    assert (first["member_name"], second["member_name"]) == ("新合唱团", "新合唱团")
    assert made["names"][0]["name"] == "老合唱团"


def test_a_unit_is_suspended_resumed_merged_and_found_by_its_status(
    house: House, founder: Caller, people: People, unit: str
) -> None:
    other = house.key()
    founder.made("/v1/members", {"code": other, "name": "书画社", "kind": "cultural_society"})
    secretary = house.person("冯十一", "secretary")
    asked = secretary.made(f"/v1/members/{unit}/suspensions", {"reason": "停止活动"})
    assert asked["status"] == "suspended"
    shown = people.auditor.seen(f"/v1/members/{unit}", asked)
    assert shown["reason"]["text"] == "停止活动"
    listed = founder.seen("/v1/members", asked, status="suspended", q=unit)
    assert [one["code"] for one in listed["items"]] == [unit]
    assert secretary.made(f"/v1/members/{unit}/resumptions")["status"] == "joined"
    merged = secretary.made(f"/v1/members/{unit}/mergers", {"into": other})
    assert (merged["status"], merged["merged_into"]) == ("merged", founder.seen(f"/v1/members/{other}")["id"])
    gone = founder.post(f"/v1/members/{unit}/renamings", {"name": "x"})
    assert (gone.status_code, gone.json["code"]) == (409, "members.member_gone")


def test_a_head_count_is_said_anew(founder: Caller, unit: str) -> None:
    made = founder.made(f"/v1/members/{unit}/head-counts", {"head_count": 77})
    assert founder.seen(f"/v1/members/{unit}", made)["head_count"] == 77


BODIES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("renamings", {"name": "x"}, {"name": "", "from": "2999-01-01"}),
    ("head-counts", {"head_count": 1}, {"head_count": 0, "on": "x"}),
    ("mergers", {"into": "other"}, {"into": "!", "on": 7}),
    ("suspensions", {}, {"on": "2026-02-30", "reason": ""}),
    ("resumptions", {}, {"on": "x"}),
    ("leavings", {}, {"on": "x", "reason": 7}),
]


@pytest.mark.parametrize(("path", "right", "wrong"), BODIES)
def test_wrong_bodies_unknown_units_and_other_roles_are_refused(
    people: People, unit: str, path: str, right: Any, wrong: Any
) -> None:
    for field, value in wrong.items():
        refused = people.founder.post(f"/v1/members/{unit}/{path}", {**right, field: value})
        assert refused.status_code == 422, refused.text
        assert [one["field"] for one in refused.json["errors"]] == [field]
    if path not in ("resumptions", "mergers"):
        assert people.founder.post("/v1/members/nope/" + path, right).status_code == 404
        assert people.founder.post(f"/v1/members/{unit}/{path}", right, dry_run="true").status_code == 200
        key = f"{unit}-{path}"
        first, second = (people.founder.post(f"/v1/members/{unit}/{path}", right, key) for _ in range(2))
        assert (first.status_code, second.status_code) == (201, 201)
        assert first.json == second.json
    assert people.chair.post(f"/v1/members/{unit}/{path}", right).status_code == 403


def test_a_unit_does_not_join_in_the_future(founder: Caller) -> None:
    body = {"code": "future", "name": "x", "kind": "building_group", "joined_on": "2999-01-01"}
    refused = founder.post("/v1/members", body)
    assert [(one["field"], one["code"]) for one in refused.json["errors"]] == [("joined_on", "date.future")]


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("/v1/members", {"kind": "cultural_society"}),
        ("/v1/money-accounts", {"kind": "bank", "legal_holder": "社区"}),
        ("/v1/funds", {"kind": "co_governance", "source": "donation", "legal_holder": "社区"}),
        ("/v1/projects", {"purpose": "长椅", "category": "公共设施"}),
    ],
)
def test_a_code_in_another_case_is_the_same_code(
    house: House, people: People, path: str, more: dict[str, Any]
) -> None:
    who = people.lead if path == "/v1/projects" else people.founder
    code = f"Ab-{house.key()}"[:40]
    made = who.made(path, {"code": code, "name": "甲", **more})
    house.settled()
    again = who.post(path, {"code": code.upper(), "name": "乙", **more})
    assert (again.status_code, [one["field"] for one in again.json["errors"]]) == (409, ["code"])
    assert again.json["code"].endswith(".code_taken")
    for said in (code, code.upper(), code.lower()):
        assert who.seen(f"{path}/{said}")["id"] == made["id"]
        assert [one["code"] for one in who.seen(path, code=said)["items"]] == [code]


def test_what_another_service_is_told_by_code_may_be_in_another_case(
    house: House, people: People, founder: Caller, unit: str
) -> None:
    person = founder.made("/v1/people", {"name": "李四", "member": unit.upper()})
    assert (
        founder.seen(f"/v1/people/{person['id']}", person)["member"]
        == founder.seen(f"/v1/members/{unit}")["id"]
    )
    project = people.lead.made(
        "/v1/projects", {"code": house.key(), "name": "椅", "purpose": "椅", "category": "公共设施"}
    )
    house.settled()
    led = people.chair.made(f"/v1/projects/{project['id']}/leads", {"member": unit.upper()})
    assert led["lead"] == founder.seen(f"/v1/members/{unit}")["id"]

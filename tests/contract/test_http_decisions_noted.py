"""What the council decides reaches the services that decide by it, and the ledger makes it anew alike."""

from __future__ import annotations

from typing import Any

import pytest
from support.house import COUNCIL, House, People, today
from support.tale_of_decisions import resolution, voters

from gateway.commands.decisions import TERMS

DECIDED = ("policies", "resolutions", "notices", "objections")


@pytest.fixture(scope="module")
def decided(house: House, people: People) -> dict[str, Any]:
    """A policy, an adopted resolution and one that was not, a notice, an objection that was answered."""
    [voter] = voters(house, 1)
    people.founder.made("/v1/policies", {"terms": {**TERMS, "minimum_present": 1}})
    found: dict[str, Any] = {}
    for choice in ("for", "against"):
        opened = people.chair.made("/v1/resolutions", resolution(kind="project", project="bench"))
        voter.made(f"/v1/resolutions/{opened['id']}/votes", {"choice": choice})
        found[choice] = people.chair.made(f"/v1/resolutions/{opened['id']}/closings")["id"]
    about = {"kind": "project", "id": "bench"}
    found["notice"] = people.chair.made("/v1/notices", {"about": about, "text": "公示"})["id"]
    objection = people.lead.made("/v1/objections", {"about": about, "text": "太近"})
    answer = {"text": "已改", "upheld": True}
    found["objection"] = people.chair.made(f"/v1/objections/{objection['id']}/answers", answer)["id"]
    house.settled()
    assert [one["open"] for one in noted(people, "projects", "objection_noted")] == [True]
    secretary = house.person("周秘书", "secretary")
    secretary.made(f"/v1/objections/{objection['id']}/settlements", {"text": "已移位"})
    house.settled()
    return found


def noted(people: People, service: str, what: str) -> list[Any]:
    """The data of each such fact."""
    answer = people.auditor.seen("/v1/events", service=service, type=f"{service}.{what}.v1")
    return [one["event"]["data"] for one in answer["items"]]


@pytest.mark.parametrize("service", ["funds", "projects"])
def test_policy_and_adopted_resolutions_are_noted(
    people: People, decided: dict[str, Any], service: str
) -> None:
    [policy] = noted(people, service, "policy_noted")
    assert policy["terms"]["allocation_resolution_from"] == 5_000_000
    [adopted] = noted(people, service, "resolution_noted")
    assert (adopted["resolution"], adopted["kind"]) == (decided["for"], "project")
    assert adopted["adopted_on"] == today()


def test_projects_note_notices_and_objections(people: People, decided: dict[str, Any]) -> None:
    assert [one["notice"] for one in noted(people, "projects", "notice_noted")] == [decided["notice"]]
    told = [(one["objection"], one["open"]) for one in noted(people, "projects", "objection_noted")]
    assert told == [(decided["objection"], True), (decided["objection"], False)]


def test_a_rebuild_shows_the_same(house: House, people: People, decided: dict[str, Any]) -> None:
    assert decided
    before = {path: people.auditor.seen(f"/v1/{path}")["items"] for path in DECIDED}
    assert house.books.rebuild(COUNCIL)
    assert {path: people.auditor.seen(f"/v1/{path}")["items"] for path in DECIDED} == before
    assert all(before.values())

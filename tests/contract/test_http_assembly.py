"""What the residents' assembly decided, over HTTP: from the minutes to the services that follow it."""

from __future__ import annotations

from typing import Any

import pytest
from support.house import Caller, House, People, today
from support.tale_of_decisions import refused, resolution, voters

from gateway.commands.decisions import TERMS

MINUTES = "ab" * 32
SAID = {"present": 120, "votes_for": 101, "against": 12, "abstained": 7, "paper": MINUTES}


@pytest.fixture(scope="module")
def secretary(house: House, people: People) -> Caller:
    """Of a council of three units, of which three must be present."""
    assert voters(house, 3)
    people.founder.made("/v1/policies", {"terms": {**TERMS, "minimum_present": 3}})
    return house.person("周秘书", "secretary")


@pytest.fixture
def escalated(house: House, people: People, secretary: Caller) -> dict[str, Any]:
    assert secretary
    said = {"kind": "allocation", "amount": "80000", "fund": "gz", "project": "bench"}
    made = people.chair.made("/v1/resolutions", resolution(**said))
    closed = people.chair.made(f"/v1/resolutions/{made['id']}/closings")
    assert (closed["status"], closed["why"]) == ("escalated", "minimum_present")
    house.settled()
    return closed


def test_what_the_assembly_decided_is_confirmed_and_followed_by_funds_and_projects(
    house: House, people: People, secretary: Caller, escalated: dict[str, Any]
) -> None:
    path = f"/v1/resolutions/{escalated['id']}"
    body = {"outcome": "adopted", "decided_on": today(), **SAID}
    seen = {"outcome": "adopted", "paper": MINUTES}
    decisions, confirmations = f"{path}/assembly-decisions", f"{path}/assembly-decisions/confirmations"
    refused(people.chair.post(confirmations, seen), 409, "members.no_assembly_decision")
    refused(people.chair.post(decisions, body), 403, "forbidden")
    made = secretary.made(decisions, body)
    assert (made["status"], made["assembly_decision"]["confirmed_by"]) == ("escalated", None)
    house.settled()
    [task] = [
        one
        for one in people.chair.seen("/v1/tasks")["items"]
        if one["kind"] == "confirm_assembly_decision" and one["about"]["id"] == escalated["id"]
    ]
    assert task["title"] == resolution()["title"]
    refused(secretary.post(confirmations, seen), 403, "forbidden")
    other = {**seen, "paper": "cd" * 32}
    refused(people.chair.post(confirmations, other), 422, "invalid_input", "paper")
    adopted = people.chair.made(confirmations, seen)
    assert (adopted["status"], adopted["why"], adopted["decided_by_assembly"]) == ("adopted", None, True)
    house.settled()
    shown = people.nobody.seen(path)
    decision = shown["assembly_decision"]
    assert {name: decision[name] for name in SAID} == SAID
    assert (decision["recorded_by"], decision["confirmed_by"]) == (secretary.person, people.chair.person)
    # What the council counted stays beside it.
    assert (shown["counts"]["base"], shown["counts"]["present"]) == (3, 0)
    for service in ("funds", "projects"):
        kind = f"{service}.resolution_noted.v1"
        noted = people.auditor.seen("/v1/events", service=service, type=kind)["items"]
        about = [one["event"]["data"] for one in noted]
        assert [one["amount"]["minor"] for one in about if one["resolution"] == escalated["id"]] == [
            8_000_000
        ]
    refused(people.chair.post(confirmations, seen), 409, "members.not_escalated")


def test_whoever_wrote_it_down_does_not_confirm_it_in_another_office(
    house: House, escalated: dict[str, Any]
) -> None:
    both = house.person("双任", "secretary", "chair")
    path = f"/v1/resolutions/{escalated['id']}/assembly-decisions"
    both.made(path, {"outcome": "adopted", "decided_on": today(), **SAID})
    seen = {"outcome": "adopted", "paper": MINUTES}
    refused(both.post(f"{path}/confirmations", seen), 403, "members.assembly_by_two")
    rejected = {**SAID, "outcome": "rejected", "decided_on": today(), "votes_for": 1}
    both.made(path, rejected)
    supervisor = house.person("李监事", "supervisor")
    refused(supervisor.post(f"{path}/confirmations", seen), 422, "invalid_input", "outcome")
    house.settled()
    assert supervisor.made(f"{path}/confirmations", {**seen, "outcome": "rejected"})["status"] == "rejected"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"outcome": "escalated"}, "outcome"),
        ({"present": 0}, "present"),
        ({"present": 100}, "present"),
        ({"votes_for": 5}, "outcome"),
        ({"against": -1}, "against"),
        ({"abstained": "7"}, "abstained"),
        ({"decided_on": "2020-01-01"}, "decided_on"),
        ({"decided_on": "tomorrow"}, "decided_on"),
        ({"paper": "minutes"}, "paper"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_is_wrong_with_the_minutes_is_named(
    secretary: Caller, escalated: dict[str, Any], said: dict[str, Any], field: str
) -> None:
    body = {"outcome": "adopted", "decided_on": today(), **SAID, **said}
    answer = secretary.post(f"/v1/resolutions/{escalated['id']}/assembly-decisions", body)
    refused(answer, 422, "invalid_input", field)


def test_what_the_council_decides_itself_is_not_the_assemblys(people: People, secretary: Caller) -> None:
    opened = people.chair.made("/v1/resolutions", resolution())
    body = {"outcome": "adopted", "decided_on": today(), **SAID}
    path = f"/v1/resolutions/{opened['id']}/assembly-decisions"
    refused(secretary.post(path, body), 409, "members.not_escalated")

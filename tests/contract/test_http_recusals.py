"""Recusals over HTTP: one's own, and one that an office proposes."""

from __future__ import annotations

from typing import Any

import pytest
from support.house import Caller, House, People
from support.tale_of_decisions import council_of_three, refused, resolution


@pytest.fixture(scope="module")
def secretary(house: House) -> Caller:
    return house.person("周秘书", "secretary")


@pytest.fixture(scope="module")
def councillors(house: House, people: People) -> list[Caller]:
    return council_of_three(house, people)


@pytest.fixture
def opened(house: House, people: People, councillors: list[Caller]) -> dict[str, Any]:
    assert councillors
    made = people.chair.made("/v1/resolutions", resolution())
    house.settled()
    return made


def test_a_recusal_takes_the_seat_out_of_vote_and_base(
    house: House, people: People, councillors: list[Caller], opened: dict[str, Any]
) -> None:
    path = f"/v1/resolutions/{opened['id']}"
    councillors[0].made(f"{path}/votes", {"choice": "for"})
    house.settled()
    refused(people.chair.post(f"{path}/recusals", {"seat": "v1"}), 409, "members.seat_has_voted", "seat")
    made = councillors[0].made(f"{path}/recusals", {"reason": "亲属"})
    assert (made["counts"]["base"], made["counts"]["present"], made["counts"]["recused"]) == (2, 0, 1)
    assert made["votes"] == []
    house.settled()
    assert "亲属" in people.chair.get(path).text
    assert "亲属" not in people.nobody.get(path).text
    refused(councillors[0].post(f"{path}/votes", {"choice": "for"}), 409, "members.seat_recused")
    refused(councillors[0].post(f"{path}/recusals"), 409, "members.seat_recused")
    refused(people.chair.post(f"{path}/recusals"), 422, "invalid_input", "seat")
    refused(councillors[1].post(f"{path}/recusals", {"seat": "v3"}), 403, "members.no_seat")
    refused(people.chair.post(f"{path}/recusals", {"seat": "nobody"}), 422, "not_found", "seat")


def test_a_recusal_that_an_office_proposes_waits_for_another_to_confirm_it(
    house: House, people: People, councillors: list[Caller], secretary: Caller, opened: dict[str, Any]
) -> None:
    path = f"/v1/resolutions/{opened['id']}/recusals"
    body = {"seat": "v2", "reason": "供应商是其亲属"}
    refused(people.chair.post(path, {"seat": "v2"}), 422, "invalid_input", "reason")
    refused(secretary.post(f"{path}/confirmations", {"seat": "v2"}), 409, "members.no_recusal_proposed")
    made = people.chair.made(path, body)
    assert (made["counts"]["base"], made["counts"]["recused"], made["recusals"]) == (3, 0, [])
    [proposal] = made["recusals_proposed"]
    assert proposal["proposed_by"] == people.chair.person
    house.settled()
    assert "亲属" not in people.nobody.get(f"/v1/resolutions/{opened['id']}").text
    refused(secretary.post(path, body), 409, "members.recusal_waits", "seat")
    refused(people.chair.post(f"{path}/confirmations", {"seat": "v2"}), 403, "members.recusal_by_two")
    refused(councillors[0].post(f"{path}/confirmations", {"seat": "v2"}), 403, "members.no_seat")
    refused(secretary.post(f"{path}/confirmations"), 422, "invalid_input", "seat")
    confirmed = secretary.made(f"{path}/confirmations", {"seat": "v2"})
    assert (confirmed["counts"]["base"], confirmed["counts"]["recused"]) == (2, 1)
    house.settled()
    seen = people.chair.seen(f"/v1/resolutions/{opened['id']}", confirmed)
    [recusal] = seen["recusals"]
    assert (recusal["declared_by"], recusal["confirmed_by"]) == (people.chair.person, secretary.person)
    assert recusal["reason"]["text"] == "供应商是其亲属"
    assert seen["recusals_proposed"] == []
    refused(secretary.post(f"{path}/confirmations", {"seat": "v2"}), 409, "members.seat_recused")

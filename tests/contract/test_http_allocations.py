"""Allocations over HTTP where the council has a policy: by resolution, and by approvals."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from support.house import Caller, House, People, today
from support.tale_of_decisions import resolution, voters

from gateway.commands.decisions import TERMS

PAPER = "ab" * 32
OWN = [f"bench-{number}" for number in range(1, 10)]
"""Projects that were proposed before there was a policy: each is given its own sums."""
Board = tuple[Caller, Caller]


def ask(amount: str, **more: Any) -> dict[str, Any]:
    return {"fund": "gz", "project": "bench", "amount": amount, "occurred_on": today(), **more}


@pytest.fixture(scope="module")
def voter(house: House, people: People) -> Caller:
    """A million yuan, projects, then a policy, and the one unit that votes."""
    for code in OWN:
        people.lead.made("/v1/projects", {"code": code, "name": code, "purpose": "长椅"})
    gift = {"fund": "gz", "account": "bank", "amount": "1000000.00", "occurred_on": "2026-01-02"}
    people.treasurer.made("/v1/donations", gift)
    [voter] = voters(house, 1)
    people.founder.made("/v1/policies", {"terms": {**TERMS, "minimum_present": 1}})
    house.settled()
    return voter


@pytest.fixture(scope="module")
def board(house: House, voter: Caller) -> Board:
    assert voter
    return house.person("甲", "standing_board"), house.person("乙", "standing_board")


def adopted(house: House, people: People, voter: Caller, amount: str, **more: Any) -> str:
    usual = {"kind": "allocation", "amount": amount, "fund": "gz", "project": "bench"}
    made = people.chair.made("/v1/resolutions", resolution(**{**usual, **more}))
    house.settled()
    voter.made(f"/v1/resolutions/{made['id']}/votes", {"choice": "for"})
    house.settled()
    closed = people.chair.made(f"/v1/resolutions/{made['id']}/closings")
    assert closed["status"] == "adopted"
    return str(made["id"])


@pytest.fixture(scope="module")
def codes(voter: Caller) -> Iterator[str]:
    assert voter
    return iter(OWN)


@pytest.fixture
def code(codes: Iterator[str]) -> str:
    """Of a project that was given nothing yet."""
    return next(codes)


def requested(people: People, amount: str, code: str) -> dict[str, Any]:
    made = people.chair.made("/v1/allocations", ask(amount, project=code))
    assert (made["record"], made["status"]) == ("allocation_request", "requested")
    return made


def committed(house: House, people: People) -> float:
    house.settled()
    return float(people.nobody.seen("/v1/funds/gz")["committed"]["amount"])


def test_from_the_threshold_on_an_allocation_names_an_adopted_resolution(
    house: House, people: People, voter: Caller
) -> None:
    refused = people.chair.post("/v1/allocations", ask("50000.00"))
    assert (refused.status_code, refused.json["code"]) == (409, "funds.resolution_needed")
    open_ = people.chair.made("/v1/resolutions", resolution(kind="allocation", amount="60000", fund="gz"))
    refused = people.chair.post("/v1/allocations", ask("50000.00", resolution=open_["id"]))
    assert (refused.status_code, refused.json["code"]) == (409, "funds.resolution_not_adopted")
    # What was adopted a moment ago counts, though funds had not noted it yet.
    found = adopted(house, people, voter, "60000.00")
    made = people.chair.made("/v1/allocations", ask("50000.00", resolution=found))
    assert (made["record"], made["resolution"]) == ("allocation", found)


def test_of_two_allocations_that_together_exceed_the_resolution_exactly_one_passes(
    house: House, people: People, voter: Caller
) -> None:
    before = committed(house, people)
    found = adopted(house, people, voter, "80000.00")
    with ThreadPoolExecutor(2) as pool:
        bodies = [ask("50000.00", resolution=found)] * 2
        ends = list(pool.map(lambda body: people.chair.post("/v1/allocations", body), bodies))
    assert sorted(one.status_code for one in ends) == [201, 409]
    [refused] = [one.json for one in ends if one.status_code == 409]
    assert refused["code"] == "funds.resolution_exceeded"
    assert "30000.00 CNY" in refused["detail"]
    people.chair.made("/v1/allocations", ask("30000.00", resolution=found))
    refused = people.chair.post("/v1/allocations", ask("0.01", resolution=found)).json
    assert refused["code"] == "funds.resolution_exceeded"
    assert committed(house, people) - before == 80000
    assert people.chair.seen("/v1/ledger/findings")["items"] == []


def test_a_resolution_on_something_else_commits_nothing(house: House, people: People, voter: Caller) -> None:
    found = adopted(house, people, voter, "60000.00", kind="spending")
    refused = people.chair.post("/v1/allocations", ask("50000.00", resolution=found))
    assert (refused.status_code, refused.json["code"]) == (409, "funds.other_resolution")


def test_nothing_is_allocated_under_a_resolution_that_somebody_objects_to(
    house: House, people: People, voter: Caller
) -> None:
    found = adopted(house, people, voter, "60000.00")
    objection = voter.made("/v1/objections", {"about": {"kind": "resolution", "id": found}, "text": "太贵"})
    # What was raised a moment ago counts, though funds had not noted it yet.
    refused = people.chair.post("/v1/allocations", ask("50000.00", resolution=found))
    assert (refused.status_code, refused.json["code"]) == (409, "funds.objection_open")
    house.settled()
    people.chair.made(f"/v1/objections/{objection['id']}/answers", {"text": "三家比价", "upheld": False})
    made = people.chair.made("/v1/allocations", ask("50000.00", resolution=found))
    assert (made["record"], made["resolution"]) == ("allocation", found)


def test_below_the_threshold_the_standing_board_agrees_before_anything_is_committed(
    house: House, people: People, board: Board, code: str
) -> None:
    before = committed(house, people)
    made = requested(people, "4000.00", code)
    assert made["lacking"] == [{"role": "standing_board", "count": 1}]
    assert [(one["roles"], one["by"]) for one in made["approvals"]] == [(["chair"], people.chair.person)]
    assert committed(house, people) == before
    path = f"/v1/allocation-requests/{made['id']}"
    done = board[0].made(f"{path}/approvals")
    assert (done["status"], done["lacking"], len(done["approvals"])) == ("made", [], 2)
    house.settled()
    allocation = people.nobody.seen(f"/v1/allocations/{done['allocation']}")
    assert (allocation["allocation_request"], allocation["amount"]["amount"]) == (made["id"], "4000.00")
    assert committed(house, people) == before + 4000
    late = board[1].post(f"{path}/approvals")
    assert (late.status_code, late.json["code"]) == (409, "funds.request_settled")
    listed = people.nobody.seen("/v1/allocation-requests", status="made", fund="gz")["items"]
    assert made["id"] in [one["id"] for one in listed]


def test_two_of_the_standing_board_agree_to_more_each_for_themselves(
    house: House, people: People, board: Board, code: str
) -> None:
    made = requested(people, "20000.00", code)
    path = f"/v1/allocation-requests/{made['id']}/approvals"
    house.settled()
    assert board[0].made(path)["lacking"] == [{"role": "standing_board", "count": 1}]
    again = board[0].post(path)
    assert (again.status_code, again.json["code"]) == (403, "funds.approved_already")
    unneeded = house.person("副理事长", "chair").post(path)
    assert (unneeded.status_code, unneeded.json["code"]) == (409, "funds.approval_not_needed")
    house.settled()
    assert board[1].made(path)["status"] == "made"


def test_approvals_on_paper_are_written_down_by_the_secretary(
    house: House, people: People, board: Board, code: str
) -> None:
    secretary = house.person("文书", "secretary")
    made = requested(people, "20000.00", code)
    path = f"/v1/allocation-requests/{made['id']}/approvals"
    for one in board:
        house.settled()
        done = secretary.made(path, {"on_behalf": {"person": one.person, "paper": PAPER}})
    assert done["status"] == "made"
    assert [one["by"] for one in done["approvals"][1:]] == [one.person for one in board]


def test_an_allocation_that_awaits_approvals_is_rejected_or_withdrawn(
    house: House, people: People, board: Board, code: str
) -> None:
    before = committed(house, people)
    for who, end, how in (
        (board[0], "rejections", "rejected"),
        (people.chair, "withdrawals", "withdrawn"),
    ):
        made = requested(people, "4000.00", code)
        house.settled()
        path = f"/v1/allocation-requests/{made['id']}"
        dropped = who.made(f"{path}/{end}", {"reason": "金额过大"})
        assert (dropped["status"], dropped[f"{how}_by"]) == (how, who.person)
        house.settled()
        assert people.auditor.seen(path)["decision_reason"]["text"] == "金额过大"
        late = board[1].post(f"{path}/approvals")
        assert (late.status_code, late.json["code"]) == (409, "funds.request_settled")
    assert committed(house, people) == before


def test_a_sum_that_is_split_into_small_allocations_needs_what_it_needs_in_one(
    house: House, people: People, board: Board, code: str
) -> None:
    path = "/v1/allocation-requests/{}/approvals"
    first = requested(people, "4999.00", code)
    house.settled()
    assert board[0].made(path.format(first["id"]))["status"] == "made"
    # Another fund changes nothing: it is the project that gets it.
    fund = {"code": "gy2", "name": "公益金", "kind": "public_welfare", "source": "donation"}
    people.founder.made("/v1/funds", {**fund, "legal_holder": "社区"})
    gift = {"fund": "gy2", "account": "bank", "amount": "100000.00", "occurred_on": today()}
    people.treasurer.made("/v1/donations", gift)
    second = people.chair.made("/v1/allocations", ask("4999.00", project=code, fund="gy2"))
    assert second["lacking"] == [{"role": "standing_board", "count": 2}]
    house.settled()
    assert board[0].made(path.format(second["id"]))["lacking"] == [{"role": "standing_board", "count": 1}]
    house.settled()
    assert board[1].made(path.format(second["id"]))["status"] == "made"
    refused = people.chair.post("/v1/allocations", ask("40002.00", project=code, fund="gy2"))
    assert (refused.status_code, refused.json["code"]) == (409, "funds.resolution_needed")
    assert people.chair.made("/v1/allocations", ask("40001.99", project=code))["status"] == "requested"


def test_who_is_chair_and_of_the_standing_board_counts_for_the_one_that_is_lacking(
    house: House, people: People, board: Board, code: str
) -> None:
    both = house.person("丙", "standing_board", "chair")
    made = requested(people, "4000.00", code)
    house.settled()
    done = both.made(f"/v1/allocation-requests/{made['id']}/approvals")
    assert (done["status"], done["approvals"][-1]["roles"]) == ("made", ["chair", "standing_board"])
    asked = both.made("/v1/allocations", ask("20000.00", project=code))
    assert asked["lacking"] == [{"role": "standing_board", "count": 1}]
    house.settled()
    assert board[0].made(f"/v1/allocation-requests/{asked['id']}/approvals")["status"] == "made"


def test_what_is_wrong_with_a_request_is_named(people: People, board: Board, code: str) -> None:
    made = requested(people, "4000.00", code)
    path, nowhere = (
        f"/v1/allocation-requests/{made['id']}",
        "/v1/allocation-requests/alr_00000000000000000000",
    )
    for who, end, body in (
        (people.treasurer, "approvals", {}),
        (people.lead, "rejections", {"reason": "x"}),
        (board[0], "withdrawals", {"reason": "x"}),
    ):
        assert who.post(f"{path}/{end}", body).status_code == 403, end
    for end, body in (("approvals", {}), ("rejections", {"reason": "x"})):
        assert board[0].post(f"{nowhere}/{end}", body).status_code == 404, end
    for wrong in ({}, {"reason": ""}, {"reason": 1}):
        assert board[0].post(f"{path}/rejections", wrong).status_code == 422
    for body, field in (
        (ask("1", resolution="x y"), "resolution"),
        (ask("1", resolution="bench"), "resolution"),
    ):
        refused = people.chair.post("/v1/allocations", body)
        assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, field)


def test_an_approval_is_given_once_and_tried_without_a_trace(
    house: House, people: People, board: Board, code: str
) -> None:
    made = requested(people, "4000.00", code)
    path = f"/v1/allocation-requests/{made['id']}/approvals"
    house.settled()
    tried = board[0].post(path, dry_run="true")
    assert (tried.status_code, tried.json["status"]) == (200, "made")
    first = board[0].post(path, key="approval-once")
    house.settled()
    again = board[0].post(path, key="approval-once")
    assert (again.status_code, again.json) == (first.status_code, first.json)

"""Batches: many commands at once, each for itself or all or none."""

from __future__ import annotations

from typing import Any

from support.house import House, People

from gateway.kinds import PATHS

GIFT: dict[str, Any] = {"fund": "gz", "account": "bank", "amount": "1.00", "occurred_on": "2026-01-02"}
GIVE: dict[str, Any] = {"command": "funds.record_donation", **GIFT}

FUND: dict[str, Any] = {
    "name": "自治资金",
    "kind": "self_governance",
    "source": "donation",
    "legal_holder": "社区",
}
SPENT: dict[str, Any] = {"account": "bank", "kind": "expense", "amount": "0.50", "occurred_on": "2026-01-03"}


def named(name: str, **more: Any) -> dict[str, Any]:
    return {**GIVE, "donor": {"name": name, "kind": "person"}, **more}


def heads(house: House) -> dict[str, Any]:
    """How much is written, once the services have noted what concerns them (a hold on a donor's name)."""
    house.settled()
    return {name: desk.heads()["main"]["position"] for name, desk in house.service_desks.items()}


def parties(people: People) -> list[Any]:
    """All that were ever registered."""
    found: list[Any] = people.auditor.seen("/v1/events", type="members.party_registered.v1", limit="200")[
        "items"
    ]
    return found


def statuses(answer: Any) -> list[int]:
    return [one["status"] for one in answer.json["results"]]


def test_each_command_is_for_itself(house: House, people: People) -> None:
    before, known = heads(house), len(parties(people))
    commands = [
        GIVE,
        {**GIVE, "amount": "1e3"},
        {**GIVE, "fund": "nope"},
        named("甲"),
        {"command": "funds.fly"},
    ]
    answer = people.treasurer.post("/v1/batches", {"commands": commands})
    assert answer.status_code == 201
    assert statuses(answer) == [201, 422, 422, 201, 422]
    first, wrong, unknown, gift, odd = answer.json["results"]
    assert first["record"] == "donation"
    assert [one["field"] for one in wrong["problem"]["errors"]] == ["commands.1.amount"]
    assert [one["field"] for one in unknown["problem"]["errors"]] == ["commands.2.fund"]
    assert odd["problem"]["errors"][0]["code"] == "command.unknown"
    assert (
        people.treasurer.seen(f"/v1/donations/{gift['id']}", {"at": answer.headers["Ledger-Position"]})[
            "donor"
        ]["name"]
        == "甲"
    )
    after = heads(house)
    assert after["funds"] - before["funds"] == 2
    assert len(parties(people)) == known + 1


def test_who_is_named_by_name_sees_what_stands_before_in_the_batch_as_who_is_named_by_id_does(
    people: People,
) -> None:
    before = {"file": "a" * 64, "line": 1}
    fund = people.founder.made("/v1/funds", {**FUND, "code": "alone"})["code"]
    payee = people.treasurer.made(
        "/v1/parties", {"name": "五金店", "kind": "organisation", "origin": "payee"}
    )["id"]
    expense = {"command": "funds.record_outlay", **SPENT, "fund": fund, "historical": before}
    by_name = {**expense, "payee": {"name": "五金店", "kind": "organisation"}}
    for paid in (by_name, {**expense, "payee": payee}):
        commands = [
            {**paid, "amount": "0.40"},
            {**GIVE, "fund": fund},
            paid,
            paid,
            {**paid, "amount": "0.10"},
        ]
        answer = people.treasurer.post("/v1/batches", {"commands": commands})
        # Nothing is there to pay from; then 1.00 is, of which 0.50 and 0.50 go; and nothing is left.
        assert statuses(answer) == [409, 201, 201, 201, 409], answer.json
        assert answer.json["results"][4]["problem"]["code"] == "funds.insufficient"


def test_a_batch_says_of_each_command_what_is_needed_to_read_it_at_once(people: People) -> None:
    fund = {"command": "funds.open_fund", **FUND, "code": "batched"}
    assert statuses(people.founder.post("/v1/batches", {"commands": [fund]})) == [201]
    shop = {"command": "members.register_party", "kind": "organisation", "name": "丑", "origin": "payee"}
    answer = people.treasurer.post("/v1/batches", {"commands": [GIVE, named("子"), shop]})
    assert statuses(answer) == [201] * 3
    whole = answer.headers["Ledger-Position"]
    assert [one["record"] for one in answer.json["results"]] == ["donation", "donation", "party"]
    last = {part.split("/")[0]: int(part.split("/")[1]) for part in whole.split(", ")}
    for one in answer.json["results"]:
        assert one.keys() == {"status", "record", "id", "position", "repeated"}
        record = people.auditor.seen(f"/v1/{PATHS[one['record']]}/{one['id']}", {"at": whole})
        assert (record["id"], record["position"]) == (one["id"], one["position"])
        service, _, position = one["position"].partition("/")
        assert int(position) <= last[service]


def test_a_batch_that_repeats_another_says_where_that_is(people: People) -> None:
    commands = {"commands": [{**GIVE, "key": "once"}]}
    first, second = (people.treasurer.post("/v1/batches", commands, key=key) for key in ("x", "y"))
    assert first.headers["Ledger-Position"] == second.headers["Ledger-Position"]


def test_a_donor_whom_nobody_knows_fails_their_own_command_alone_or_the_whole_that_goes_together(
    house: House, people: People
) -> None:
    stranger = {**GIVE, "donor": "org_00000000000000000000"}
    before = heads(house)
    answer = people.treasurer.post("/v1/batches", {"commands": [GIVE, stranger, GIVE]})
    assert statuses(answer) == [201, 422, 201]
    assert [one["field"] for one in answer.json["results"][1]["problem"]["errors"]] == ["commands.1.donor"]
    assert heads(house)["funds"] == before["funds"] + 2
    together = people.treasurer.post("/v1/batches", {"atomic": True, "commands": [GIVE, stranger]})
    assert together.status_code == 422
    assert heads(house)["funds"] == before["funds"] + 2


def test_a_second_time_everything_is_known_and_nothing_written(house: House, people: People) -> None:
    batch = {"commands": [named("乙", key="line-1"), named("乙", key="line-2"), {**GIVE, "key": "line-3"}]}
    first = people.treasurer.post("/v1/batches", batch, key="first")
    before = heads(house)
    second = people.treasurer.post("/v1/batches", batch, key="second")
    assert [one["id"] for one in second.json["results"]] == [one["id"] for one in first.json["results"]]
    assert [one["repeated"] for one in first.json["results"]] == [False] * 3
    assert [one["repeated"] for one in second.json["results"]] == [True] * 3
    assert heads(house) == before


def test_the_batchs_key_does_for_commands_without_their_own(people: People) -> None:
    first = people.treasurer.post("/v1/batches", {"commands": [GIVE, GIVE]}, key="both")
    second = people.treasurer.post("/v1/batches", {"commands": [GIVE, GIVE]}, key="both")
    assert first.json["results"][0]["id"] != first.json["results"][1]["id"]
    assert [one["id"] for one in second.json["results"]] == [one["id"] for one in first.json["results"]]
    other = people.treasurer.post("/v1/batches", {"commands": [{**GIVE, "amount": "2"}]}, key="both")
    assert other.json["results"][0]["problem"]["code"] == "idempotency.key_reused"


def test_donors_become_parties_in_one_call(house: House, people: People) -> None:
    house.bus.calls.clear()
    answer = people.treasurer.post("/v1/batches", {"commands": [named(f"丙{n}") for n in range(50)]})
    assert statuses(answer) == [201] * 50
    assert [call for call in house.bus.calls if call == ("members", "submit")] == [("members", "submit")]
    assert len([call for call in house.bus.calls if call == ("funds", "submit")]) == 2


def test_no_party_comes_of_a_command_that_is_refused(house: House, people: People) -> None:
    before = heads(house)
    commands = [named("丁", fund="nope"), named("戊", account="other"), named("己", amount="0")]
    answer = people.treasurer.post("/v1/batches", {"commands": commands})
    assert answer.status_code == 200
    assert statuses(answer) == [422, 409, 422]
    assert heads(house) == before


def test_an_atomic_batch_passes_whole(people: People) -> None:
    answer = people.treasurer.post("/v1/batches", {"atomic": True, "commands": [GIVE, named("庚"), GIVE]})
    assert answer.status_code == 201
    assert statuses(answer) == [201] * 3


def test_an_atomic_batch_fails_whole(house: House, people: People) -> None:
    before = heads(house)
    commands = [GIVE, named("辛"), {**GIVE, "account": "other"}]
    answer = people.treasurer.post("/v1/batches", {"atomic": True, "commands": commands})
    assert (answer.status_code, answer.json["code"]) == (409, "funds.other_holder")
    assert [one["problem"]["code"] for one in answer.json["results"]] == [
        "batch.not_applied",
        "batch.not_applied",
        "funds.other_holder",
    ]
    invalid = people.treasurer.post(
        "/v1/batches", {"atomic": True, "commands": [GIVE, {**GIVE, "amount": "0"}]}
    )
    assert (invalid.status_code, invalid.json["errors"][0]["field"]) == (422, "commands.1.amount")
    assert heads(house) == before


def test_an_atomic_batch_sent_again_is_answered_as_before(house: House, people: People) -> None:
    batch = {"atomic": True, "commands": [named("壬"), GIVE]}
    first = people.treasurer.post("/v1/batches", batch, key="atomic")
    before = heads(house)
    second = people.treasurer.post("/v1/batches", batch, key="atomic")
    assert [one["id"] for one in second.json["results"]] == [one["id"] for one in first.json["results"]]
    assert heads(house) == before


def test_an_atomic_batch_is_of_one_service(people: People) -> None:
    project = {"command": "projects.propose_project", "code": "x", "name": "x", "purpose": "x"}
    answer = people.treasurer.post("/v1/batches", {"atomic": True, "commands": [GIVE, project]})
    assert (answer.status_code, answer.json["code"]) == (422, "batch.two_services")
    mixed = people.treasurer.post("/v1/batches", {"commands": [GIVE, project]})
    assert statuses(mixed) == [201, 403]


def test_later_commands_see_what_earlier_ones_did(people: People) -> None:
    gift = people.treasurer.made("/v1/donations", {**GIFT, "amount": "5"})
    refund = {
        "command": "funds.refund_donation",
        "donation": gift["id"],
        "amount": "3",
        "occurred_on": "2026-01-03",
    }
    answer = people.treasurer.post("/v1/batches", {"commands": [refund, refund]})
    assert statuses(answer) == [201, 409]
    assert [one.get("record") for one in answer.json["results"]] == ["refund", None]


def test_a_dry_run_of_a_batch_writes_nothing(house: House, people: People) -> None:
    before = heads(house)
    batch = {"commands": [GIVE, named("癸"), {**GIVE, "fund": "nope"}]}
    answer = people.treasurer.post("/v1/batches", batch, dry_run="true")
    assert answer.status_code == 200
    assert statuses(answer) == [200, 200, 422]
    atomic = people.treasurer.post(
        "/v1/batches", {"atomic": True, "commands": [GIVE, named("癸")]}, dry_run="true"
    )
    assert statuses(atomic) == [200, 200]
    assert heads(house) == before


def test_a_dry_run_tells_what_was_carried_out_before_from_what_is_new(house: House, people: People) -> None:
    commands = [{**GIVE, "key": "council:dry/1"}, named("子", key="council:dry/2")]
    done = people.treasurer.post("/v1/batches", {"commands": commands})
    before = heads(house)
    changed = {**commands[1], "amount": "1.01"}
    batch = {"commands": [*commands, changed, named("丑", key="council:dry/3")]}
    tried = people.treasurer.post("/v1/batches", batch, dry_run="true")
    first, second, other, new = tried.json["results"]
    assert [one["id"] for one in (first, second)] == [one["id"] for one in done.json["results"]]
    assert (first["repeated"], second["repeated"], new["repeated"]) == (True, True, False)
    assert other["problem"]["code"] == "idempotency.key_reused"
    assert heads(house) == before


def test_what_is_no_batch_is_refused_by_its_field(people: People) -> None:
    for body, field, code in (
        ({}, "commands", "field.required"),
        ({"commands": []}, "commands", "list.empty"),
        ({"commands": "x"}, "commands", "field.type"),
        ({"commands": [1]}, "commands.0", "field.type"),
        ({"commands": [{}] * 1_001}, "commands", "list.too_long"),
        ({"commands": [GIVE], "atomic": 1}, "atomic", "field.type"),
        ({"commands": [GIVE], "x": 1}, "x", "field.unknown"),
    ):
        answer = people.treasurer.post("/v1/batches", body)
        assert answer.status_code == 422, body
        assert [(one["field"], one["code"]) for one in answer.json["errors"]] == [(field, code)]


def test_a_command_that_is_none_is_told_apart(people: People) -> None:
    commands = [{}, {"command": 7}, {**GIVE, "key": "a b"}, {**GIVE, "key": 7}, {**GIVE, "colour": "red"}]
    answer = people.treasurer.post("/v1/batches", {"commands": commands})
    assert answer.status_code == 200
    found = [one["problem"]["errors"][0] for one in answer.json["results"]]
    assert [(one["field"], one["code"]) for one in found] == [
        ("commands.0.command", "field.required"),
        ("commands.1.command", "field.type"),
        ("commands.2.key", "key.format"),
        ("commands.3.key", "key.format"),
        ("commands.4.colour", "field.unknown"),
    ]


def test_a_thousand_commands_go_in_one_batch(people: People) -> None:
    answer = people.treasurer.post("/v1/batches", {"commands": [GIVE] * 1_000})
    assert answer.status_code == 201
    assert statuses(answer) == [201] * 1_000


def test_a_token_is_not_issued_in_a_batch(people: People) -> None:
    command = {"command": "members.issue_token", "person": people.nobody.person}
    answer = people.founder.post("/v1/batches", {"commands": [command]})
    assert answer.json["results"][0]["problem"]["errors"][0]["code"] == "command.unknown"

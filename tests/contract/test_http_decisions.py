"""Policy, resolutions, notices and objections over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from support.house import Caller, House, People, today
from support.tale_of_decisions import council_of_three, refused, resolution

from gateway.commands.decisions import TERMS

PAPER = "ab" * 32
NOWHERE = "0123456789abcdefghjk"


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


# --- policy ------------------------------------------------------------------------------------------
def test_the_policy_is_shown_with_sums_as_decimals(people: People, councillors: list[Caller]) -> None:
    assert councillors
    [policy] = people.nobody.seen("/v1/policies")["items"]
    terms = policy["terms"]
    assert [tier["below"] for tier in terms["tiers"]] == [
        {"amount": "5000.00", "currency": "CNY"},
        {"amount": "50000.00", "currency": "CNY"},
        None,
    ]
    assert terms["allocation_resolution_from"] == {"amount": "50000.00", "currency": "CNY"}
    assert (terms["minimum_present"], policy["resolution"], policy["status"]) == (2, None, "adopted")
    again = people.nobody.seen(f"/v1/policies/{policy['id']}")["terms"]
    assert again == terms


def test_the_first_policy_is_the_only_one_that_is_written_down(
    people: People, councillors: list[Caller]
) -> None:
    assert councillors
    refused(people.founder.post("/v1/policies", {"terms": TERMS}), 409, "members.policy_stands")
    refused(people.chair.post("/v1/policies", {"terms": TERMS}), 403, "forbidden")


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({**TERMS, "notice_days": 0}, "terms.notice_days"),
        ({**TERMS, "currency": "USD"}, "terms.tiers"),
        ({**TERMS, "tiers": [{**TERMS["tiers"][0], "below": 5000}]}, "terms.tiers.0.below"),
        ({**TERMS, "quorum": {"numerator": 1, "denominator": 0}}, "terms.quorum.denominator"),
        ({name: TERMS[name] for name in TERMS if name != "tiers"}, "terms.tiers"),
        ({**TERMS, "colour": "red"}, "terms.colour"),
    ],
)
def test_what_is_wrong_with_a_policy_is_named(people: People, terms: Any, field: str) -> None:
    refused(people.founder.post("/v1/policies", {"terms": terms}), 422, "invalid_input", field)


# --- resolutions -------------------------------------------------------------------------------------
def test_a_resolution_is_opened_voted_on_and_closed(
    house: House, people: People, councillors: list[Caller], opened: dict[str, Any]
) -> None:
    path = f"/v1/resolutions/{opened['id']}"
    assert (opened["status"], opened["counts"]["base"], len(opened["roll"])) == ("open", 3, 3)
    for voter, choice in zip(councillors, ("for", "against", "for"), strict=True):
        house.settled()
        made = voter.made(f"{path}/votes", {"choice": choice})
    assert made["counts"] == {
        **dict.fromkeys(("recused", "departed"), 0),
        "base": 3,
        "present": 3,
        "votes_for": 2,
        "against": 1,
        "abstained": 0,
    }
    house.settled()
    changed = councillors[1].made(f"{path}/votes", {"choice": "for"})
    assert (changed["counts"]["votes_for"], len(changed["votes"])) == (3, 3)
    house.settled()
    closed = people.chair.made(f"{path}/closings")
    assert (closed["status"], closed["why"]) == ("adopted", None)
    refused(councillors[0].post(f"{path}/votes", {"choice": "for"}), 409, "members.resolution_closed")
    refused(people.chair.post(f"{path}/closings"), 409, "members.resolution_closed")
    seen = people.chair.seen(path, closed)
    assert {name: seen[name] for name in ("status", "counts", "votes")} == {
        name: closed[name] for name in ("status", "counts", "votes")
    }
    assert opened["id"] in [
        one["id"] for one in people.nobody.seen("/v1/resolutions", status="adopted")["items"]
    ]


def test_each_seats_vote_is_shown_to_whoever_holds_an_office_or_a_seat(
    house: House, people: People, councillors: list[Caller], opened: dict[str, Any]
) -> None:
    made = councillors[0].made(f"/v1/resolutions/{opened['id']}/votes", {"choice": "abstain"})
    for who in (people.chair, councillors[1], people.auditor):
        [vote] = who.seen(f"/v1/resolutions/{opened['id']}", made)["votes"]
        assert (vote["choice"], vote["cast_by"]) == ("abstain", councillors[0].person)
    resident = house.person("居民", "resident")
    for who in (resident, people.nobody):
        seen = who.seen(f"/v1/resolutions/{opened['id']}", made)
        assert "votes" not in seen
        assert seen["counts"]["abstained"] == 1


def test_a_vote_on_paper_is_written_down_by_the_secretary(
    people: People, councillors: list[Caller], secretary: Caller, opened: dict[str, Any]
) -> None:
    path = f"/v1/resolutions/{opened['id']}/votes"
    whose = {"person": councillors[2].person, "paper": PAPER}
    body = {"choice": "against", "on_behalf": whose}
    refused(people.chair.post(path, body), 403, "forbidden")
    made = secretary.made(path, body)
    assert [vote["cast_by"] for vote in made["votes"]] == [councillors[2].person]
    stranger = {**body, "on_behalf": {**whose, "person": secretary.person}}
    refused(secretary.post(path, stranger), 403, "forbidden")


def test_the_same_vote_twice_is_one_and_a_trial_is_none(
    councillors: list[Caller], opened: dict[str, Any]
) -> None:
    path, body = f"/v1/resolutions/{opened['id']}/votes", {"choice": "for"}
    tried = councillors[0].post(path, body, dry_run="true")
    assert (tried.status_code, tried.json["dry_run"]) == (200, True)
    first = councillors[0].post(path, body, key=f"vote-{opened['id']}")
    again = councillors[0].post(path, body, key=f"vote-{opened['id']}")
    assert (first.status_code, first.json) == (again.status_code, again.json)
    other = councillors[0].post(path, {"choice": "against"}, key=f"vote-{opened['id']}")
    refused(other, 422, "idempotency.key_reused")


def test_before_its_day_a_vote_is_not_closed_while_somebody_is_silent(
    people: People, councillors: list[Caller]
) -> None:
    assert councillors
    made = people.chair.made("/v1/resolutions", resolution(closes_on="2030-01-01"))
    refused(people.chair.post(f"/v1/resolutions/{made['id']}/closings"), 409, "members.vote_goes_on")


def test_funds_and_projects_are_named_by_code_or_id(people: People, councillors: list[Caller]) -> None:
    assert councillors
    fund = people.chair.seen("/v1/funds/gz")["id"]
    said = {"kind": "allocation", "amount": "80000", "project": "bench"}
    made = people.chair.made("/v1/resolutions", resolution(**said, fund="gz"))
    assert (made["fund"], made["amount"]) == (fund, {"amount": "80000.00", "currency": "CNY"})
    assert people.chair.made("/v1/resolutions", resolution(**said, fund=fund))["fund"] == fund
    for field, value in (("fund", "nowhere"), ("project", f"prj_{NOWHERE}")):
        body = resolution(**{**said, field: value})
        refused(people.chair.post("/v1/resolutions", body), 422, "not_found", field)
        refused(people.nobody.post("/v1/resolutions", body), 403, "forbidden")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "allocation"}, "amount"),
        ({"amount": 5, "kind": "spending"}, "amount"),
        ({"kind": "policy"}, "terms"),
        (
            {
                "kind": "policy",
                "terms": {**TERMS, "effective_from": today(), "escalates_to": "standing_board"},
            },
            "terms.escalates_to",
        ),
        ({"closes_on": "2020-01-01"}, "closes_on"),
        ({"body": "king"}, "body"),
        ({"title": ""}, "title"),
        ({"text": "字" * 4_001}, "text"),
        ({"escalated_from": f"not_{NOWHERE}"}, "escalated_from"),
        ({"terms": TERMS}, "terms"),
    ],
)
def test_what_is_wrong_with_a_resolution_is_named(
    people: People, councillors: list[Caller], said: dict[str, Any], field: str
) -> None:
    assert councillors
    refused(people.chair.post("/v1/resolutions", resolution(**said)), 422, "invalid_input", field)


def test_what_is_not_there_is_not_found(people: People, councillors: list[Caller]) -> None:
    voter = councillors[0]
    for who, path, body in (
        (voter, f"/v1/resolutions/res_{NOWHERE}/votes", {"choice": "for"}),
        (voter, "/v1/resolutions/nothing/votes", {"choice": "for"}),
        (people.chair, f"/v1/resolutions/res_{NOWHERE}/closings", {}),
        (people.chair, f"/v1/notices/not_{NOWHERE}/withdrawals", {}),
        (people.chair, f"/v1/objections/obj_{NOWHERE}/answers", {"text": "x", "upheld": True}),
    ):
        refused(who.post(path, body), 404, "not_found")
    for path in ("resolutions", "policies", "notices", "objections"):
        refused(people.chair.get(f"/v1/{path}/nothing"), 404, "not_found")


def test_a_policy_that_is_voted_for_is_the_next_one(
    house: House, people: People, councillors: list[Caller]
) -> None:
    terms = {**TERMS, "effective_from": today(), "minimum_present": 2, "notice_days": 8}
    made = people.chair.made("/v1/resolutions", resolution(kind="policy", terms=terms))
    assert made["terms"]["tiers"][0]["below"] == {"amount": "5000.00", "currency": "CNY"}
    for voter in councillors:
        voter.made(f"/v1/resolutions/{made['id']}/votes", {"choice": "for"})
    closed = people.chair.made(f"/v1/resolutions/{made['id']}/closings")
    assert closed["record"] == "resolution"
    house.settled()
    policy = people.chair.seen("/v1/policies")["items"][-1]
    assert (policy["resolution"], policy["terms"]["notice_days"]) == (made["id"], 8)
    # What was one's own terms may be sent as they are shown.
    again = resolution(kind="policy", terms=policy["terms"])
    assert people.chair.post("/v1/resolutions", again, dry_run="true").status_code == 200


# --- notices and objections --------------------------------------------------------------------------
def test_a_notice_is_posted_objected_to_and_withdrawn(
    house: House, people: People, councillors: list[Caller], secretary: Caller
) -> None:
    assert councillors
    about = {"kind": "project", "id": "bench"}
    notice = secretary.made("/v1/notices", {"about": about, "text": "公示", "days": 9})
    project = people.chair.seen("/v1/projects/bench")["id"]
    assert (notice["about"], notice["status"], notice["starts_on"]) == (project, "posted", today())
    answer = secretary.post("/v1/notices", {"about": about, "text": "公示"})
    refused(answer, 409, "members.notice_runs", "about")
    short = {"about": {"kind": "resolution", "id": _any_resolution(people)}, "text": "x", "days": 1}
    refused(secretary.post("/v1/notices", short), 422, "invalid_input", "days")

    body = {"about": {"kind": "notice", "id": notice["id"]}, "text": "太靠近居民楼"}
    objection = people.lead.made("/v1/objections", body)
    assert (objection["about"], objection["notice"]) == (project, notice["id"])
    assert (objection["status"], objection["person"]["id"]) == ("open", people.lead.person)
    house.settled()
    shown = secretary.seen(f"/v1/objections/{objection['id']}")
    assert shown["text"]["text"] == "太靠近居民楼"
    assert "居民楼" not in people.nobody.get(f"/v1/objections/{objection['id']}").text
    assert [one["id"] for one in people.nobody.seen("/v1/objections", about=project)["items"]] == [
        objection["id"]
    ]

    path = f"/v1/objections/{objection['id']}/answers"
    answered = secretary.made(path, {"text": "已改", "upheld": True})
    assert (answered["status"], answered["upheld"]) == ("upheld", True)
    refused(people.chair.post(path, {"text": "x", "upheld": False}), 409, "members.objection_answered")
    house.settled()
    assert secretary.seen(f"/v1/objections/{objection['id']}")["answer"]["text"] == "已改"

    path = f"/v1/objections/{objection['id']}/settlements"
    refused(secretary.post(path, {"text": "已移位"}), 403, "members.settlers_apart")
    settled = people.chair.made(path, {"text": "已移位"})
    assert (settled["status"], settled["settled_by"]) == ("settled", people.chair.person)
    refused(people.chair.post(path, {"text": "已移位"}), 409, "members.objection_not_upheld")
    house.settled()
    assert secretary.seen(f"/v1/objections/{objection['id']}")["settlement"]["text"] == "已移位"
    assert "移位" not in people.nobody.get(f"/v1/objections/{objection['id']}").text
    own = people.lead.seen(f"/v1/objections/{objection['id']}")
    said = [own[part]["text"] for part in ("text", "answer", "settlement")]
    assert said == ["太靠近居民楼", "已改", "已移位"]

    down = secretary.made(f"/v1/notices/{notice['id']}/withdrawals", {"reason": "有误"})
    assert (down["status"], down["text"]) == ("withdrawn", "公示")
    refused(secretary.post(f"/v1/notices/{notice['id']}/withdrawals"), 409, "members.notice_over")
    refused(people.lead.post("/v1/objections", body), 409, "members.notice_over", "about.id")


def _any_resolution(people: People) -> str:
    return str(people.chair.seen("/v1/resolutions")["items"][0]["id"])


def test_who_objects_does_not_answer_and_neither_does_who_wrote_it_down(
    house: House, people: People, secretary: Caller
) -> None:
    about = {"kind": "project", "id": "bench"}
    own = people.chair.made("/v1/objections", {"about": about, "text": "x"})
    answer = {"text": "y", "upheld": False}
    refused(people.chair.post(f"/v1/objections/{own['id']}/answers", answer), 403, "members.same_person")
    whose = {"person": people.lead.person, "paper": PAPER}
    written = secretary.made("/v1/objections", {"about": about, "text": "x", "on_behalf": whose})
    assert written["person"]["id"] == people.lead.person
    assert written["on_behalf"]["paper"] == PAPER
    again = people.lead.post("/v1/objections", {"about": about, "text": "x"})
    refused(again, 409, "members.objects_already", "about")
    assert written["id"] in again.json["detail"]
    path = f"/v1/objections/{written['id']}/answers"
    refused(secretary.post(path, answer), 403, "members.same_person")
    assert people.chair.post(path, answer).status_code == 201
    house.settled()
    signed = people.lead.seen(f"/v1/objections/{written['id']}")
    assert (signed["text"]["text"], signed["answer"]["text"]) == ("x", "y")
    assert "text" not in people.nobody.seen(f"/v1/objections/{written['id']}")["answer"]


def test_what_the_chair_raised_and_the_secretary_upheld_is_settled_by_the_supervisor(
    house: House, people: People, secretary: Caller
) -> None:
    supervisor = house.person("李监事", "supervisor")
    about = {"kind": "resolution", "id": _any_resolution(people)}
    objection = people.chair.made("/v1/objections", {"about": about, "text": "x"})["id"]
    secretary.made(f"/v1/objections/{objection}/answers", {"text": "y", "upheld": True})
    for who in (people.chair, secretary):
        answer = who.post(f"/v1/objections/{objection}/settlements", {"text": "z"})
        refused(answer, 403, "members.settlers_apart")
    settled = supervisor.made(f"/v1/objections/{objection}/settlements", {"text": "z"})
    assert (settled["status"], settled["settled_by"]) == ("settled", supervisor.person)


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/v1/notices", {"about": {"kind": "project", "id": "nowhere"}, "text": "x"}, "about.id"),
        ("/v1/objections", {"about": {"kind": "spending", "id": f"spd_{NOWHERE}"}, "text": "x"}, "about.id"),
        ("/v1/objections", {"about": {"kind": "notice", "id": f"not_{NOWHERE}"}, "text": "x"}, "about.id"),
        ("/v1/notices", {"about": {"kind": "resolution", "id": f"res_{NOWHERE}"}, "text": "x"}, "about.id"),
    ],
)
def test_a_notice_and_an_objection_are_about_something_that_is_there(
    people: People, path: str, body: dict[str, Any], field: str
) -> None:
    refused(people.chair.post(path, body), 422, "not_found", field)


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/v1/notices", {"about": {"kind": "notice", "id": "x"}, "text": "x"}, "about.kind"),
        ("/v1/notices", {"about": "bench", "text": "x"}, "about"),
        ("/v1/notices", {"about": {"kind": "project", "id": "bench"}, "text": "字" * 501}, "text"),
        (
            "/v1/notices",
            {"about": {"kind": "project", "id": "bench"}, "text": "x", "starts_on": "2020-01-01"},
            "starts_on",
        ),
        ("/v1/objections", {"about": {"kind": "project", "id": "bench"}}, "text"),
        ("/v1/objections", {"about": {"kind": "resolution", "id": "bench"}, "text": "x"}, "about.id"),
    ],
)
def test_what_is_wrong_with_them_is_named(
    people: People, path: str, body: dict[str, Any], field: str
) -> None:
    refused(people.chair.post(path, body), 422, "invalid_input", field)

"""Over HTTP: from an opinion to an issue that is solved, and to its call-back."""

from __future__ import annotations

from typing import Any

import pytest
from support.house import Caller, House, People

DAY = "2026-01-02"
PAPER = "ab" * 32
WANG = {"name": "王秀英", "kind": "person"}
SAID: dict[str, Any] = {
    "channel": "visit",
    "topic": "公共设施",
    "text": "广场上没有地方坐",
    "occurred_on": DAY,
}


@pytest.fixture(scope="module")
def secretary(house: House, people: People) -> Caller:
    """Who writes down what happens; and two units, of which one has a councillor."""
    for code in ("choir", "building-7"):
        unit = {"code": code, "name": f"单位 {code}", "kind": "building_group"}
        people.founder.made("/v1/members", unit)
    made = house.person("吴九", "secretary")
    house.settled()
    return made


def heard(secretary: Caller, **more: Any) -> str:
    return str(secretary.made("/v1/opinions", {**SAID, **more})["id"])


def opened(secretary: Caller, *opinions: str) -> str:
    return str(secretary.made("/v1/issues", {"title": "没有长椅", "opinions": [*opinions]})["id"])


def solved(house: House, secretary: Caller, lead: Caller, *opinions: str) -> str:
    """An issue that the project lead solved."""
    issue = opened(secretary, *opinions)
    house.settled()
    secretary.made(f"/v1/issues/{issue}/assignments", {"person": lead.person})
    lead.made(f"/v1/issues/{issue}/solutions", {"text": "增设座椅六张"})
    return issue


def called_back(secretary: Caller, opinion: str, issue: str, result: str) -> Any:
    body = {"opinion": opinion, "issue": issue, "result": result}
    return secretary.made("/v1/call-backs", body)


def test_an_opinion_is_heard_with_a_sealed_text_and_an_author_by_name(
    people: People, secretary: Caller
) -> None:
    made = secretary.made("/v1/opinions", {**SAID, "place": "东侧", "author": WANG})
    assert (made["status"], made["channel"], made["issues"]) == ("heard", "visit", [])
    assert made["author"]["name"] == "王秀英"
    assert set(made["text"]) == {"sealed"}
    shown = secretary.seen(f"/v1/opinions/{made['id']}", made)
    assert (shown["text"]["text"], shown["place"]["text"]) == (SAID["text"], "东侧")
    for reader in (people.nobody, people.lead):
        masked = reader.seen(f"/v1/opinions/{made['id']}")
        assert masked["author"]["name"] == "王*"
        assert "text" not in masked["text"]
    listed = people.nobody.seen("/v1/opinions", author=made["author"]["id"])["items"]
    assert [one["id"] for one in listed] == [made["id"]]
    assert made["id"] in [one["id"] for one in people.nobody.seen("/v1/opinions", channel="visit")["items"]]
    assert people.nobody.seen("/v1/opinions", channel="hotline")["items"] == []


def test_a_resident_writes_down_their_own_opinion_alone(house: House, people: People) -> None:
    resident = house.person("孙一", "resident")
    made = resident.made("/v1/opinions", SAID)
    assert made["author"]["id"] == resident.person
    house.settled()
    assert resident.seen(f"/v1/opinions/{made['id']}")["text"]["text"] == SAID["text"]
    assert "text" not in people.nobody.seen(f"/v1/opinions/{made['id']}")["text"]
    other = resident.post("/v1/opinions", {**SAID, "author": people.lead.person})
    assert (other.status_code, other.json["code"]) == (403, "projects.not_your_opinion")
    by_name = resident.post("/v1/opinions", {**SAID, "author": WANG})
    assert by_name.status_code == 403


def test_a_residents_paper_is_written_down_by_the_secretary(house: House, secretary: Caller) -> None:
    resident = house.person("孙二", "resident")
    paper = {"person": resident.person, "paper": PAPER}
    made = secretary.made("/v1/opinions", {**SAID, "on_behalf": paper})
    assert made["author"]["id"] == resident.person
    assert made["on_behalf"]["paper"] == PAPER
    stranger = house.person("孙三")
    refused = secretary.post("/v1/opinions", {**SAID, "on_behalf": {**paper, "person": stranger.person}})
    assert refused.status_code == 403
    assert resident.post("/v1/opinions", {**SAID, "on_behalf": paper}).status_code == 403


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("channel", "letter", "choice.unknown"),
        ("channel", None, "field.null"),
        ("topic", "", "text.empty"),
        ("topic", "x" * 101, "text.too_long"),
        ("text", "x" * 2001, "text.too_long"),
        ("text", "a\nb", "text.control_character"),
        ("place", 7, "field.type"),
        ("author", "王秀英", "id.format"),
        ("occurred_on", "2026-02-30", "date.unknown"),
        ("occurred_on", "2999-01-01", "date.future"),
        ("mood", "angry", "field.unknown"),
    ],
)
def test_a_wrong_opinion_is_refused_by_its_field(
    secretary: Caller, field: str, value: object, code: str
) -> None:
    answer = secretary.post("/v1/opinions", {**SAID, field: value})
    assert answer.status_code == 422
    assert [(one["field"], one["code"]) for one in answer.json["errors"]] == [(field, code)]


def test_an_opinion_of_an_author_who_is_not_there_is_refused(secretary: Caller) -> None:
    answer = secretary.post("/v1/opinions", {**SAID, "author": "per_0123456789abcdefghjk"})
    assert (answer.status_code, answer.json["code"]) == (422, "not_found")


def test_an_issue_is_dealt_with_and_its_author_called_back(
    house: House, people: People, secretary: Caller
) -> None:
    first, second = heard(secretary, author=WANG), heard(secretary)
    issue = opened(secretary, first)
    house.settled()
    joined = secretary.made(f"/v1/issues/{issue}/opinions", {"opinions": [second]})
    assert joined["opinions"] == [first, second]
    house.settled()
    given = secretary.made(f"/v1/issues/{issue}/assignments", {"person": people.lead.person})
    assert (given["status"], given["assigned"]["id"]) == ("assigned", people.lead.person)
    same = secretary.post(f"/v1/issues/{issue}/supervisions", {"person": people.lead.person})
    assert (same.status_code, same.json["code"]) == (403, "projects.not_apart")
    watched = secretary.made(f"/v1/issues/{issue}/supervisions", {"person": people.chair.person})
    assert watched["supervisor"]["id"] == people.chair.person
    not_theirs = people.chair.post(f"/v1/issues/{issue}/solutions", {"text": "x"})
    assert (not_theirs.status_code, not_theirs.json["code"]) == (403, "projects.not_assigned")
    done = people.lead.made(f"/v1/issues/{issue}/solutions", {"text": "增设座椅六张"})
    house.settled()
    assert (done["status"], done["solved_by"]) == ("solved", people.lead.person)
    made = secretary.made(
        "/v1/call-backs", {"opinion": first, "issue": issue, "result": "satisfied", "note": "很方便"}
    )
    assert (made["result"], made["reopens"], made["project"]) == ("satisfied", False, None)
    shown = people.chair.seen(f"/v1/call-backs/{made['id']}", made)
    assert shown["note"]["text"] == "很方便"
    assert shown["author"]["name"] == "王秀英"
    again = secretary.post("/v1/call-backs", {"opinion": first, "issue": issue, "result": "satisfied"})
    assert (again.status_code, again.json["code"]) == (409, "projects.already_called_back")
    whole = people.auditor.seen(f"/v1/issues/{issue}")
    assert whole["text"]["text"] == "增设座椅六张"
    assert people.nobody.seen("/v1/opinions", status="taken_up")["items"]
    assert issue in [
        one["id"] for one in people.nobody.seen("/v1/issues", assigned=people.lead.person)["items"]
    ]
    assert [one["id"] for one in people.nobody.seen("/v1/call-backs", issue=issue)["items"]] == [made["id"]]


def kinds_of_tasks(who: Caller, issue: str) -> list[str]:
    return [one["kind"] for one in who.seen("/v1/tasks")["items"] if one["about"]["id"] == issue]


def test_what_waits_of_an_issue_stands_in_the_tasks(house: House, people: People, secretary: Caller) -> None:
    opinion = heard(secretary)
    issue = opened(secretary, opinion)
    house.settled()
    assert kinds_of_tasks(secretary, issue) == ["assign_issue"]
    secretary.made(f"/v1/issues/{issue}/assignments", {"person": people.lead.person})
    house.settled()
    assert (kinds_of_tasks(secretary, issue), kinds_of_tasks(people.lead, issue)) == ([], ["solve_issue"])
    people.lead.made(f"/v1/issues/{issue}/solutions", {"text": "增设座椅"})
    house.settled()
    assert (kinds_of_tasks(secretary, issue), kinds_of_tasks(people.lead, issue)) == (["call_back"], [])
    waiting = people.nobody.seen("/v1/issues", call_backs="waiting")["items"]
    assert issue in [one["id"] for one in waiting]
    called_back(secretary, opinion, issue, "unreachable")
    house.settled()
    assert kinds_of_tasks(secretary, issue) == []
    assert people.nobody.seen(f"/v1/issues/{issue}")["call_backs"] == "done"


def test_a_dissatisfied_author_opens_it_again_once(house: House, people: People, secretary: Caller) -> None:
    opinion = heard(secretary)
    issue = solved(house, secretary, people.lead, opinion)
    assert called_back(secretary, opinion, issue, "dissatisfied")["reopens"]
    house.settled()
    shown = people.nobody.seen(f"/v1/issues/{issue}")
    assert (shown["status"], shown["reopened"]) == ("reopened", True)
    early = secretary.post("/v1/call-backs", {"opinion": opinion, "issue": issue, "result": "satisfied"})
    assert (early.status_code, early.json["code"]) == (409, "projects.issue_wrong_state")
    secretary.made(f"/v1/issues/{issue}/assignments", {"person": people.lead.person})
    people.lead.made(f"/v1/issues/{issue}/solutions", {"text": "再增六张"})
    assert not called_back(secretary, opinion, issue, "dissatisfied")["reopens"]
    house.settled()
    assert people.nobody.seen(f"/v1/issues/{issue}")["status"] == "solved"


def test_what_became_a_project_is_solved_when_that_is_done_and_counts_stand_apart(
    house: House, people: People, secretary: Caller
) -> None:
    house.settled()
    before = people.nobody.seen("/v1/counts")
    opinions = [heard(secretary) for _ in range(3)]
    issues = [opened(secretary, *opinions), opened(secretary, opinions[0])]
    people.lead.made("/v1/projects", {"code": "plaza", "name": "广场", "purpose": "长椅"})
    for issue in issues:
        assert secretary.made(f"/v1/issues/{issue}/projects", {"project": "plaza"})["status"] == "project"
    early = secretary.post(
        "/v1/call-backs", {"opinion": opinions[0], "project": "plaza", "result": "satisfied"}
    )
    assert (early.status_code, early.json["code"]) == (409, "projects.issue_wrong_state")
    people.chair.made("/v1/projects/plaza/closings")
    made = secretary.made(
        "/v1/call-backs", {"opinion": opinions[0], "project": "plaza", "result": "unreachable"}
    )
    house.settled()
    assert made["issue"] == issues[0]
    after = people.nobody.seen("/v1/counts")
    assert {name: after[name] - before[name] for name in after} == {
        "opinions_heard": 3,
        "issues_opened": 2,
        "issues_solved": 2,
        "issues_solved_without_money": 0,
        "issues_solved_by_project": 2,
        "projects_made": 1,
    }
    assert len(people.nobody.seen("/v1/issues", project="plaza")["items"]) == 2


def test_the_same_key_gives_the_same_opinion_and_another_body_is_refused(
    house: House, secretary: Caller
) -> None:
    key = house.key()
    first, again = (secretary.made("/v1/opinions", {**SAID, "author": WANG}, key) for _ in range(2))
    assert (first["id"], first["at"]) == (again["id"], again["at"])
    other = secretary.post("/v1/opinions", {**SAID, "author": WANG, "topic": "环境"}, key)
    assert (other.status_code, other.json["code"]) == (422, "idempotency.key_reused")


def test_a_dry_run_hears_nothing(house: House, people: People, secretary: Caller) -> None:
    house.settled()
    before = people.nobody.seen("/v1/counts")
    tried = secretary.post("/v1/opinions", {**SAID, "author": WANG}, dry_run="true")
    assert (tried.status_code, tried.json["dry_run"]) == (200, True)
    house.settled()
    assert people.nobody.seen("/v1/counts") == before


def test_what_is_not_there_is_told(people: People, secretary: Caller) -> None:
    nothing = "iss_0123456789abcdefghjk"
    person = {"person": people.lead.person}
    assert secretary.post(f"/v1/issues/{nothing}/assignments", person).status_code == 404
    assert secretary.post("/v1/issues/nonsense/assignments", person).status_code == 404
    assert secretary.get(f"/v1/issues/{nothing}").status_code == 404
    opinion = heard(secretary)
    issue = opened(secretary, opinion)
    unknown = secretary.post(f"/v1/issues/{issue}/assignments", {"person": "per_0123456789abcdefghjk"})
    assert (unknown.status_code, unknown.json["errors"][0]["field"]) == (422, "person")
    absent = secretary.post("/v1/issues", {"title": "x", "opinions": ["opi_0123456789abcdefghjk"]})
    assert (absent.status_code, absent.json["errors"][0]["field"]) == (422, "opinions.0")
    both = {"opinion": opinion, "issue": issue, "project": "bench", "result": "satisfied"}
    for body in (both, {"opinion": opinion, "result": "satisfied"}):
        answer = secretary.post("/v1/call-backs", body)
        assert answer.status_code == 422
        assert {one["code"] for one in answer.json["errors"]} == {"call_back.one_of"}


def test_refusals_are_told_in_both_languages(people: People, secretary: Caller) -> None:
    issue = opened(secretary, heard(secretary))
    told = {
        language: people.lead.post(
            f"/v1/issues/{issue}/solutions", {"text": "x"}, headers={"Accept-Language": language}
        ).json["detail"]
        for language in ("zh", "en")
    }
    assert told == {"zh": "该议题的状态为：待办。", "en": "The issue is: open."}


def test_the_text_of_an_opinion_goes_with_its_author(house: House, people: People, secretary: Caller) -> None:
    made = secretary.made("/v1/opinions", {**SAID, "text": "我家漏水", "author": {**WANG, "name": "李秀"}})
    author = made["author"]["id"]
    issue = opened(secretary, made["id"])
    secretary.made(f"/v1/issues/{issue}/assignments", {"person": people.lead.person})
    people.lead.made(f"/v1/issues/{issue}/solutions", {"text": "到李家修好"})
    noted = secretary.made(
        "/v1/call-backs",
        {"opinion": made["id"], "issue": issue, "result": "satisfied", "note": "李秀说好"},
    )
    people.founder.made(f"/v1/people/{author}/erasures", {"reason": "本人要求"})
    people.chair.made(f"/v1/people/{author}/erasures/confirmations")
    house.settled()
    shown = people.auditor.seen(f"/v1/opinions/{made['id']}")
    assert shown["author"]["name"] is None
    assert shown["text"]["text"] is None
    assert people.auditor.seen(f"/v1/issues/{issue}")["text"]["text"] is None
    assert people.auditor.seen(f"/v1/call-backs/{noted['id']}")["note"]["text"] is None
    again = secretary.post("/v1/opinions", {**SAID, "author": author})
    assert (again.status_code, again.json["code"]) == (409, "party.erased")


def test_a_batch_hears_many_opinions(house: House, people: People, secretary: Caller) -> None:
    said = {"command": "projects.record_opinion", **SAID}
    commands = [said, {**said, "channel": "letter"}, {**said, "author": WANG}]
    answer = secretary.post("/v1/batches", {"commands": commands})
    results = answer.json["results"]
    assert ["problem" in one for one in results] == [False, True, False]
    claim = {"command": "projects.make_claim", "member": "choir", "project": "bench"}
    answer = secretary.post("/v1/batches", {"commands": [claim, {**claim, "member": "nobody"}]})
    right, wrong = answer.json["results"]
    assert ("problem" in right, wrong["problem"]["code"]) == (False, "not_found")
    house.settled()
    assert people.nobody.seen("/v1/claims", member="choir")["items"]

"""People over HTTP: their roles, what each may read, and two registrations of one human."""

from __future__ import annotations

from typing import Any

import pytest
from support.house import Caller, House, People

GIFT: dict[str, Any] = {"fund": "gz", "account": "bank", "amount": "10.00", "occurred_on": "2026-01-02"}


@pytest.fixture(scope="module")
def gift(people: People) -> dict[str, Any]:
    donor = {"name": "吴九一", "kind": "person"}
    return people.treasurer.made("/v1/donations", {**GIFT, "donor": donor, "note": "为了母亲"})


@pytest.mark.parametrize(
    ("role", "name", "reads"),
    [
        ("founder", "吴*", (403, 403)),
        ("chair", "吴九一", (200, 403)),
        ("standing_board", "吴*", (403, 403)),
        ("treasurer", "吴九一", (200, 403)),
        ("accountant", "吴九一", (403, 403)),
        ("supervisor", "吴九一", (200, 200)),
        ("auditor", "吴九一", (200, 200)),
        ("secretary", "吴九一", (403, 403)),
        ("councillor", "吴*", (403, 403)),
        ("project_lead", "吴*", (403, 403)),
        ("resident", "吴*", (403, 403)),
    ],
)
def test_every_role_reads_lists_and_balances_and_some_read_more(  # noqa: PLR0917 - the parts of a row
    house: House, people: People, gift: Any, role: str, name: str, reads: Any
) -> None:
    reader = _with_role(house, people, role)
    shown = reader.seen(f"/v1/donations/{gift['id']}", gift)
    assert shown["donor"]["name"] == name
    assert ("text" in shown["note"]) is (name == "吴九一")
    assert reader.get("/v1/ledger/trial-balance").status_code == 200
    findings, events = reader.get("/v1/ledger/findings"), reader.get("/v1/events", service="funds")
    assert (findings.status_code, events.status_code) == reads


def _with_role(house: House, people: People, role: str) -> Caller:
    if role != "councillor":
        return house.person("周一", role)
    code = house.key()
    people.founder.made("/v1/members", {"code": code, "name": "某单位", "kind": "resident_unit"})
    reader = house.person("周一")
    mandate = {"person": reader.person, "role": role, "from": "2026-01-01", "member": code}
    given = people.founder.made("/v1/mandates", mandate)
    [shown] = people.founder.seen("/v1/mandates", given, person=reader.person)["items"]
    assert (shown["role"], shown["member"]) == (role, given["member"])
    return reader


def test_a_councillor_is_given_a_unit_and_nobody_else_is(people: People) -> None:
    body = {"person": people.nobody.person, "role": "councillor", "from": "2026-01-01"}
    assert _faults(people.founder.post("/v1/mandates", body)) == {"member"}
    assert _faults(people.founder.post("/v1/mandates", {**body, "role": "chair", "member": "x"})) == {
        "member"
    }
    assert people.founder.post("/v1/mandates", {**body, "member": "nope"}).status_code == 422


def _faults(answer: Any) -> set[str]:
    assert answer.status_code == 422, answer.text
    return {one["field"] for one in answer.json["errors"]}


def test_the_token_of_an_alias_acts_as_the_person(house: House, people: People) -> None:
    ada, again = house.person("郑十", "chair"), house.person("郑十", "project_lead")
    made = people.founder.made(f"/v1/people/{again.person}/aliases", {"of": ada.person})
    assert made["alias_of"] == ada.person
    assert again.seen(f"/v1/people/{again.person}", made)["alias_of"] == ada.person
    house.settled()
    proposal = {"code": "again", "name": "再", "purpose": "再"}
    assert again.post("/v1/projects", proposal).status_code == 403  # the alias' own mandate has ended
    allocated = {"fund": "gz", "project": "nope", "amount": "1", "occurred_on": "2026-01-03"}
    assert again.post("/v1/allocations", allocated).status_code == 422  # the chair's own, who may


def test_an_alias_is_refused_where_it_would_not_be_clear_who_acts(house: House, people: People) -> None:
    ada, again = house.person("郑十"), house.person("郑十")
    path = f"/v1/people/{again.person}/aliases"
    assert people.chair.post(path, {"of": ada.person}).status_code == 403
    assert _faults(people.founder.post(path, {})) == {"of"}
    assert _faults(people.founder.post(path, {"of": again.person})) == {"of"}
    assert people.founder.post(path, {"of": "per_0123456789abcdefghjk"}).status_code == 422
    other = "/v1/people/per_0123456789abcdefghjk/aliases"
    assert people.founder.post(other, {"of": ada.person}).status_code == 404
    assert people.founder.post(path, {"of": ada.person}, dry_run="true").status_code == 200
    key = house.key()
    first, second = (people.founder.post(path, {"of": ada.person}, key) for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert first.json == second.json
    twice = people.founder.post(path, {"of": ada.person})
    assert (twice.status_code, twice.json["code"]) == (409, "members.is_an_alias")
    token = people.founder.post("/v1/tokens", {"person": again.person})
    assert (token.status_code, token.json["code"]) == (409, "members.is_an_alias")

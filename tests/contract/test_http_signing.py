"""Signing in over HTTP: by a name and a password, and what keeps strangers out."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from support.house import COUNCIL, Caller, House, People

WORD, OTHER = "九个字的长口令也可以", "a quite different password"


@pytest.fixture
def known(house: House, people: People) -> tuple[str, str]:
    """Somebody with a password: (person, name)."""
    person = people.founder.made("/v1/people", {"name": "卫十二"})["id"]
    name = f"wei-{house.key()}"
    once = people.founder.made(f"/v1/people/{person}/one-time-tokens")["one_time_token"]
    assert post(house, "passwords", name=name, password=WORD, one_time_token=once).status_code == 201
    return person, name


def post(house: House, path: str, key: str | None = None, *, at: str = "127.0.0.1", **body: Any) -> Any:
    return house.open(
        f"/v1/{path}",
        "POST",
        headers={"Idempotency-Key": key or house.key()},
        data=orjson.dumps(body),
        content_type="application/json",
        environ_overrides={"REMOTE_ADDR": at},
    )


def test_who_signs_in_acts_as_themselves_until_they_sign_out(house: House, known: Any) -> None:
    person, name = known
    signed = post(house, "sign-ins", name=name.upper(), password=WORD)  # names in any case
    assert (signed.status_code, signed.json["person"], signed.json["council"]) == (201, person, COUNCIL)
    assert signed.json["expires_at"].endswith("T16:00:00.000000Z")  # midnight in Shanghai
    who = Caller(house, signed.json["token"], person)
    assert who.get("/v1/funds").status_code == 200
    assert who.post("/v1/sign-outs").status_code == 201
    assert who.get("/v1/funds").status_code == 401
    assert who.post("/v1/sign-outs").status_code == 401


def test_a_repeated_sign_in_shows_no_token(house: House, known: Any) -> None:
    _, name = known
    key = house.key()
    first, second = (post(house, "sign-ins", key, name=name, password=WORD) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json["token"] is not None
    assert second.json == {**first.json, "token": None}


def test_a_wrong_name_and_a_wrong_password_are_told_alike(house: House, known: Any) -> None:
    _, name = known
    wrong = post(house, "sign-ins", name=name, password=OTHER)
    nobody = post(house, "sign-ins", name=f"{name}-not", password=WORD)
    elsewhere = post(house, "sign-ins", council="nowhere", name=name, password=WORD)
    assert wrong.status_code == nobody.status_code == elsewhere.status_code == 401
    assert wrong.json == nobody.json == elsewhere.json
    assert wrong.json["code"] == "members.sign_in_incorrect"


def test_five_failures_close_the_door_for_the_right_password_too(house: House, known: Any) -> None:
    _, name = known
    for _ in range(5):
        assert post(house, "sign-ins", name=name, password=OTHER).status_code == 401
    for password in (OTHER, WORD):
        closed = post(house, "sign-ins", name=name, password=password)
        assert (closed.status_code, closed.json["code"]) == (429, "members.too_many_failures")
        assert 800 < int(closed.headers["Retry-After"]) <= 900
    changing = post(house, "passwords", name=name, password=OTHER, old_password=WORD)
    assert changing.status_code == 429


def test_who_tries_many_names_from_one_address_waits_and_fills_no_log(
    house: House, people: People, known: Any
) -> None:
    _, name = known
    stranger, elsewhere = "203.0.113.9", "203.0.113.10"
    before = len(refusals(house, people))
    for _ in range(30):
        wrong = post(house, "sign-ins", at=stranger, name=house.key(), password=WORD)
        assert (wrong.status_code, wrong.json["code"]) == (401, "members.sign_in_incorrect")
    for path, body in (("sign-ins", {}), ("passwords", {"old_password": WORD})):
        waits = post(house, path, at=stranger, name=name, password=WORD, **body)
        assert (waits.status_code, waits.json["code"]) == (429, "sign_in.address_failures")
        assert 800 < int(waits.headers["Retry-After"]) <= 901
    assert post(house, "sign-ins", at=elsewhere, name=name, password=WORD).status_code == 201
    house.settled()
    told = refusals(house, people)
    assert len(told) - before <= 21
    assert [one for one in told if "sign_ins_refused_without_record" in one] != []
    assert not any(address in one for one in told for address in (stranger, elsewhere))


def refusals(house: House, people: People) -> list[str]:
    """The facts about sign-ins that were refused."""
    house.settled()
    found, after = list[str](), ""
    while True:
        cursor = {"cursor": after} if after else {}
        page = people.auditor.get("/v1/events", None, service="members", limit="200", **cursor).json
        found += [one["text"] for one in page["items"] if "refused" in one["text"]]
        if page["next_cursor"] is None:
            return found
        after = page["next_cursor"]


def test_failures_of_a_name_that_is_nobodys_count_the_same(house: House) -> None:
    name = house.key()
    answers = [post(house, "sign-ins", name=name, password=WORD).status_code for _ in range(6)]
    assert answers == [401, 401, 401, 401, 401, 429]


def test_a_password_is_changed_with_the_old_one_and_ends_what_was_signed_in(house: House, known: Any) -> None:
    person, name = known
    signed = Caller(house, post(house, "sign-ins", name=name, password=WORD).json["token"], person)
    assert signed.get("/v1/funds").status_code == 200
    assert (
        post(house, "passwords", name=name, password=OTHER, old_password="not the old one").status_code == 401
    )
    changed = post(house, "passwords", name=name, password=OTHER, old_password=WORD)
    assert (changed.status_code, changed.json) == (201, {"person": person})
    house.settled()
    assert signed.get("/v1/funds").status_code == 401
    assert post(house, "sign-ins", name=name, password=WORD).status_code == 401
    assert post(house, "sign-ins", name=name, password=OTHER).status_code == 201


def test_a_password_set_twice_by_one_key_is_answered_as_before_and_another_is_refused(
    house: House, people: People, known: Any
) -> None:
    person, name = known
    key = house.key()
    for _ in range(7):  # more than there may be failures
        again = post(house, "passwords", key, name=name, password=OTHER, old_password=WORD)
        assert (again.status_code, again.json) == (201, {"person": person})
    for body in ({"password": WORD, "old_password": WORD}, {"password": OTHER, "old_password": OTHER}):
        reused = post(house, "passwords", key, name=name, **body)
        assert (reused.status_code, reused.json["code"]) == (422, "idempotency.key_reused")
    assert post(house, "sign-ins", name=name, password=OTHER).status_code == 201
    assert post(house, "sign-ins", name=name, password=WORD).status_code == 401
    other = people.founder.made("/v1/people", {"name": "沈十四"})["id"]
    once = people.founder.made(f"/v1/people/{other}/one-time-tokens")["one_time_token"]
    body, key = {"name": house.key(), "one_time_token": once}, house.key()
    for _ in range(2):
        first = post(house, "passwords", key, password=WORD, **body)
        assert (first.status_code, first.json) == (201, {"person": other})
    reused = post(house, "passwords", key, password=OTHER, **body)
    assert (reused.status_code, reused.json["code"]) == (422, "idempotency.key_reused")
    assert post(house, "passwords", password=OTHER, **body).status_code == 401


def test_a_reset_takes_two_mandate_holders(house: House, people: People, known: Any) -> None:
    person, name = known
    resets = f"/v1/people/{person}/password-resets"
    assert people.treasurer.post(resets).status_code == 403
    assert people.chair.post(resets, dry_run="true").status_code == 200
    asked = people.chair.made(resets)
    assert asked["sign_in"] == "reset_requested"
    again = people.founder.post(resets)
    assert (again.status_code, again.json["code"]) == (409, "members.reset_under_way")
    alone = people.chair.post(f"{resets}/confirmations")
    assert (alone.status_code, alone.json["code"]) == (403, "members.same_person_twice")
    assert people.nobody.post(f"{resets}/confirmations").status_code == 403
    assert "one_time_token" not in people.founder.post(f"{resets}/confirmations", dry_run="true").json
    key = house.key()
    confirmed = people.founder.made(f"{resets}/confirmations", key=key)
    assert people.founder.made(f"{resets}/confirmations", key=key)["one_time_token"] is None
    once = confirmed["one_time_token"]
    assert post(house, "passwords", name=name, password=OTHER, one_time_token="x").status_code == 401
    assert post(house, "passwords", name=name, password=OTHER, one_time_token=once).status_code == 201
    used = post(house, "passwords", name=name, password=WORD, one_time_token=once)
    assert (used.status_code, used.json["code"]) == (401, "members.one_time_token_unknown")
    assert post(house, "sign-ins", name=name, password=OTHER).status_code == 201


def test_the_founder_alone_gives_the_first_one_time_token(people: People, known: Any) -> None:
    person, _ = known
    path = f"/v1/people/{person}/one-time-tokens"
    assert people.chair.post(path).status_code == 403
    there = people.founder.post(path)
    assert (there.status_code, there.json["code"]) == (409, "members.has_password")
    nobody = people.founder.post("/v1/people/per_0123456789abcdefghjk/one-time-tokens")
    assert nobody.status_code == 404
    none = people.founder.post(f"/v1/people/{people.nobody.person}/password-resets")
    assert (none.status_code, none.json["code"]) == (409, "members.no_password")
    no_reset = people.founder.post(f"/v1/people/{person}/password-resets/confirmations")
    assert (no_reset.status_code, no_reset.json["code"]) == (409, "members.no_reset")


def test_a_name_belongs_to_one_person(house: House, people: People, known: Any) -> None:
    _, name = known
    other = people.founder.made("/v1/people", {"name": "蒋十三"})["id"]
    once = people.founder.made(f"/v1/people/{other}/one-time-tokens")["one_time_token"]
    taken = post(house, "passwords", name=name, password=WORD, one_time_token=once)
    assert (taken.status_code, taken.json["code"]) == (409, "members.login_taken")
    assert [one["field"] for one in taken.json["errors"]] == ["name"]


@pytest.mark.parametrize(
    ("path", "body", "fields"),
    [
        ("sign-ins", {}, {"name", "password"}),
        ("sign-ins", {"name": "x", "password": ""}, {"password"}),
        ("sign-ins", {"name": "x", "password": "y" * 201}, {"password"}),
        ("sign-ins", {"name": 7, "password": "yyy", "council": "!"}, {"name", "council"}),
        ("sign-ins", {"name": "x", "password": "yyy", "more": 1}, {"more"}),
        ("passwords", {"name": "x", "password": "short", "old_password": "y"}, {"password"}),
        ("passwords", {"name": "x", "password": WORD}, {"one_time_token"}),
        (
            "passwords",
            {"name": "x", "password": WORD, "old_password": "y", "one_time_token": "z"},
            {"one_time_token"},
        ),
    ],
)
def test_wrong_bodies_name_the_field(house: House, path: str, body: Any, fields: set[str]) -> None:
    refused = post(house, path, **body)
    assert refused.status_code == 422, refused.text
    assert {one["field"] for one in refused.json["errors"]} == fields
    assert house.open(f"/v1/{path}", "POST").status_code == 400  # no key
    assert house.open(f"/v1/{path}").status_code == 401  # there is nothing to read


def test_a_password_is_tried_in_no_dry_run(house: House, known: Any) -> None:
    _, name = known
    assert post(house, "sign-ins?dry_run=true", name=name, password=WORD).status_code == 422


def test_what_is_recorded_has_neither_name_nor_password_and_the_hash_is_told_to_nobody(
    house: House, people: People, known: Any
) -> None:
    person, name = known
    post(house, "sign-ins", name=name, password=WORD)
    post(house, "sign-ins", name=name, password=OTHER)
    house.settled()
    told: list[str] = []
    after = ""
    while True:
        cursor = {"cursor": after} if after else {}
        page = people.auditor.get("/v1/events", None, service="members", limit="200", **cursor).json
        told += [one["text"] for one in page["items"]]
        if page["next_cursor"] is None:
            break
        after = page["next_cursor"]
    of_person = [one for one in told if person in one]
    assert any("members.signed_in.v1" in one for one in of_person)
    assert any("members.sign_in_refused.v1" in one for one in told)
    assert not any(word in one for one in told for word in (name, WORD, OTHER))
    kept = next(orjson.loads(one)["data"] for one in of_person if "members.password_set.v1" in one)
    sealed = kept["hash"]["sealed"]
    assert people.auditor.get(f"/v1/openings/{sealed}", service="members").status_code == 404
    assert house.service_desks["members"].openings(COUNCIL, [sealed]) == {}
    opening = house.service_desks["members"].log.secret(COUNCIL, sealed)
    assert opening is not None
    assert opening.text.startswith("$argon2id$")


def test_a_token_that_expires_says_so(people: People) -> None:
    issued = people.founder.made("/v1/tokens", {"person": people.nobody.person, "expires_on": "2030-12-31"})
    assert issued["expires_on"] == "2030-12-31"
    past = people.founder.post("/v1/tokens", {"person": people.nobody.person, "expires_on": "2020-01-01"})
    assert [(one["field"], one["code"]) for one in past.json["errors"]] == [("expires_on", "date.past")]

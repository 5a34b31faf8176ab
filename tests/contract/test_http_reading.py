"""Reading over HTTP: lists, filters, cursors, moments of both calendars, and waiting for a position."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from support.house import House, People

GIFT: dict[str, Any] = {"fund": "gz", "account": "bank", "amount": "1.00", "occurred_on": "2026-01-02"}

LISTS = [
    *(
        "money-accounts",
        "funds",
        "members",
        "people",
        "parties",
        "mandates",
        "tokens",
        "pledges",
        "donations",
    ),
    *("refunds", "receipts", "transfers", "outlays", "projects", "allocations", "returns", "spending"),
    *("payments", "reversals", "ledger/entries"),
]


def test_every_list_answers_items(people: People) -> None:
    for name in LISTS:
        assert isinstance(people.nobody.seen(f"/v1/{name}")["items"], list), name


def test_the_findings_are_for_treasurer_chair_and_auditor(people: People) -> None:
    for one in (people.treasurer, people.chair, people.auditor):
        assert one.seen("/v1/ledger/findings")["items"] == []
    for one in (people.founder, people.lead, people.nobody):
        assert one.get("/v1/ledger/findings").status_code == 403


def test_a_list_is_walked_by_its_cursor_while_more_is_written(people: People) -> None:
    made = [people.treasurer.made("/v1/donations", GIFT)["id"] for _ in range(7)]
    last = people.treasurer.made("/v1/donations", GIFT)
    seen: list[str] = []
    cursor: str | None = None
    while True:
        query = {"limit": "3", "fund": "gz", **({"cursor": cursor} if cursor else {})}
        page = people.nobody.seen("/v1/donations", last, **query)
        seen += [one["id"] for one in page["items"]]
        people.treasurer.made("/v1/donations", GIFT) if len(seen) < 6 else None
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen))
    assert [one for one in seen if one in {*made, last["id"]}] == [*made, last["id"]]


@pytest.mark.parametrize(
    ("path", "first", "other"),
    [
        ("/v1/donations", {"fund": "gz"}, {}),
        ("/v1/donations", {}, {"fund": "gz"}),
        ("/v1/donations", {"fund": "gz"}, {"fund": "gz", "status": "received"}),
        ("/v1/ledger/entries", {}, {"from": "2020-01-01"}),
        ("/v1/ledger/accounts/1002", {}, {"as_of": "2030-01-01"}),
    ],
)
def test_a_cursor_goes_on_with_its_own_query_alone(people: People, path: str, first: Any, other: Any) -> None:
    for _ in range(3):
        gift = people.treasurer.made("/v1/donations", GIFT)
    cursor = people.nobody.seen(path, gift, limit="1", **first)["next_cursor"]
    assert people.nobody.seen(path, limit="2", cursor=cursor, **first)["items"]
    answer = people.nobody.get(path, None, cursor=cursor, **other)
    assert answer.status_code == 422
    assert [(one["field"], one["code"]) for one in answer.json["errors"]] == [("cursor", "cursor.invalid")]


def test_a_cursor_of_one_list_is_none_of_another(people: People) -> None:
    for _ in range(2):
        gift = people.treasurer.made("/v1/donations", GIFT)
    cursor = people.nobody.seen("/v1/donations", gift, limit="1")["next_cursor"]
    assert people.nobody.get("/v1/receipts", cursor=cursor).status_code == 422
    assert people.auditor.get("/v1/events", cursor=cursor).status_code == 422


def test_gifts_are_found_by_the_unit_of_who_gave_them(people: People) -> None:
    people.founder.made("/v1/members", {"code": "choir", "name": "合唱团", "kind": "cultural_society"})
    donor = {"name": "孙八", "kind": "person", "member": "choir"}
    gift = people.treasurer.made("/v1/donations", {**GIFT, "donor": donor})
    other = people.treasurer.made("/v1/donations", GIFT)
    # The donor's own log and the gift's: which unit somebody is of is told by the first alone.
    both = {"at": f"{gift['at']}, {other['at']}"}
    found = people.nobody.seen("/v1/donations", both, member="choir")["items"]
    assert [one["id"] for one in found] == [gift["id"]]
    [party] = people.nobody.seen("/v1/parties", both, member="choir")["items"]
    assert party["id"] == gift["donor"]["id"]


def test_what_bears_a_serial_number_is_found_by_it(people: People) -> None:
    serial = "6217-0042"
    gift = people.treasurer.made("/v1/donations", {**GIFT, "reference": serial})
    moved = {"from": "bank", "to": "cash", "amount": "1.00", "occurred_on": "2026-03-01", "reference": serial}
    transfer = people.treasurer.made("/v1/transfers", moved)
    for name, made in (("donations", gift), ("transfers", transfer)):
        found = people.nobody.seen(f"/v1/{name}", transfer, reference=serial)["items"]
        assert [one["id"] for one in found] == [made["id"]]
    for name in ("receipts", "outlays", "payments"):
        assert people.nobody.seen(f"/v1/{name}", reference=serial)["items"] == []
    assert people.nobody.seen("/v1/donations", reference="6217")["items"] == []
    assert people.nobody.get("/v1/donations", reference="6 2").status_code == 422


def test_lists_are_searched_by_a_part_of_code_or_name(people: People) -> None:
    for query in ("EN", "bench", "长"):
        assert [one["code"] for one in people.nobody.seen("/v1/projects", q=query)["items"]] == ["bench"]
    assert people.nobody.seen("/v1/projects", q="%")["items"] == []
    assert [one["code"] for one in people.nobody.seen("/v1/money-accounts", kind="cash")["items"]] == ["cash"]


def test_a_list_is_narrowed_by_code_or_id(people: People) -> None:
    gift = people.treasurer.made("/v1/donations", {**GIFT, "account": "cash", "occurred_on": "2025-06-01"})
    fund = people.nobody.seen("/v1/funds/gz")["id"]

    def ids(**query: str) -> list[str]:
        return [one["id"] for one in people.nobody.seen("/v1/donations", gift, limit="200", **query)["items"]]

    assert gift["id"] in ids(fund="gz", account="cash")
    assert ids(fund=fund) == ids(fund="gz")
    assert ids(to="2025-12-31") == [gift["id"]]
    assert gift["id"] not in ids(**{"from": "2026-01-01"})
    assert ids(fund="nope") == []


@pytest.mark.parametrize(
    ("path", "query", "field", "code"),
    [
        ("/v1/donations", {"limit": "0"}, "limit", "limit.range"),
        ("/v1/donations", {"limit": "201"}, "limit", "limit.range"),
        ("/v1/donations", {"limit": "ten"}, "limit", "limit.format"),
        ("/v1/donations", {"limit": "1.5"}, "limit", "limit.format"),
        ("/v1/donations", {"limit": "٣"}, "limit", "limit.format"),
        ("/v1/donations", {"cursor": "???"}, "cursor", "cursor.invalid"),
        ("/v1/donations", {"cursor": "AAAA"}, "cursor", "cursor.invalid"),
        ("/v1/donations", {"cursor": "WzFdMQ"}, "cursor", "cursor.invalid"),
        ("/v1/donations", {"cursor": "x" * 401}, "cursor", "cursor.invalid"),
        ("/v1/donations", {"colour": "red"}, "colour", "field.unknown"),
        ("/v1/donations", {"from": "yesterday"}, "from", "date.format"),
        ("/v1/donations", {"to": "2026-02-30"}, "to", "date.unknown"),
        ("/v1/donations", {"fund": "a b"}, "fund", "ref.format"),
        ("/v1/donations", {"status": "lost"}, "status", "choice.unknown"),
        ("/v1/receipts", {"kind": "gift"}, "kind", "choice.unknown"),
        ("/v1/mandates", {"role": "king"}, "role", "choice.unknown"),
        ("/v1/funds", {"fund": "gz"}, "fund", "field.unknown"),
        ("/v1/funds/gz", {"as_of": "2026"}, "as_of", "date.format"),
        ("/v1/funds/gz", {"recorded_as_of": "2026-01-01"}, "recorded_as_of", "instant.format"),
        (
            "/v1/funds/gz",
            {"recorded_as_of": "0001-01-01T00:00:00+14:00"},
            "recorded_as_of",
            "instant.unknown",
        ),
        ("/v1/funds/gz", {"recorded_as_of": "2026-01-01T25:00:00Z"}, "recorded_as_of", "instant.unknown"),
        ("/v1/money-accounts/bank", {"recorded_as_of": "x"}, "recorded_as_of", "field.unknown"),
        ("/v1/ledger/trial-balance", {"unposted": "yes"}, "unposted", "switch.format"),
        ("/v1/ledger/position", {"x": ""}, "x", "field.unknown"),
    ],
)
def test_a_query_that_is_wrong_is_422(people: People, path: str, query: Any, field: str, code: str) -> None:
    answer = people.nobody.get(path, **query)
    assert answer.status_code == 422
    assert [(one["field"], one["code"]) for one in answer.json["errors"]] == [(field, code)]


def test_a_parameter_that_stands_twice_is_422(people: People) -> None:
    answer = people.nobody.get("/v1/donations?limit=1&limit=2")
    assert (answer.status_code, answer.json["errors"][0]["code"]) == (422, "query.repeated")


def test_a_query_on_a_post_is_read_as_strictly(people: People) -> None:
    assert people.treasurer.post("/v1/donations", GIFT, dry_run="yes").status_code == 422
    assert people.treasurer.post("/v1/donations", GIFT, dry="true").status_code == 422


def test_figures_as_of_either_calendar(people: People) -> None:
    before = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    first = people.nobody.seen("/v1/funds/gz")["received"]["amount"]
    gift = people.treasurer.made("/v1/donations", {**GIFT, "amount": "3.00", "occurred_on": "2024-05-05"})
    now = people.nobody.seen("/v1/funds/gz", gift)["received"]["amount"]
    assert round(float(now) - float(first), 2) == 3.00
    then = people.nobody.seen("/v1/funds/gz", gift, recorded_as_of=before)["received"]["amount"]
    assert then == first
    early = people.nobody.seen("/v1/funds/gz", gift, as_of="2024-05-05")["received"]["amount"]
    assert early == "3.00"
    balance = people.nobody.seen("/v1/ledger/trial-balance", gift, as_of="2024-05-05")
    assert balance["debit"] == {"amount": "3.00", "currency": "CNY"}


def test_a_money_account_says_what_is_in_it(people: People) -> None:
    body = {**GIFT, "account": "cash", "amount": "8.00", "occurred_on": "2023-03-03"}
    gift = people.treasurer.made("/v1/donations", body)
    path = "/v1/money-accounts/cash"
    assert people.nobody.seen(path, gift, as_of="2023-03-02")["balance"]["amount"] == "0.00"
    assert people.nobody.seen(path, gift, as_of="2023-03-03")["balance"]["amount"] == "8.00"


def test_code_and_id_name_the_same(people: People) -> None:
    for path in ("money-accounts/bank", "funds/gz", "projects/bench"):
        by_code = people.nobody.seen(f"/v1/{path}")
        assert people.nobody.seen(f"/v1/{path.split('/')[0]}/{by_code['id']}") == by_code


@pytest.mark.parametrize("name", [name for name in LISTS if "/" not in name])
@pytest.mark.parametrize(
    "ref", ["nope", "don_0123456789abcdefghjk", "%00", "a%20b", "%F0%9F%92%A9", "x" * 3000]
)
def test_what_is_not_there_is_404(people: People, name: str, ref: str) -> None:
    answer = people.nobody.get(f"/v1/{name}/{ref}")
    assert (answer.status_code, answer.json["code"]) == (404, "not_found")


def test_a_read_sees_the_write_whose_position_it_carries(people: People) -> None:
    for _ in range(20):
        gift = people.treasurer.made("/v1/donations", GIFT)
        ids = [
            one["id"] for one in people.nobody.seen("/v1/ledger/entries", gift, subject=gift["id"])["items"]
        ]
        assert len(ids) == 1


@pytest.mark.parametrize(
    "position", ["", "funds", "funds/", "funds/x", "gold/1", "funds/-1", "funds/1;", "x" * 300]
)
def test_a_position_that_is_none_is_400(people: People, position: str) -> None:
    answer = people.nobody.get("/v1/funds", headers={"Ledger-Position": position})
    assert (answer.status_code, answer.json["code"]) == (400, "ledger_position.format")


def test_a_position_that_does_not_come_is_504_and_never_stale_data(house: House, people: People) -> None:
    door = house.app.extensions["gongzhi"]
    patient = door.config
    object.__setattr__(door, "config", type(patient)(behind_s_max=0.2))
    try:
        began = time.monotonic()
        answer = people.nobody.get("/v1/funds", headers={"Ledger-Position": "members/1, funds/999999"})
    finally:
        object.__setattr__(door, "config", patient)
    assert (answer.status_code, answer.json["code"]) == (504, "ledger.behind")
    assert time.monotonic() - began < 2


def test_too_many_waiting_reads_are_503_and_writes_go_on(house: House, people: People) -> None:
    answers: list[int] = []

    def wait() -> None:
        headers = {"Authorization": f"Bearer {people.nobody.token}", "Ledger-Position": "funds/9999999"}
        answers.append(house.app.test_client().get("/v1/funds", headers=headers).status_code)

    people.nobody.seen("/v1/funds")  # so that the token is known to all
    threads = [threading.Thread(target=wait, daemon=True) for _ in range(250)]
    for thread in threads:
        thread.start()
    gift = people.treasurer.made("/v1/donations", GIFT)
    end = time.monotonic() + 10
    while not house.books.position("main")["funds"] >= int(gift["at"].split("/")[-1]):
        assert time.monotonic() < end
        time.sleep(0.01)
    for thread in threads:
        thread.join(20)
    assert set(answers) == {503, 504}
    assert answers.count(504) <= 200

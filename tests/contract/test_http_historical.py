"""What happened before the council came here: recorded with its file and line, and told from the rest."""

from __future__ import annotations

from typing import Any

import pytest
from support.house import House, People

GIFT: dict[str, Any] = {"fund": "gz", "account": "bank", "amount": "100.00", "occurred_on": "2026-01-02"}
BEFORE = {"file": "ab" * 32, "line": 17}
EXPENSE = {**GIFT, "kind": "expense", "amount": "30.00"}


def test_an_expense_needs_the_mark_or_three_people(people: People) -> None:
    people.treasurer.made("/v1/donations", GIFT)
    answer = people.treasurer.post("/v1/outlays", EXPENSE)
    assert (answer.status_code, answer.json["code"]) == (409, "funds.not_historical")
    made = people.treasurer.made("/v1/outlays", {**EXPENSE, "historical": BEFORE})
    assert made["historical"] == BEFORE


def test_historical_facts_are_listed_apart_and_named_in_the_journal(house: House, people: People) -> None:
    gift = people.treasurer.made("/v1/donations", GIFT)
    old = people.treasurer.made("/v1/donations", {**GIFT, "historical": BEFORE})
    back = people.treasurer.made(
        f"/v1/donations/{old['id']}/refunds",
        {"amount": "1.00", "occurred_on": "2026-01-03", "historical": BEFORE},
    )
    house.settled()

    def listed(path: str, which: str) -> list[str]:
        found = people.auditor.seen(f"/v1/{path}?historical={which}&limit=200")["items"]
        return [one["id"] for one in found]

    assert old["id"] in listed("donations", "true")
    assert gift["id"] in listed("donations", "false")
    assert not set(listed("donations", "true")) & set(listed("donations", "false"))
    assert back["id"] in listed("refunds", "true")
    assert listed("receipts", "true") == []
    for one, mark in ((gift, False), (old, True)):
        [entry, *_] = people.auditor.seen(f"/v1/ledger/entries?subject={one['id']}")["items"]
        assert entry["description"].endswith(" (historical)") is mark
        assert entry["description_zh"].endswith("（历史）") is mark


@pytest.mark.parametrize(
    ("historical", "field", "code"),
    [
        ("line 17", "historical", "field.type"),
        ({"line": 17}, "historical.file", "field.required"),
        ({**BEFORE, "file": "AB" * 32}, "historical.file", "sha256.format"),
        ({**BEFORE, "line": 0}, "historical.line", "line.range"),
        ({**BEFORE, "line": "17"}, "historical.line", "field.type"),
        ({**BEFORE, "line": True}, "historical.line", "field.type"),
        ({**BEFORE, "page": 1}, "historical.page", "field.unknown"),
    ],
)
def test_a_mark_of_another_shape_is_refused(people: People, historical: Any, field: str, code: str) -> None:
    answer = people.treasurer.post("/v1/donations", {**GIFT, "historical": historical})
    assert answer.status_code == 422
    assert [(one["field"], one["code"]) for one in answer.json["errors"]] == [(field, code)]

"""A POST, held against what a GET shows right after, and against its own repetition."""

from __future__ import annotations

from typing import Any

from support.house import Caller, House

from gateway import papers


def without_texts(record: dict[str, Any]) -> dict[str, Any]:
    """Sealed texts are shown by GET alone: a POST fetches nothing."""
    return {
        name: {"sealed": value["sealed"]} if isinstance(value, dict) and "sealed" in value else value
        for name, value in record.items()
    }


def shown_after(house: House, caller: Caller, path: str, body: Any = None) -> Any:
    """What the POST answered, after checking that GET shows the same and that repeating answers the same."""
    house.settled()  # so that the ledger has what was there before
    key = house.key()
    answered = caller.post(path, body, key=key)
    assert answered.status_code == 201, answered.text
    at = {"at": answered.headers["Ledger-Position"]}
    shown = caller.seen(answered.headers["Location"], at)
    figures = (
        shown.keys() - answered.json.keys() if answered.json["record"] == "project" else {papers.SHOWN_AS}
    )
    # Whether a paper is kept here may change at any time; what a POST answered, never.
    if "attachments" in answered.json:
        assert [one["file"] for one in shown[papers.SHOWN_AS]] == answered.json["attachments"]
    assert {
        name: value for name, value in without_texts(shown).items() if name not in figures
    } == answered.json
    assert caller.post(path, body, key=key).json == answered.json
    return answered.json

"""After an erasure no byte of the name is left: in no file, table, answer, or backup made afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from support.house import House

from cli.host.backup import back_up
from cli.host.places import embedded_urls

NAME = "欧阳丙丁戊"
SPELLINGS = (NAME.encode(), json.dumps(NAME)[1:-1].encode(), NAME.encode("utf-16-le"))
BEFORE = {"fund": "gz", "account": "bank", "amount": "100.00", "occurred_on": "2026-01-02"}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    folder = tmp_path / "data"
    folder.mkdir()
    made = House(folder)
    made.start()
    yield made
    made.stop()


def found_in(folder: Path) -> list[str]:
    """Files, write-ahead logs too, with the name in them however it is spelled."""
    files = [one for one in folder.rglob("*") if one.is_file()]
    assert files
    return [one.name for one in files if any(spelling in one.read_bytes() for spelling in SPELLINGS)]


def test_after_an_erasure_no_byte_of_the_name_is_left(house: House, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    founder = house.founder
    treasurer, chair = house.person("出纳", "treasurer"), house.person("理事长", "chair")
    auditor = house.person("审计", "auditor")
    account = {"code": "bank", "name": "基本户", "kind": "bank", "legal_holder": "社区"}
    founder.made("/v1/money-accounts", account)
    fund = {"code": "gz", "name": "共治资金", "kind": "co_governance", "source": "donation"}
    founder.made("/v1/funds", {**fund, "legal_holder": "社区"})
    treasurer.made("/v1/donations", {**BEFORE, "donor": {"name": "某公司", "kind": "organisation"}})
    person = founder.made("/v1/people", {"name": NAME})["id"]
    once = founder.made(f"/v1/people/{person}/one-time-tokens")["one_time_token"]
    signing: dict[str, Any] = {"name": NAME, "password": f"{NAME}的口令很长", "one_time_token": once}
    _post(house, "passwords", signing)
    del signing["one_time_token"]
    _post(house, "sign-ins", signing)
    treasurer.made("/v1/pledges", {"fund": "gz", "amount": "5", "occurred_on": "2026-01-02", "donor": person})
    house.settled()
    assert auditor.seen(f"/v1/people/{person}")["name"] == NAME
    assert {"members.db"} <= {one.partition("-")[0] for one in found_in(folder)}
    balance = auditor.seen("/v1/ledger/trial-balance")
    founder.made(f"/v1/people/{person}/erasures", {"reason": f"{NAME}本人要求"})
    chair.made(f"/v1/people/{person}/erasures/confirmations")
    house.settled()
    shown = auditor.seen(f"/v1/people/{person}")
    assert (shown["status"], shown["name"], shown["reason"]["text"]) == ("erased", None, None)
    assert _refused(house, signing) == 401
    assert found_in(folder) == []
    back_up(embedded_urls(folder), tmp_path / "backup", lambda _: None)
    assert found_in(tmp_path / "backup") == []
    for path in ("people", "parties", "pledges", "donations", "events", "tokens", "mandates"):
        assert NAME not in auditor.get(f"/v1/{path}", limit="200").text, path
    house.books.rebuild()
    assert auditor.seen("/v1/ledger/trial-balance")["rows"] == balance["rows"]
    assert found_in(folder) == []


def _post(house: House, path: str, body: dict[str, Any]) -> None:
    assert _answer(house, path, body).status_code == 201


def _refused(house: House, body: dict[str, Any]) -> int:
    return int(_answer(house, "sign-ins", body).status_code)


def _answer(house: House, path: str, body: dict[str, Any]) -> Any:
    headers = {"Idempotency-Key": house.key()}
    sent = {"data": orjson.dumps(body), "content_type": "application/json"}
    return house.open(f"/v1/{path}", "POST", headers=headers, **sent)

"""Case 5: an event arrives before the one that it builds on. It waits, is not lost, and nothing is negative.

An allocation is the funds service's event; that the project holds the money is the projects service's, with
the former as its cause. Here the ledger gets the second and not the first.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.calling import HOLDER, Council
from support.house import House
from support.running import Grown, eventually

from kernel.db import StorageFault

DAY = "2026-03-01"
ALLOCATION = {"fund": "gz", "project": "bench", "occurred_on": DAY}

CALLING = """
import hashlib, json, os
from nameko.standalone.rpc import ClusterRpcClient

with ClusterRpcClient(uri=os.environ["BROKER"], timeout=20) as rpc:
    found = rpc.members.authenticate(hashlib.sha256(os.environ["TOKEN"].encode()).hexdigest())
    actor = {name: found[name] for name in ("person", "mandates", "aliases", "position")}
    body = {"fund": "gz", "project": "bench", "occurred_on": "2026-03-01"}
    body["amount"] = {"minor": 70000, "currency": "CNY"}
    made = rpc.funds.allocate(found["council"], actor, "case-05", body)
    for _ in range(10_000):
        if rpc.projects.cursors()["main"]["funds"]["position"] >= made["position"]:
            break
    print(json.dumps({"funds": made["position"], "projects": rpc.projects.heads()["main"]["position"]}))
"""


def allocated_past_the_gateway(system: Grown, token: str, folder: Path) -> dict[str, int]:
    """The positions of both events; the projects service has noted the first."""
    file = folder / "calling.py"
    file.write_text(CALLING)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(file)],
        env={**os.environ, "BROKER": system.broker_uri, "TOKEN": token},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    positions: dict[str, int] = json.loads(done.stdout)
    return positions


@pytest.mark.servers
def test_case_05_grown_an_event_waits_for_its_cause(grown: Grown, council: Council, tmp_path: Path) -> None:
    gift = {"fund": "gz", "account": "bank", "amount": "1000.00", "occurred_on": DAY}
    council.nobody.seen("funds/gz", council.treasurer.made("donations", gift))
    grown.parts["gateway"].kill()
    at = allocated_past_the_gateway(grown, council.chair.token, tmp_path)
    # What funds published for the gateway is lost, and funds is away: only the later event can come.
    grown.parts["funds"].kill()
    grown.rabbitmq.ctl("purge_queue", "-p", grown.vhost, "gateway.funds")
    grown.start("gateway")

    def awaited() -> list[Any]:
        found = council.auditor.get("ledger/findings")
        items = found.json()["items"] if found.status_code == 200 else []
        return [one for one in items if one["code"] == "ledger.cause_awaited"]

    [waiting] = [one for one in eventually(awaited, 30) if one["subject"].startswith("projects/")]
    assert waiting["cause"] == f"funds/{at['funds']}"
    fund = council.nobody.seen("funds/gz")
    assert (fund["available"]["amount"], fund["committed"]["amount"]) == ("1000.00", "0.00")
    assert council.nobody.seen("projects/bench")["allocated"]["amount"] == "0.00"
    late = council.nobody.get("funds/gz", f"projects/{at['projects']}")
    assert (late.status_code, late.json()["code"]) == (504, "ledger.behind")

    grown.start("funds")
    grown.until_ready()
    fund = eventually(lambda: council.nobody.get("funds/gz", f"projects/{at['projects']}"), 30).json()
    assert (fund["available"]["amount"], fund["committed"]["amount"]) == ("300.00", "700.00")
    assert council.nobody.seen("projects/bench")["allocated"]["amount"] == "700.00"
    assert eventually(lambda: not awaited(), 20)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    made.start()
    yield made
    made.stop()


def test_case_05_embedded_an_event_waits_for_its_cause(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    treasurer, chair, lead = (
        house.person(name, role)
        for name, role in (("张三", "treasurer"), ("李四", "chair"), ("王五", "project_lead"))
    )
    auditor = house.person("赵六", "auditor")
    account = {"code": "bank", "name": "bank", "kind": "bank", "legal_holder": HOLDER}
    house.founder.made("/v1/money-accounts", account)
    fund = {"code": "gz", "name": "gz", "kind": "co_governance", "source": "donation", "legal_holder": HOLDER}
    house.founder.made("/v1/funds", fund)
    lead.made("/v1/projects", {"code": "bench", "name": "bench", "purpose": "bench"})
    gift = {"fund": "gz", "account": "bank", "amount": "1000.00", "occurred_on": DAY}
    treasurer.made("/v1/donations", gift)
    house.settled()

    # The ledger's copy of the funds log cannot be written for a while; that of projects can.
    copies = house.books.followers["funds"]._sink
    take: Callable[..., None] = copies.take

    def away(*_: Any, **__: Any) -> None:
        raise StorageFault("away")

    monkeypatch.setattr(copies, "take", away)
    chair.made("/v1/allocations", {**ALLOCATION, "amount": "700.00"})

    def awaited() -> list[Any]:
        items = auditor.seen("/v1/ledger/findings")["items"]
        return [one for one in items if one["code"] == "ledger.cause_awaited"]

    # That of members may wait too: who signed an allocation is held.
    [waiting] = [one for one in eventually(awaited, 20) if one["subject"].startswith("projects/")]
    assert waiting["cause"].startswith("funds/")
    shown = auditor.seen("/v1/funds/gz")
    assert (shown["available"]["amount"], shown["committed"]["amount"]) == ("1000.00", "0.00")

    monkeypatch.setattr(copies, "take", take)
    house.settled()
    shown = auditor.seen("/v1/funds/gz")
    assert (shown["available"]["amount"], shown["committed"]["amount"]) == ("300.00", "700.00")
    assert awaited() == []

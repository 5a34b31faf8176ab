"""GET /v1/tasks where thousands wait: by pages, and whoever's are the last of them finds them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.living import CONTRACTOR, PAPER, Council, council, with_policy

from gateway.commands.decisions import TERMS

WANTED = {"amount": "0.01", "payee": CONTRACTOR, "purpose": "木料", "attachments": [PAPER]}

WITHIN_S = 10.0


@pytest.fixture
def free(tmp_path: Path) -> Iterator[Council]:
    made = council(tmp_path)
    yield made
    made.house.stop()


def test_whose_tasks_are_the_last_of_thousands_finds_them_by_pages(free: Council) -> None:
    """Those that somebody asked for themselves come first, all of one payee, and do not wait for them."""
    both = free.house.person("三任", "chair", "project_lead")
    free.project("many")
    assert free.allocated("many", "100").status_code == 201
    free.house.settled()
    with_policy(free)
    payee = free.lead.made("/v1/projects/many/spending", WANTED)["payee"]["id"]
    wanted = {**WANTED, "payee": payee, "project": "many"}
    for _ in range(3):
        many = [{"command": "projects.request_spending", **wanted} for _ in range(1000)]
        answer = both.post("/v1/batches", {"commands": many})
        assert (answer.status_code, answer.json["results"][-1]["status"]) == (201, 201), answer.text[-300:]
    last = [free.lead.made("/v1/projects/many/spending", {**WANTED, "payee": payee})["id"] for _ in range(3)]
    free.house.settled()
    found, cursor = list[str](), ""
    began = time.monotonic()
    for _ in range(100):
        page = both.seen("/v1/tasks", None, limit="2", **({"cursor": cursor} if cursor else {}))
        assert len(page["items"]) <= 2
        found += [one["about"]["id"] for one in page["items"] if one["kind"] == "approve_spending"]
        if page["next_cursor"] is None:
            break
        cursor = page["next_cursor"]
    # Each page reads what waits once: what it costs grows with that, and not with its square.
    assert time.monotonic() - began < WITHIN_S
    assert found[-3:] == last
    assert len(set(found)) == len(found) < 3000


def test_a_request_shows_from_the_start_whose_approval_it_lacks(free: Council) -> None:
    free.project("bench")
    assert free.allocated("bench", "2000").status_code == 201
    free.house.settled()
    one = free.lead.made("/v1/projects/bench/spending", {**WANTED, "amount": "10"})
    path = f"/v1/spending/{one['id']}"
    assert free.resident.seen(path, one)["lacking"] == [{"role": "chair", "count": 1}]
    free.founder.made("/v1/policies", {"terms": TERMS})
    free.house.settled()
    chair, board = TERMS["tiers"][0]["approvals"]
    assert free.resident.seen(path)["lacking"] == [chair, board]
    assert free.chair.made(f"{path}/approvals")["lacking"] == [board]
    free.house.settled()
    assert free.resident.seen(path)["lacking"] == [board]

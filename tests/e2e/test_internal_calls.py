"""docs/internal-calls.md is run as it stands, by a program of its own, against the grown services."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.calling import Council
from support.calls_page import PAGE, SERVICES, blocks, tables
from support.running import Grown

HOSTING = """
from nameko import config
from nameko.containers import ServiceContainer
from nameko.testing.services import entrypoint_hook

with config.patch({"AMQP_URI": os.environ["BROKER"]}):
    container = ServiceContainer(NoticeBoard)
    container.start()
    with entrypoint_hook(container, "left") as left:
        print(json.dumps(left("main", "gz")))
    container.stop()
"""
"""Behind the page's last block: the service that it shows, hosted by plain nameko."""


def _run(program: str, system: Grown, who: Council, folder: Path) -> str:
    """What the program printed."""
    file = folder / "page.py"
    file.write_text(program)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(file)],
        env={
            **os.environ,
            "BROKER": system.broker_uri,
            "TREASURER_TOKEN": who.treasurer.token,
            "CHAIR_TOKEN": who.chair.token,
            "LEAD_TOKEN": who.lead.token,
        },
        cwd=folder,  # not the checkout: a service of its own has nothing of ours
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def printed(grown: Grown, council: Council, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Every block in order, the last but one as they stand; the last needs green threads and a host."""
    *calls, service = blocks()
    grown.keep_quiet_about("陈静")
    folder = tmp_path_factory.mktemp("page")
    _run("\n".join(calls), grown, council, folder)
    patched = "import eventlet\n\neventlet.monkey_patch()\nimport json\nimport os\n\n"
    return _run(patched + service + HOSTING, grown, council, folder)


def test_the_page_runs_as_it_stands(printed: str, council: Council) -> None:
    left = json.loads(printed)
    assert (left["currency"], left["available"]) == ("CNY", 20_000)
    [gift] = council.treasurer.seen("donations", f"funds/{_position(council)}")["items"]
    assert gift["donor"]["name"] == "陈静"
    assert council.auditor.seen("ledger/findings")["items"] == []


def _position(council: Council) -> int:
    """Where the funds log ends, as the auditor sees it: the ledger has it."""
    return max(int(one["event"]["position"]) for one in council.auditor.every("events", service="funds"))


def test_the_pages_tables_are_those_of_the_code() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page.endswith(tables())


def test_every_method_that_can_be_called_stands_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name, (kind, _, _) in SERVICES.items():
        for method in vars(kind) | vars(kind.__base__):
            if getattr(getattr(kind, method), "nameko_entrypoints", None) and method != "probe":
                assert any(
                    f"`{one}" in page for one in (method, f"{name}.{method}(", f"<service>.{method}(")
                ), method

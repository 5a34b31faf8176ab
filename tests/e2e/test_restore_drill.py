"""Each database in turn taken back to an older backup, while the others went on."""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path

import pytest
from support.agreeing import all_agree
from support.calling import Council
from support.load import Load
from support.process import ServerFailedError
from support.running import PARTS, SERVICES, Grown, Part, eventually, last_word, run, until_ready
from support.servers import PostgreSql

GIFT = {"fund": "gz", "account": "bank", "amount": "3.00", "occurred_on": "2026-06-01"}
REFUSED: dict[str, tuple[str, str, dict[str, str]]] = {
    "members": ("founder", "people", {"name": "周八方"}),
    "funds": ("treasurer", "donations", GIFT),
    "projects": ("lead", "projects", {"code": "path", "name": "步道", "purpose": "步道"}),
}
"""A command of each service: who asks for it, and how."""
OTHER = {"funds": "members", "projects": "funds"}
"""Whose command is carried out while the service is away. Without members nobody is known for long."""
FOLLOWED_BY = {"members": ("gateway", "funds", "projects"), "funds": ("gateway", "projects"),
               "projects": ("gateway", "funds")}  # fmt: skip


@pytest.fixture(scope="module")
def load(grown: Grown, council: Council) -> Load:
    """All that is asked for in these tests, as the figures are of all of it."""
    grown.streams_may_stall = True
    grown.keep_quiet_about(REFUSED["members"][2]["name"])
    return Load(council, threads=3, name="drill")


@pytest.fixture
def before(grown: Grown, load: Load, tmp_path: Path) -> dict[str, Path]:
    """A backup of each database, and what everybody did since; the ledger has it all."""
    _work(load, 1)
    backups = {part: tmp_path / f"{part}.dump" for part in PARTS}
    for part, file in backups.items():
        _tool(grown.postgresql, "pg_dump", grown.databases[part], "--format=custom", f"--file={file}")
    _work(load, 1)
    load.council.nobody.seen("funds/gz", load.positions())
    # Also what the services noted of each other last: a note that nobody has yet is lost with its database,
    # and whoever wrote it then stands still until somebody starts it anew.
    eventually(lambda: _heads(grown) == _copied(grown), 30, lambda: (_heads(grown), _copied(grown)))
    return backups


def _heads(grown: Grown) -> dict[str, int]:
    """Where the log of each service ends."""
    statement = "SELECT 'log', position FROM heads"
    return {service: _asked(grown, service, statement)["log"] for service in SERVICES}


def _copied(grown: Grown) -> dict[str, int]:
    """How far the ledger has them."""
    return _asked(grown, "gateway", "SELECT source, position FROM copy_heads")


def _asked(grown: Grown, part: str, statement: str) -> dict[str, int]:
    rows = _tool(
        grown.postgresql, "psql", grown.databases[part], "--tuples-only", "--csv", f"--command={statement}"
    )
    return {name: int(number) for name, number in (row.split(",") for row in rows.split())}


def _work(load: Load, seconds: float) -> None:
    load.start()
    time.sleep(seconds)
    load.stop()


def _tool(server: PostgreSql, name: str, database: str, *arguments: str) -> str:
    where = ["--host=127.0.0.1", f"--port={server.port}", f"--username={server.user}", f"--dbname={database}"]
    environment = {**os.environ, "PGPASSWORD": server.password}
    done = subprocess.run(
        [str(server.tool(name)), *where, *arguments],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def _taken_back(grown: Grown, load: Load, service: str, backup: Path) -> None:
    """The service stops, the others go on, and it starts again on the older database."""
    part = grown.parts[service]
    part.end()
    if service in OTHER:
        _ask_of(load, OTHER[service], f"meanwhile/{service}")
    database = grown.databases[service]
    grown.postgresql.drop_database(database)
    grown.postgresql.create_database(database)
    _tool(grown.postgresql, "pg_restore", database, "--no-owner", str(backup))
    part.start()


def _ask_of(load: Load, service: str, key: str) -> None:
    role, path, body = REFUSED[service]
    load.command(getattr(load.council, role), path, body, f"{load.name}/{key}")


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_taken_back_writes_nothing_until_it_is_refilled(
    grown: Grown, council: Council, load: Load, before: dict[str, Path], service: str
) -> None:
    _taken_back(grown, load, service, before[service])
    part = grown.parts[service]
    eventually(lambda: "restore them" in str(part.ready()), 30, lambda: last_word(part))
    for follower in FOLLOWED_BY[service]:
        _says_stalled(grown.parts[follower], service)
    _is_found(council, service)
    role, path, body = REFUSED[service]
    key = f"{load.name}/refused/{service}"
    asked_at = time.monotonic()
    refused = getattr(council, role).post(path, body, key)
    assert (refused.status_code, refused.json()["code"]) == (503, "halted")
    assert time.monotonic() - asked_at < 5, "it knows that it will not write: nobody has to wait for that"
    told = run(grown, "restore", service, "--from-ledger")
    refilled_at = time.monotonic()
    grown.until_ready()
    print(f"{service}: ready {time.monotonic() - refilled_at:.1f} s after {told.strip()}")
    load.command(getattr(council, role), path, body, key)
    _work(load, 0.5)
    all_agree(grown, council, load)


def test_a_database_taken_back_under_a_running_service_is_noticed(
    grown: Grown, council: Council, load: Load, before: dict[str, Path]
) -> None:
    """Nobody stops the service: `pg_restore --clean` puts older tables in place of those that it has open."""
    part, database = grown.parts["funds"], grown.databases["funds"]
    older = ("--clean", "--if-exists", "--no-owner", "--single-transaction", str(before["funds"]))
    _tool(grown.postgresql, "pg_restore", database, *older)
    role, path, body = REFUSED["funds"]
    key = f"{load.name}/under/funds"
    refused = getattr(council, role).post(path, body, key)
    assert (refused.status_code, refused.json()["code"]) == (503, "halted")
    eventually(lambda: "restore them" in str(part.ready()), 30, lambda: last_word(part))
    run(grown, "restore", "funds", "--from-ledger")
    grown.until_ready()
    load.command(getattr(council, role), path, body, key)
    _work(load, 0.5)
    all_agree(grown, council, load)


def test_a_running_system_is_checked_and_backed_up_but_not_replaced(
    grown: Grown, council: Council, load: Load, tmp_path: Path
) -> None:
    load.start()
    try:
        assert json.loads(run(grown, "--json", "fsck"))["faults"] == []
        run(grown, "backup", str(tmp_path / "backup"))
        with pytest.raises(ServerFailedError, match="Stop the services"):
            run(grown, "--lang", "en", "restore", str(tmp_path / "backup"), "--replace")
    finally:
        load.stop()
    all_agree(grown, council, load)


def test_a_whole_system_goes_on_from_its_backup(
    grown: Grown, council: Council, load: Load, tmp_path: Path
) -> None:
    _work(load, 0.5)
    run(grown, "backup", str(tmp_path / "backup"))
    grown.end()
    for database in grown.databases.values():
        grown.postgresql.drop_database(database)
        grown.postgresql.create_database(database)
    run(grown, "restore", str(tmp_path / "backup"))
    grown.start()
    grown.until_ready()
    _work(load, 0.5)
    all_agree(grown, council, load)


def _says_stalled(part: Part, service: str) -> None:
    """/readyz names the stream, with 503."""
    eventually(lambda: f"stream {service}/main is stalled" in str(part.ready()), 30, lambda: last_word(part))


def _is_found(council: Council, service: str) -> None:
    """The findings name the stream and the copy that is ahead of its source."""
    found = {
        one["code"] for one in council.auditor.seen("ledger/findings")["items"] if one["subject"] == service
    }
    assert {"stream.stalled", "copy.ahead_of_source"} <= found


def test_a_ledger_taken_back_catches_up_by_itself(
    grown: Grown, council: Council, load: Load, before: dict[str, Path]
) -> None:
    gateway = grown.parts["gateway"]
    gateway.end()
    database = grown.databases["gateway"]
    grown.postgresql.drop_database(database)
    grown.postgresql.create_database(database)
    _tool(grown.postgresql, "pg_restore", database, "--no-owner", str(before["gateway"]))
    gateway.start()
    started_at = time.monotonic()
    until_ready(gateway, 60)
    council.nobody.seen("funds/gz", load.positions())
    print(f"gateway: caught up {time.monotonic() - started_at:.1f} s after its start")
    _work(load, 0.5)
    all_agree(grown, council, load)

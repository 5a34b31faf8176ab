"""Backup and restore of a log on PostgreSQL, by its own programs."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import make_url
from support.books import AskLogs, books_over, caught_up
from support.servers import PostgreSql
from support.story import Story
from typer.testing import CliRunner, Result

from cli.host.backup import NoBackup, back_up, read_manifest
from cli.host.clearing import InTheWay, InUse
from cli.host.cut import run_tool
from cli.host.founding import on_host
from cli.host.fsck import check_ledger, check_tables
from cli.host.heads import heads_of
from cli.host.places import ALL, package_of
from cli.host.restore import restore
from cli.main import build
from kernel.codec import decode_envelope
from kernel.db import Database
from kernel.migrate import upgrade
from kernel.sql_log import SqlLog

NAME = "欧阳震华"
FOUNDING = {"name": "共治", "demonstration": False, "founder_name": NAME, "digest": "0" * 64}


def silent(_: str) -> None: ...


def fresh(postgresql: PostgreSql, prefix: str) -> dict[str, str]:
    for service in ALL:
        postgresql.drop_database(f"{prefix}_{service}")
    return {service: postgresql.create_database(f"{prefix}_{service}") for service in ALL}


@pytest.fixture
def urls(postgresql: PostgreSql) -> dict[str, str]:
    """The databases of a council that is founded."""
    made = fresh(postgresql, "upkeep")
    for service, url in made.items():
        database = Database(url)
        upgrade(database, package_of(service))
        database.close()
    database = Database(made["members"])
    log = SqlLog(database)
    log.found("main")
    on_host(log, "main", "members.found_council", "found", FOUNDING)
    database.close()
    return made


def another_person(urls: dict[str, str], name: str) -> None:
    database = Database(urls["members"])
    body = {"name": name}
    on_host(SqlLog(database), "main", "members.register_person", f"person/{name}", body)
    database.close()


@pytest.fixture
def backup(urls: dict[str, str], tmp_path: Path) -> Path:
    back_up(urls, tmp_path / "backup", silent)
    return tmp_path / "backup"


def gongzhi(urls: dict[str, str], data: Path, *words: str) -> Result:
    settings = {f"GONGZHI_DATABASE_{service.upper()}": url for service, url in urls.items()}
    return CliRunner().invoke(build(), ["--lang", "en", *words, "--data", str(data)], env=settings)


@pytest.mark.servers
def test_a_backup_of_postgresql_is_one_moment_with_names_apart(
    postgresql: PostgreSql, urls: dict[str, str], backup: Path, tmp_path: Path
) -> None:
    before = heads_of(urls["members"], "members")
    assert read_manifest(backup)["kind"] == "postgresql"
    others = fresh(postgresql, "restored")
    restore(backup, backup / "vault", others, silent)
    assert heads_of(others["members"], "members") == before
    database, restored = Database(urls["members"]), Database(others["members"])
    head, bodies = SqlLog(restored).page("main", 0, 100)
    assert head.position == len(bodies) == 4
    seals = [digest for body in bodies for digest in _seals(body)]
    assert [one.text for one in SqlLog(restored).openings("main", seals).values()] == [NAME]
    assert SqlLog(restored).vault_key("main") == SqlLog(database).vault_key("main")
    without = fresh(postgresql, "nameless")
    restore(backup, tmp_path / "nowhere", without, silent, without_vault=True)
    nameless = Database(without["members"])
    assert SqlLog(nameless).openings("main", seals) == {}
    for one in (database, restored, nameless):
        one.close()


@pytest.mark.servers
def test_the_heads_of_the_cut_are_recorded_and_a_restore_that_has_others_is_refused(
    postgresql: PostgreSql, urls: dict[str, str], tmp_path: Path
) -> None:
    before = heads_of(urls["members"], "members")
    # Told once the moment is fixed and the writers are let go, before the first byte is copied.
    manifest = back_up(urls, tmp_path / "backup", lambda service: another_person(urls, f"{service}之后"))
    assert manifest["heads"] == {"members": before, "funds": {}, "projects": {}, "gateway": {}}
    assert heads_of(urls["members"], "members") != before
    others = {"members": postgresql.create_database("other_head")}
    manifest["heads"]["members"]["main"]["root"] = "0" * 64
    (tmp_path / "backup" / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(NoBackup, match="members"):
        restore(tmp_path / "backup", tmp_path / "backup" / "vault", others, silent)


@pytest.mark.servers
def test_nothing_is_restored_over_a_council_that_stands(
    urls: dict[str, str], backup: Path, tmp_path: Path
) -> None:
    another_person(urls, "后来的人")
    standing = heads_of(urls["members"], "members")
    with pytest.raises(InTheWay, match="members"):
        restore(backup, backup / "vault", urls, silent)
    refused = gongzhi(urls, tmp_path, "restore", str(backup))
    assert (refused.exit_code, "--replace" in refused.output) == (1, True), refused.output
    assert heads_of(urls["members"], "members") == standing


@pytest.mark.servers
def test_a_schema_without_a_council_is_in_nobodys_way(
    postgresql: PostgreSql, urls: dict[str, str], backup: Path
) -> None:
    others = fresh(postgresql, "restored")
    for service, url in others.items():
        database = Database(url)
        upgrade(database, package_of(service))
        database.close()
    restore(backup, backup / "vault", others, silent)
    assert heads_of(others["members"], "members") == heads_of(urls["members"], "members")


@pytest.fixture
def session(urls: dict[str, str]) -> Iterator[str]:
    """The service to whose database somebody is connected, as one that runs is."""
    database = Database(urls["funds"])
    with database.read():
        yield "funds"
    database.close()


@pytest.mark.servers
def test_nothing_is_restored_under_a_service_that_runs(
    urls: dict[str, str], backup: Path, session: str, tmp_path: Path
) -> None:
    another_person(urls, "后来的人")
    standing = heads_of(urls["members"], "members")
    cleared: list[str] = []
    with pytest.raises(InUse, match=session):
        restore(backup, backup / "vault", urls, silent, clear=lambda: cleared.append("all"))
    refused = gongzhi(urls, tmp_path, "restore", str(backup), "--replace")
    assert (refused.exit_code, "Stop the services" in refused.output) == (1, True), refused.output
    assert cleared == []
    assert heads_of(urls["members"], "members") == standing


@pytest.mark.servers
def test_what_is_replaced_is_kept_aside(
    postgresql: PostgreSql, urls: dict[str, str], backup: Path, tmp_path: Path
) -> None:
    another_person(urls, "后来的人")
    standing = heads_of(urls["members"], "members")
    data = tmp_path / "data"
    done = gongzhi(urls, data, "restore", str(backup), "--replace")
    assert done.exit_code == 0, done.output
    assert heads_of(urls["members"], "members") == read_manifest(backup)["heads"]["members"] != standing
    (aside,) = data.glob("replaced-*")
    assert str(aside) in done.output.replace("\n", "")
    assert {file.name for file in aside.iterdir()} == {"members.dump"}, "nothing stood in the others"
    assert {file.stat().st_mode & 0o077 for file in (aside, *aside.iterdir())} == {0}
    postgresql.drop_database("upkeep_members")
    url = postgresql.create_database("upkeep_members")
    run_tool("pg_restore", make_url(url), "--no-owner", str(aside / "members.dump"))
    assert heads_of(url, "members") == standing


@pytest.mark.servers
def test_tables_that_grow_while_they_are_checked_do_not_differ(database_url: str) -> None:
    story, writers, ledger = Story().founded(), Database(database_url), Database(database_url)
    books = caught_up(books_over(writers, AskLogs(story.logs)), story.logs)
    over = threading.Event()

    def write() -> None:
        while not over.is_set():
            story.donation(5_00)
            caught_up(books, story.logs)

    with ThreadPoolExecutor(1) as threads:
        writer = threads.submit(write)
        try:
            before = books.position("main")
            faults = [fault for _ in range(10) for fault in check_tables(ledger, silent)]
            faults += check_ledger(ledger, {}, silent)
        finally:
            over.set()
        writer.result()
    assert faults == []
    assert books.position("main") != before, "it was written meanwhile"
    for one in (writers, ledger):
        one.close()


def _seals(body: bytes) -> list[str]:
    values = decode_envelope(body).data.values()
    return [value["sealed"] for value in values if isinstance(value, dict) and "sealed" in value]

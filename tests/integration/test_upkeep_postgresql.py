"""Backup and restore of a log on PostgreSQL, by its own programs."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.servers import PostgreSql

from cli.host.backup import back_up, heads_of, read_manifest
from cli.host.founding import on_host
from cli.host.places import ALL, package_of
from cli.host.restore import restore
from kernel.db import Database
from kernel.migrate import upgrade
from kernel.sql_log import SqlLog


def fresh(postgresql: PostgreSql, prefix: str) -> dict[str, str]:
    return {service: postgresql.create_database(f"{prefix}_{service}") for service in ALL}


@pytest.mark.servers
def test_a_backup_of_postgresql_is_one_moment_with_names_apart(
    postgresql: PostgreSql, tmp_path: Path
) -> None:
    urls = fresh(postgresql, "upkeep")
    for service, url in urls.items():
        database = Database(url)
        upgrade(database, package_of(service))
        database.close()
    database = Database(urls["members"])
    log = SqlLog(database)
    log.found("main")
    founding = {"name": "共治", "demonstration": False, "founder_name": "欧阳震华", "digest": "0" * 64}
    on_host(log, "main", "members.found_council", "found", founding)
    before = heads_of(urls["members"], "members")
    back_up(urls, tmp_path / "backup", lambda _: None)
    assert read_manifest(tmp_path / "backup")["kind"] == "postgresql"
    others = fresh(postgresql, "restored")
    restore(tmp_path / "backup", tmp_path / "backup" / "vault", others, lambda _: None)
    assert heads_of(others["members"], "members") == before
    restored = Database(others["members"])
    head, bodies = SqlLog(restored).page("main", 0, 100)
    assert head.position == len(bodies) == 4
    seals = [digest for body in bodies for digest in _seals(body)]
    assert [one.text for one in SqlLog(restored).openings("main", seals).values()] == ["欧阳震华"]
    assert SqlLog(restored).vault_key("main") == log.vault_key("main")
    without = fresh(postgresql, "nameless")
    restore(tmp_path / "backup", tmp_path / "nowhere", without, lambda _: None, without_vault=True)
    nameless = Database(without["members"])
    assert SqlLog(nameless).openings("main", seals) == {}
    for one in (database, restored, nameless):
        one.close()


def _seals(body: bytes) -> list[str]:
    from kernel.codec import decode_envelope

    values = decode_envelope(body).data.values()
    return [value["sealed"] for value in values if isinstance(value, dict) and "sealed" in value]

"""After an erasure no byte of the name is left: in no file, table, answer, or backup made afterwards."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from sqlalchemy import make_url
from support.clocks import Ahead
from support.forgetting import NAME, SPELLINGS, Known, answers, known, named_in
from support.house import House
from support.servers import PostgreSql

from cli.host.backup import back_up
from cli.host.files import restore_files
from cli.host.places import ALL, embedded_urls
from cli.host.restore import restore
from gateway.files.folder import FolderStore
from gateway.files.sweeping import Sweeper
from gateway.heads import Heads
from kernel.db import Database

HELD_DAYS = 32 * 366
"""By then no voucher of today is held any more."""


def silent(_: str) -> None: ...


@pytest.fixture
def clock() -> Ahead:
    return Ahead()


@pytest.fixture
def house(tmp_path: Path, clock: Ahead) -> Iterator[House]:
    folder = tmp_path / "data"
    folder.mkdir()
    made = House(folder, clock=clock)
    made.start()
    yield made
    made.stop()


def found_in(folder: Path) -> list[str]:
    """Files, write-ahead logs too, with the name in them however it is spelled."""
    files = [one for one in folder.rglob("*") if one.is_file()]
    assert files
    return sorted(one.name for one in files if named_in(one.read_bytes()))


def erase(one: Known, clock: Ahead) -> None:
    """By two, and once more when the law holds the name no longer; then what shows them is swept."""
    founder, path = one.house.founder, f"/v1/people/{one.person.person}/erasures"
    founder.made(path, {"reason": f"{NAME}本人要求"})
    one.chair.made(f"{path}/confirmations")
    one.house.settled()
    hidden = one.auditor.seen(f"/v1/people/{one.person.person}")
    assert (hidden["status"], hidden["name"]) == ("hidden", None), "vouchers of theirs are held"
    clock.days += HELD_DAYS
    founder.made(path, {"reason": f"{NAME}又来要求"})
    one.house.settled()
    Sweeper(one.house.books, Heads(one.house.bus), one.house.filing.store, clock).sweep_erased()


def test_after_an_erasure_no_byte_of_the_name_is_left(house: House, tmp_path: Path, clock: Ahead) -> None:
    folder, urls = tmp_path / "data", embedded_urls(tmp_path / "data")
    store = FolderStore(folder / "files")
    one = known(house)
    told = {path for path, data in answers(one) if named_in(data)}
    for resource in ("people", "donations", "refunds", "opinions", "issues", "call-backs", "objections"):
        assert [path for path in told if path.startswith(f"/v1/{resource}/")], resource
    assert any(path.startswith("/v1/files/") for path in told)
    assert any(path.startswith("/v1/openings/") for path in told)
    holding = {name.partition(".")[0] for name in found_in(folder)}
    assert holding >= set(ALL)
    back_up(urls, tmp_path / "named", silent, store)
    balance = one.auditor.seen("/v1/ledger/trial-balance")
    erase(one, clock)
    shown = one.auditor.seen(f"/v1/people/{one.person.person}")
    assert (shown["status"], shown["name"], shown["reason"]["text"]) == ("erased", None, None)
    assert one.signed_in() == 401
    assert found_in(folder) == []
    assert [path for path, data in answers(one) if named_in(data)] == []
    house.books.rebuild()
    assert one.auditor.seen("/v1/ledger/trial-balance")["rows"] == balance["rows"]
    assert found_in(folder) == []
    back_up(urls, tmp_path / "erased", silent, store)
    assert found_in(tmp_path / "erased") == []
    _restored_with_an_older_vault(tmp_path)


def _restored_with_an_older_vault(place: Path) -> None:
    """Every kind of sealed text stands in the older vault, and none comes back from it."""
    vaults, other = place / "named" / "vault", place / "other"
    assert {"members.db", "funds.db", "projects.db"} <= set(found_in(vaults))
    other.mkdir()
    urls = embedded_urls(other)
    restore(place / "erased", vaults, urls, silent)
    projects = Database(urls["projects"])
    restore_files(projects, FolderStore(other / "files"), place / "erased", vaults, silent)
    projects.close()
    assert found_in(other) == []


@pytest.fixture
def urls(postgresql: PostgreSql) -> Iterator[dict[str, str]]:
    yield from lent(postgresql)


@pytest.fixture
def other(postgresql: PostgreSql) -> Iterator[dict[str, str]]:
    yield from lent(postgresql)


def lent(postgresql: PostgreSql) -> Iterator[dict[str, str]]:
    """A database for each part, empty."""
    postgresql.start()
    names = {service: postgresql.lend_database() for service in ALL}
    yield {service: postgresql.uri_of(name) for service, name in names.items()}
    for name in names.values():
        postgresql.take_back(name)


def dumps_with_it(postgresql: PostgreSql, urls: Mapping[str, str]) -> set[str]:
    """Databases with the name in any row of any table, as text or, in hex, in bytes."""
    found = set()
    for service, url in urls.items():
        at = make_url(url)
        words = [str(postgresql.tool("pg_dump")), "--inserts", "-h", str(at.host), "-p", str(at.port)]
        words += ["-U", str(at.username), str(at.database)]
        env = {**os.environ, "PGPASSWORD": str(at.password), "PGCLIENTENCODING": "UTF8"}
        dump = subprocess.run(words, env=env, capture_output=True, check=True, timeout=60).stdout
        assert b"INSERT INTO" in dump
        if named_in(dump) or any(spelling.hex().encode() in dump for spelling in SPELLINGS):
            found.add(service)
    return found


@pytest.mark.servers
def test_on_postgresql_no_row_of_any_table_has_the_name(
    postgresql: PostgreSql, urls: dict[str, str], other: dict[str, str], tmp_path: Path, clock: Ahead
) -> None:
    house = House(tmp_path, clock=clock, urls=urls)
    house.start()
    try:
        one = known(house)
        assert dumps_with_it(postgresql, urls) == set(ALL)
        back_up(urls, tmp_path / "named", silent)
        balance = one.auditor.seen("/v1/ledger/trial-balance")
        erase(one, clock)
        assert one.auditor.seen(f"/v1/people/{one.person.person}")["status"] == "erased"
        assert dumps_with_it(postgresql, urls) == set()
        assert [path for path, data in answers(one) if named_in(data)] == []
        house.books.rebuild()
        assert one.auditor.seen("/v1/ledger/trial-balance")["rows"] == balance["rows"]
        assert dumps_with_it(postgresql, urls) == set()
        back_up(urls, tmp_path / "erased", silent)
        restore(tmp_path / "erased", tmp_path / "named" / "vault", other, silent)
        assert dumps_with_it(postgresql, other) == set(), "an older vault brings no name back"
    finally:
        house.stop()

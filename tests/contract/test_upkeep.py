"""Backup, restore, refill, fsck and rebuild of a house that has lived, on SQLite files."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.house import COUNCIL, Caller, House
from typer.testing import CliRunner

from cli.host.backup import NoBackup, back_up, read_manifest
from cli.host.clearing import InTheWay
from cli.host.cut import consistent_cut
from cli.host.founding import LedgerAhead, copied_in, found_council
from cli.host.fsck import Fault, check_ledger, check_log, check_tables
from cli.host.heads import heads_of
from cli.host.places import ALL, SERVICES, embedded_urls
from cli.host.refill import Differs, refill_from_ledger
from cli.host.restore import DOMAINS, restore
from cli.main import build
from kernel.db import Database
from kernel.migrate import upgrade
from kernel.sql_log import SqlLog

DONOR = "欧阳震华"


def silent(_: str) -> None: ...


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def house(folder: Path) -> Iterator[House]:
    folder.mkdir()
    made = House(folder)
    made.start()
    yield made
    made.stop()


def lived(house: House) -> Caller:
    """A council with a donation by name; its treasurer."""
    treasurer = house.person("张三", "treasurer")
    account = {"code": "bank", "name": "Bank", "kind": "bank", "legal_holder": "居委会"}
    house.founder.made("/v1/money-accounts", account)
    fund = {"code": "gz", "name": "共治资金", "kind": "other", "source": "donation", "legal_holder": "居委会"}
    house.founder.made("/v1/funds", fund)
    give(treasurer, "100.00")
    house.settled()
    return treasurer


def give(treasurer: Caller, amount: str, name: str = DONOR) -> str:
    gift = {
        "fund": "gz",
        "account": "bank",
        "donor": {"name": name, "kind": "person"},
        "amount": amount,
        "occurred_on": "2026-03-01",
    }
    return str(treasurer.made("/v1/donations", {**gift, "note": f"{name}的心意"})["id"])


def check(urls: dict[str, str], told: Callable[[str], None] = silent) -> list[Fault]:
    opened = {service: Database(url) for service, url in urls.items()}
    logs = {service: opened[service] for service in SERVICES}
    faults = [fault for service in SERVICES for fault in check_log(logs[service], service, told)]
    faults += check_ledger(opened["gateway"], logs, told)
    faults += check_tables(opened["gateway"], told)
    for database in opened.values():
        database.close()
    return faults


def test_a_backup_of_the_running_system_is_restored_as_it_was(
    house: House, folder: Path, tmp_path: Path
) -> None:
    treasurer = lived(house)
    urls = embedded_urls(folder)
    manifest = back_up(urls, tmp_path / "backup", silent)
    give(treasurer, "5.00")
    assert read_manifest(tmp_path / "backup") == manifest
    assert manifest["demonstrations"] == []
    other = tmp_path / "other"
    other.mkdir()
    restored = embedded_urls(other)
    restore(tmp_path / "backup", tmp_path / "backup" / "vault", restored, silent)
    assert {service: heads_of(restored[service], service) for service in ALL} == manifest["heads"]
    assert check(restored) == []
    assert check(urls) == []


def test_a_cut_is_of_one_moment_whatever_is_written_after_it(
    house: House, folder: Path, tmp_path: Path
) -> None:
    treasurer = lived(house)
    before = {service: heads_of(url, service) for service, url in embedded_urls(folder).items()}
    (tmp_path / "vault").mkdir()
    with consistent_cut(embedded_urls(folder)) as snapshots:
        give(treasurer, "7.00", "后来的人")
        house.settled()
        for snapshot in snapshots:
            snapshot.write(tmp_path)
    for service in ALL:
        assert heads_of(f"sqlite:///{tmp_path / service}.db", service) == before[service]


def test_names_are_in_the_vaults_of_a_backup_and_nowhere_else(
    house: House, folder: Path, tmp_path: Path
) -> None:
    treasurer = lived(house)
    assert DONOR in str(treasurer.seen("/v1/donations"))
    back_up(embedded_urls(folder), tmp_path / "backup", silent)
    files = [file for file in (tmp_path / "backup").rglob("*") if file.is_file()]
    holding = {file.parent.name for file in files if DONOR.encode() in file.read_bytes()}
    assert holding == {"vault"}


def test_a_backup_that_was_cut_short_or_changed_is_none(house: House, folder: Path, tmp_path: Path) -> None:
    lived(house)
    backup = tmp_path / "backup"
    back_up(embedded_urls(folder), backup, silent)
    with (backup / "funds.db").open("r+b") as file:
        file.seek(4096)
        file.write(b"x")
    with pytest.raises(NoBackup, match=r"funds\.db"):
        read_manifest(backup)
    (backup / "manifest.json").unlink()
    with pytest.raises(NoBackup, match="manifest"):
        read_manifest(backup)


def test_nothing_is_restored_over_what_is_there(house: House, folder: Path, tmp_path: Path) -> None:
    lived(house)
    back_up(embedded_urls(folder), tmp_path / "backup", silent)
    with pytest.raises(InTheWay):
        restore(tmp_path / "backup", tmp_path / "backup" / "vault", embedded_urls(folder), silent)


def test_a_service_restored_too_old_refuses_to_write_until_it_is_refilled(
    house: House, folder: Path, tmp_path: Path
) -> None:
    treasurer = lived(house)
    urls = embedded_urls(folder)
    back_up(urls, tmp_path / "backup", silent)
    late = give(treasurer, "11.00")
    retry = {"fund": "gz", "account": "bank", "amount": "2.00", "occurred_on": "2026-03-02"}
    kept = treasurer.made("/v1/donations", retry, key="before-the-restore")
    house.settled()
    head = heads_of(urls["funds"], "funds")
    house.stop()
    (folder / "funds.db").unlink()
    for left in folder.glob("funds.db-*"):
        left.unlink()
    restore(tmp_path / "backup", tmp_path / "backup" / "vault", {"funds": urls["funds"]}, silent)
    assert [fault.code for fault in check(urls)] == ["copy.ahead"]
    log, ledger = SqlLog(Database(urls["funds"])), Database(urls["gateway"])
    done = refill_from_ledger(log, DOMAINS["funds"], ledger, COUNCIL)
    assert (done.after - done.before, done.left) == (2, 0)
    assert heads_of(urls["funds"], "funds") == head
    assert check(urls) == []
    again = refill_from_ledger(log, DOMAINS["funds"], ledger, COUNCIL)
    assert again.before == again.after
    with log.writing(COUNCIL) as tx:
        assert any(late.encode() in body for body in tx.bodies(0, 100))
        assert kept["id"]


def test_a_log_that_went_another_way_is_not_refilled(house: House, folder: Path, tmp_path: Path) -> None:
    treasurer = lived(house)
    urls = embedded_urls(folder)
    back_up(urls, tmp_path / "backup", silent)
    give(treasurer, "11.00")
    house.settled()
    house.stop()
    other = tmp_path / "other"
    other.mkdir()
    restore(tmp_path / "backup", tmp_path / "backup" / "vault", embedded_urls(other), silent)
    with contextlib.closing(sqlite3.connect(other / "funds.db")) as connection:
        connection.execute("UPDATE heads SET peaks = zeroblob(length(peaks))")
        connection.commit()
    with pytest.raises(Differs):
        refill_from_ledger(
            SqlLog(Database(embedded_urls(other)["funds"])),
            DOMAINS["funds"],
            Database(urls["gateway"]),
            COUNCIL,
        )


def test_a_lost_members_log_is_not_founded_anew_over_the_ledgers_copy(house: House, folder: Path) -> None:
    lived(house)
    house.stop()
    urls = embedded_urls(folder)
    head = heads_of(urls["members"], "members")
    for left in folder.glob("members.db*"):
        left.unlink()
    members, ledger = Database(urls["members"]), Database(urls["gateway"])
    upgrade(members)
    log = SqlLog(members)
    with pytest.raises(LedgerAhead):
        found_council(log, folder, COUNCIL, lambda: copied_in(ledger, COUNCIL))
    assert log.heads() == {}
    refill_from_ledger(log, DOMAINS["members"], ledger, COUNCIL)
    assert heads_of(urls["members"], "members") == head
    found_council(log, folder, COUNCIL, lambda: copied_in(ledger, COUNCIL))
    assert heads_of(urls["members"], "members") == head
    members.close()
    ledger.close()


def test_an_older_vault_does_not_bring_an_erased_name_back(
    house: House, folder: Path, tmp_path: Path
) -> None:
    lived(house)
    urls = embedded_urls(folder)
    back_up(urls, tmp_path / "before", silent)
    somebody = house.founder.made("/v1/people", {"name": "甲乙丙丁"})
    back_up(urls, tmp_path / "named", silent)
    house.founder.made(f"/v1/people/{somebody['id']}/erasures", {"reason": "本人要求"})
    house.person("监事", "supervisor").made(f"/v1/people/{somebody['id']}/erasures/confirmations")
    house.settled()
    back_up(urls, tmp_path / "erased", silent)
    other = tmp_path / "other"
    other.mkdir()
    # The newer databases with the older vault, in which the name still stands.
    restore(tmp_path / "erased", tmp_path / "named" / "vault", embedded_urls(other), silent)
    name = "甲乙丙丁".encode()
    assert name in (tmp_path / "named" / "vault" / "members.db").read_bytes()
    assert not [file.name for file in other.iterdir() if name in file.read_bytes()]


# --- fsck finds --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("sound")
    made = House(place)
    made.start()
    lived(made)
    made.stop()
    return place


@pytest.mark.parametrize(
    ("file", "statement", "code"),
    [
        ("funds", "UPDATE events SET body = replace(body, '10000', '10001')", "log.head"),
        ("funds", "UPDATE events SET subject = 'don_x' WHERE position = 3", "log.envelope"),
        ("funds", "DELETE FROM events WHERE position = 2", "log.gap"),
        ("funds", "UPDATE heads SET position = 2, peaks = substr(peaks, 1, 32)", "log.head"),
        ("funds", "UPDATE commands SET last = 99 WHERE first = 1", "commands.range"),
        ("members", "UPDATE vault SET text = '别人'", "vault.other_text"),
        ("members", "UPDATE vault SET sealed = '00' || substr(sealed, 3)", "vault.no_event"),
        (
            "gateway",
            "UPDATE copies SET body = replace(body, '10000', '10001') WHERE source = 'funds'",
            "copy.leaf",
        ),
        ("gateway", "UPDATE copies SET leaf = zeroblob(32) WHERE source = 'funds'", "copy.head"),
        ("gateway", "UPDATE ledger_order SET leaf = zeroblob(32) WHERE position = 4", "order.leaf"),
        ("gateway", "DELETE FROM ledger_order WHERE position = 3", "order.gap"),
        ("gateway", "UPDATE ledger_heads SET peaks = zeroblob(length(peaks))", "ledger.head"),
        ("gateway", "UPDATE lines SET debit = debit + 1 WHERE debit > 0", "table.differs"),
        ("gateway", "DELETE FROM records WHERE record = 'donation'", "table.differs"),
    ],
)
def test_fsck_finds_what_somebody_changed(
    sound: Path, tmp_path: Path, file: str, statement: str, code: str
) -> None:
    place = tmp_path / "changed"
    shutil.copytree(sound, place)
    assert check(embedded_urls(place)) == []
    with contextlib.closing(sqlite3.connect(place / f"{file}.db")) as connection:
        connection.execute(statement)
        connection.commit()
    assert code in {fault.code for fault in check(embedded_urls(place))}


def test_fsck_finds_no_fault_in_what_is_written_meanwhile(house: House, folder: Path) -> None:
    """A gift with a new donor's name and a note, as soon as the heads of each log and copy are read."""
    treasurer = lived(house)
    given: list[str] = []

    def gives(what: str) -> None:
        if what != "rebuild":  # the ledger's file is taken then: there is nobody to wait for
            given.append(what)
            give(treasurer, "1.00", f"捐赠人{len(given)}")

    assert check(embedded_urls(folder), gives) == []
    assert {f"{service}/{COUNCIL}" for service in SERVICES} < {*given}
    house.settled()
    assert check(embedded_urls(folder)) == []


def test_checking_changes_nothing(sound: Path, tmp_path: Path) -> None:
    place = tmp_path / "kept"
    shutil.copytree(sound, place)

    def rows() -> list[object]:
        with contextlib.closing(sqlite3.connect(place / "gateway.db")) as connection:
            return list(connection.execute("SELECT * FROM lines ORDER BY 1, 2, 3"))

    before = rows()
    check(embedded_urls(place))
    assert rows() == before


def test_the_commands_say_what_they_did_in_both_languages(sound: Path, tmp_path: Path) -> None:
    place = tmp_path / "data"
    shutil.copytree(sound, place)
    run = CliRunner()

    def said(*words: str, code: int = 0) -> str:
        done = run.invoke(build(), [*words, "--data", str(place)])
        assert done.exit_code == code, done.output
        return done.output

    assert "Everything agrees" in said("--lang", "en", "fsck")
    assert "全部相符" in said("--lang", "zh", "fsck")
    assert "main" in said("--lang", "en", "rebuild")
    said("--lang", "zh", "backup", str(tmp_path / "backup"))
    assert "不是空的" in said("--lang", "zh", "backup", str(tmp_path / "backup"), code=2)
    assert "--replace" in said("--lang", "en", "restore", str(tmp_path / "backup"), code=1)
    said("--lang", "en", "restore", str(tmp_path / "backup"), "--replace")
    assert json.loads(said("--json", "fsck"))["faults"] == []
    token = said("--lang", "en", "token", "reissue").split()[-1]
    assert len(token) > 40
    assert "not_found" in said("--lang", "en", "token", "reissue", "--person", "per_" + "0" * 20, code=1)

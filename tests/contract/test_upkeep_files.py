"""Files in a backup, after a restore, and before fsck."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.filed import PDF, PHOTO, new
from support.house import Caller, House
from typer.testing import CliRunner

from cli.host.backup import NoBackup, back_up, read_manifest
from cli.host.files import restore_files
from cli.host.fsck import Fault
from cli.host.fsck_files import check_files
from cli.host.places import ALL, embedded_urls
from cli.host.restore import restore
from cli.main import build
from gateway.files.folder import FolderStore
from kernel.db import Database


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


class Kept:
    """An invoice, and a photo of somebody."""

    def __init__(self, house: House) -> None:
        self.lead = house.person("王五", "project_lead")
        self.shown = house.person("周一")
        self.paper = new(PDF)
        self.photo = new(PHOTO, 100_000)
        self._sent(self.lead, self.paper)
        self._sent(self.lead, self.photo, shows_people="true", concerns=self.shown.person)
        house.settled()

    @staticmethod
    def _sent(who: Caller, data: bytes, **said: str) -> None:
        assert who.post("/v1/files", data, None, None, "application/octet-stream", **said).status_code == 201


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def faults(folder: Path) -> list[Fault]:
    projects = Database(embedded_urls(folder)["projects"])
    try:
        return list(check_files(projects, FolderStore(folder / "files"), silent))
    finally:
        projects.close()


def put_back(backup: Path, vaults: Path, folder: Path, *, without: bool = False) -> list[str]:
    """Databases and files into a new folder; the names of files that are missing."""
    folder.mkdir()
    urls = embedded_urls(folder)
    restore(backup, vaults, urls, silent, without_vault=without)
    projects = Database(urls["projects"])
    try:
        store = FolderStore(folder / "files")
        return restore_files(projects, store, backup, None if without else vaults, silent)
    finally:
        projects.close()


def test_a_backup_takes_the_files_along_those_that_show_people_with_the_vault(
    house: House, folder: Path, tmp_path: Path
) -> None:
    kept = Kept(house)
    manifest = back_up(embedded_urls(folder), tmp_path / "backup", silent, house.filing.store)
    assert manifest["missing_files"] == []
    inside = {Path(name).name.partition(".")[0]: name for name in manifest["files"] if "files/" in name}
    assert set(inside) == {digest(kept.paper), digest(kept.photo)}
    assert inside[digest(kept.paper)].startswith("files/main/open/")
    assert inside[digest(kept.photo)].startswith("vault/files/main/people/")
    assert put_back(tmp_path / "backup", tmp_path / "backup/vault", tmp_path / "again") == []
    assert faults(tmp_path / "again") == []
    assert faults(folder) == []


def test_without_the_vault_a_restore_brings_the_papers_and_no_face(
    house: House, folder: Path, tmp_path: Path
) -> None:
    kept = Kept(house)
    back_up(embedded_urls(folder), tmp_path / "backup", silent, house.filing.store)
    shutil.rmtree(tmp_path / "backup/vault")
    read_manifest(tmp_path / "backup")
    assert put_back(tmp_path / "backup", tmp_path / "nowhere", tmp_path / "again", without=True) == []
    [one] = FolderStore(tmp_path / "again/files").kept("main")
    assert one.name.endswith(digest(kept.paper))
    assert [fault.code for fault in faults(tmp_path / "again")] == ["files.no_key"]


def test_a_file_that_was_changed_in_the_backup_makes_it_none(
    house: House, folder: Path, tmp_path: Path
) -> None:
    Kept(house)
    manifest = back_up(embedded_urls(folder), tmp_path / "backup", silent, house.filing.store)
    [name] = [name for name in manifest["files"] if name.startswith("files/")]
    (tmp_path / "backup" / name).write_bytes(b"%PDF-1.7 another")
    with pytest.raises(NoBackup, match="its bytes"):
        read_manifest(tmp_path / "backup")


def test_an_older_vault_does_not_bring_a_face_back(house: House, folder: Path, tmp_path: Path) -> None:
    kept = Kept(house)
    back_up(embedded_urls(folder), tmp_path / "older", silent, house.filing.store)
    house.founder.made(f"/v1/people/{kept.shown.person}/erasures", {"reason": "本人要求"})
    house.person("李四", "chair").made(f"/v1/people/{kept.shown.person}/erasures/confirmations")
    path = f"/v1/files/{digest(kept.photo)}/record"
    end = time.monotonic() + 10
    while kept.lead.seen(path)["status"] != "erased":
        assert time.monotonic() < end
        time.sleep(0.02)
    house.settled()
    newer = back_up(embedded_urls(folder), tmp_path / "newer", silent, house.filing.store)
    assert not [name for name in newer["files"] if "vault/files" in name]
    assert [fault.code for fault in faults(folder)] == ["files.still_there"]  # nobody sweeps in this house
    assert put_back(tmp_path / "newer", tmp_path / "older/vault", tmp_path / "again") == []
    restored = tmp_path / "again"
    assert [one.name for one in FolderStore(restored / "files").kept("main") if "/people/" in one.name] == []
    [coded] = (tmp_path / "older/vault/files").rglob(f"{digest(kept.photo)}.*")
    assert coded.is_file(), "the older backup has it, as long as that is kept"
    assert kept.photo not in b"".join(one.read_bytes() for one in restored.rglob("*") if one.is_file())


def test_fsck_finds_what_is_missing_changed_or_should_be_gone(house: House, folder: Path) -> None:
    kept = Kept(house)
    places = {one.name.partition(".")[0]: one for one in (folder / "files").rglob("*") if one.is_file()}
    paper, photo = places[digest(kept.paper)], places[digest(kept.photo)]
    paper.write_bytes(b"%PDF-1.7 other")
    photo.unlink()
    assert {(fault.code, fault.what.partition("/")[2][:6]) for fault in faults(folder)} == {
        ("files.differs", "open/" + digest(kept.paper)[0]),
        ("files.differs", "people"),
    }
    runner = CliRunner()
    told = runner.invoke(build(), ["--json", "fsck", "--data", str(folder)])
    assert told.exit_code == 1
    assert {fault[0] for fault in json.JSONDecoder().raw_decode(told.stdout)[0]["faults"]} == {
        "files.differs"
    }


def test_a_backup_tells_of_a_file_that_is_not_there_and_goes_on(
    house: House, folder: Path, tmp_path: Path
) -> None:
    kept = Kept(house)
    [place] = (folder / "files").rglob(digest(kept.paper))
    place.unlink()
    told = CliRunner().invoke(build(), ["backup", str(tmp_path / "backup"), "--data", str(folder)])
    assert told.exit_code == 0, told.output
    assert digest(kept.paper) in told.output
    manifest = read_manifest(tmp_path / "backup")
    assert manifest["missing_files"] == [f"main/open/{digest(kept.paper)}"]
    without = CliRunner().invoke(
        build(), ["backup", str(tmp_path / "lean"), "--data", str(folder), "--without-files"]
    )
    assert without.exit_code == 0, without.output
    assert not (tmp_path / "lean/files").exists()
    assert set(read_manifest(tmp_path / "lean")["services"]) == set(ALL)


def test_the_command_restores_the_files_too(house: House, folder: Path, tmp_path: Path) -> None:
    kept = Kept(house)
    runner = CliRunner()
    assert runner.invoke(build(), ["backup", str(tmp_path / "b"), "--data", str(folder)]).exit_code == 0
    told = runner.invoke(build(), ["restore", str(tmp_path / "b"), "--data", str(tmp_path / "again")])
    assert told.exit_code == 0, told.output
    assert [*(tmp_path / "again/files").rglob(digest(kept.paper))]
    assert runner.invoke(build(), ["fsck", "--data", str(tmp_path / "again")]).exit_code == 0

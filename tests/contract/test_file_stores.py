"""What every store of files does, and what only a folder or only S3-compatible storage can do wrong."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.filed import PHOTO, new
from support.house import House
from support.objects import BUCKET, KEYS, Storage, storage

from gateway.files.configured import store_of
from gateway.files.folder import FolderStore
from gateway.files.s3 import S3Store
from gateway.files.stores import Store, StoreDown, file_of, open_name, people_name
from kernel.config import Config, ConfigError

NAME = open_name("main", "a" * 64)
APART = people_name("main", "b" * 64, "0" * 16)


@pytest.fixture(scope="module")
def objects() -> Iterator[Storage]:
    with storage() as made:
        yield made


@pytest.fixture(params=["folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path, objects: Storage) -> Store:
    if request.param == "folder":
        return FolderStore(tmp_path / "files")
    objects.objects.clear()
    return S3Store(objects.host, BUCKET, KEYS, secure=False)


def read(store: Store, name: str) -> bytes | None:
    opened = store.opened(name)
    if opened is None:
        return None
    with opened as source:
        return b"".join(iter(lambda: source.read(1000), b""))


def test_what_is_kept_is_there_whole(store: Store) -> None:
    store.check()
    assert read(store, NAME) is None
    store.keep(NAME, [b"ab", b"", b"c"], 3)
    assert read(store, NAME) == b"abc"
    store.keep(NAME, [b"abc"], 3)
    assert read(store, NAME) == b"abc"


def test_several_mebibytes_come_back_as_they_went(store: Store) -> None:
    pieces = [secrets.token_bytes(1 << 20) for _ in range(12)]
    store.keep(APART, pieces, 12 << 20)
    assert read(store, APART) == b"".join(pieces)
    opened = store.opened(APART)
    assert opened is not None
    with opened as source:
        assert source.read(3) == pieces[0][:3]
        assert len(source.read(1 << 20)) == 1 << 20, "a read gives as much as is asked for"


def test_what_is_dropped_is_gone_and_may_be_dropped_again(store: Store) -> None:
    store.keep(NAME, [b"abc"], 3)
    for _ in range(2):
        store.drop(NAME)
        assert read(store, NAME) is None


def test_the_files_of_one_council_are_listed(store: Store) -> None:
    for name in (NAME, APART, open_name("other", "a" * 64)):
        store.keep(name, [b"abc"], 3)
    found = {one.name: one for one in store.kept("main")}
    assert set(found) == {NAME, APART}
    assert found[NAME].size == 3
    assert abs(datetime.now(UTC) - found[NAME].since) < timedelta(minutes=1)
    assert {file_of(name) for name in found} == {"a" * 64, "b" * 64}


def cut_off() -> Iterator[bytes]:
    yield b"half"
    raise StoreDown("the reader went away")


def test_half_a_file_is_under_no_name(store: Store) -> None:
    with pytest.raises(StoreDown):
        store.keep(NAME, cut_off(), 8)
    with pytest.raises(StoreDown):
        store.keep(NAME, [b"half"], 8)
    assert read(store, NAME) is None
    assert list(store.kept("main")) == []


def test_a_process_that_dies_in_the_midst_of_keeping_leaves_nothing_under_the_name(tmp_path: Path) -> None:
    dying = f"""
import os
from pathlib import Path
from gateway.files.folder import FolderStore
def pieces():
    yield b"half" * 100_000
    os._exit(9)
FolderStore(Path({str(tmp_path)!r})).keep({NAME!r}, pieces(), 800_000)
"""
    died = subprocess.run([sys.executable, "-c", dying], check=False, env={**os.environ})
    assert died.returncode == 9
    store = FolderStore(tmp_path)
    assert read(store, NAME) is None
    [left] = (tmp_path / ".coming").iterdir()
    assert list(store.kept("main")) == []
    assert left.exists(), "perhaps somebody is at work on it"
    long_ago = time.time() - 3 * 24 * 3600
    os.utime(left, (long_ago, long_ago))
    assert list(store.kept("main")) == []
    assert not left.exists()


def test_a_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "files")
    store.keep(NAME, [b"abc"], 3)
    for place in (tmp_path / "files").rglob("*"):
        assert place.stat().st_mode & 0o077 == 0, place


def test_a_folder_that_takes_nothing_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = FolderStore(tmp_path / "file")
    for asked in (store.check, lambda: store.keep(NAME, [b"x"], 1)):
        with pytest.raises(StoreDown):
            asked()


def test_storage_that_says_no_or_nothing_is_down(objects: Storage) -> None:
    wrong = S3Store(objects.host, BUCKET, (KEYS[0], "another secret"), secure=False)
    elsewhere = S3Store(objects.host, "another", KEYS, secure=False)
    absent = S3Store("127.0.0.1:9", BUCKET, KEYS, secure=False)
    for store in (wrong, elsewhere, absent):
        for asked in (
            lambda: store.keep(NAME, [b"x"], 1),  # noqa: B023 - called at once
            lambda: store.opened(NAME),  # noqa: B023
            lambda: list(store.kept("main")),  # noqa: B023
            lambda: store.check(),  # noqa: B023, PLW0108
        ):
            with pytest.raises(StoreDown):
                asked()
    assert NAME not in objects.objects


def test_files_over_http_go_to_the_storage_and_come_from_it(
    tmp_path_factory: pytest.TempPathFactory, objects: Storage
) -> None:
    objects.objects.clear()
    house = House(tmp_path_factory.mktemp("house"))
    house.filing.store = S3Store(objects.host, BUCKET, KEYS, secure=False)
    house.start()
    try:
        lead, chair = house.person("王五", "project_lead"), house.person("李四", "chair")
        for said in ({}, {"shows_people": "true"}):
            data = new(PHOTO, 200_000)
            made = lead.post("/v1/files", data, None, None, "image/jpeg", **said)
            assert made.status_code == 201, made.text
            house.settled()
            assert chair.get(f"/v1/files/{made.json['id']}").data == data
            [name] = [name for name in objects.objects if made.json["id"] in name]
            assert (objects.objects[name][0] == data) is (not said)
        objects.failing = True
        refused = lead.post("/v1/files", new(PHOTO), None, None, "image/jpeg")
        assert (refused.status_code, refused.json["code"]) == (503, "file.storage_down")
        assert chair.get(f"/v1/files/{made.json['id']}").json["code"] == "file.storage_down"
    finally:
        objects.failing = False
        house.stop()


def test_the_configuration_names_a_folder_or_a_bucket(tmp_path: Path) -> None:
    assert isinstance(store_of(Config(data=str(tmp_path))), FolderStore)
    chosen = store_of(Config(files=str(tmp_path / "elsewhere")))
    assert isinstance(chosen, FolderStore)
    assert chosen.root == tmp_path / "elsewhere"
    config = Config(files_access_key="a", files_secret_key="b")
    for right in ("s3://minio.example:9000/files", "s3+http://minio:9000/files"):
        assert isinstance(store_of(replace(config, files=right)), S3Store)
    for wrong in ("s3://", "s3://host", "s3://host/UPPER", "s3://user:pw@host/bucket", "s3://host/a/b"):
        with pytest.raises(ConfigError):
            store_of(replace(config, files=wrong))
    with pytest.raises(ConfigError, match="files_access_key"):
        store_of(Config(files="s3://host/bucket"))


def test_the_libraries_of_storage_are_there_where_it_is_configured_alone() -> None:
    seen = "import sys, gateway.service; print('minio' in sys.modules)"
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", seen], check=True, capture_output=True, text=True
    )
    assert told.stdout.strip() == "False"

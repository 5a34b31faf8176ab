"""Files over HTTP that show people: encrypted, seen by few, and gone with whom they show."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from support.filed import LARGE, PDF, PHOTO, digest, kept, names, new, on_disk, sent
from support.house import Caller, House, People

from gateway.files.stores import open_name
from gateway.files.sweeping import Sweeper
from gateway.heads import Heads
from kernel.clock import SystemClock


@pytest.fixture(scope="module")
def secretary(house: House, people: People) -> Caller:  # noqa: ARG001 - they come first
    return house.person("秘书", "secretary")


@pytest.fixture
def sweeper(house: House) -> Sweeper:
    return Sweeper(house.books, Heads(house.bus), house.filing.store, SystemClock())


def test_a_file_that_shows_people_is_encrypted_and_seen_by_few(
    house: House, people: People, secretary: Caller
) -> None:
    data = new(size=LARGE)
    record = kept(people.lead, data, shows_people="true", concerns=people.nobody.person)
    assert (record["shows_people"], record["concerns"]) == (True, [people.nobody.person])
    house.settled()
    assert not [one for one in on_disk(house) if PHOTO in one and data[-50:] in one]
    path = f"/v1/files/{record['id']}"
    for who in (people.treasurer, people.chair, people.auditor, secretary):
        assert who.get(path).data == data
    for who in (people.lead, people.nobody, people.founder):
        assert who.get(path).status_code == 403
        assert who.seen(f"{path}/record")["id"] == record["id"]


def test_a_file_that_turns_out_to_show_people_is_no_more_open_to_all(house: House, people: People) -> None:
    data = new()
    kept(people.lead, data, public="true")
    house.settled()
    kept(people.lead, data, shows_people="true")
    house.settled()
    [one] = [name for name in names(house) if digest(data) in name]
    assert "/people/" in one
    assert people.nobody.get(f"/v1/files/{digest(data)}").status_code == 403
    assert people.chair.get(f"/v1/files/{digest(data)}").data == data
    # Said again with less, nothing changes.
    assert sent(people.lead, data).json["shows_people"] is True
    assert [name for name in names(house) if digest(data) in name] == [one]


def test_the_same_photo_again_with_the_same_key_opens_still(house: House, people: People) -> None:
    data, key = new(), house.key()
    for _ in range(2):
        assert sent(people.lead, data, key, shows_people="true").status_code == 201
    house.settled()
    assert sent(people.lead, data, key, shows_people="true").status_code == 201
    assert len([name for name in names(house) if digest(data) in name]) == 1
    assert people.chair.get(f"/v1/files/{digest(data)}").data == data


def until(what: Any) -> None:
    end = time.monotonic() + 10
    while not what():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_what_shows_somebody_goes_with_them(house: House, people: People, sweeper: Sweeper) -> None:
    one, other = house.person("周一"), house.person("吴二")
    photo, paper = new(size=LARGE), new(PDF)
    kept(people.lead, photo, shows_people="true", concerns=f"{one.person},{other.person}")
    kept(people.lead, paper)
    house.settled()
    path = f"/v1/files/{digest(photo)}"
    people.founder.made(f"/v1/people/{one.person}/erasures", {"reason": "本人要求"})
    house.settled()
    # Hidden, and not erased before another confirms it: supervisor and auditor may still see it.
    assert people.chair.get(path).status_code == 403
    assert people.auditor.get(path).data == photo
    people.chair.made(f"/v1/people/{one.person}/erasures/confirmations")
    until(lambda: people.auditor.get(path).status_code == 404)
    house.settled()
    assert people.chair.get(path).json["code"] in ("file.erased", "forbidden")
    assert people.auditor.get(path).json["code"] == "file.erased"
    assert people.auditor.seen(f"{path}/record")["status"] == "erased"
    # The key went with the person, whatever becomes of the bytes; then these go, too.
    assert [name for name in names(house) if digest(photo) in name]
    sweeper.sweep_erased()
    assert not [name for name in names(house) if digest(photo) in name]
    assert people.auditor.get(f"/v1/files/{digest(paper)}").data == paper
    refused = sent(people.lead, photo)
    assert (refused.status_code, refused.json["code"]) == (409, "projects.file_erased")


def test_a_sweep_leaves_what_nobody_knows_yet_and_takes_what_was_replaced(
    house: House, people: People, sweeper: Sweeper
) -> None:
    data, strange = new(), new()
    kept(people.lead, data, shows_people="true")
    house.settled()
    [inside] = [name for name in names(house) if digest(data) in name]
    store = house.filing.store
    store.keep(open_name("main", digest(data)), [data], len(data))  # a crash kept it from being dropped
    store.keep(open_name("main", digest(strange)), [strange], len(strange))
    old = f"main/people/{digest(data)}.{'0' * 16}"
    store.keep(old, [b"x"], 1)
    sweeper.sweep_replaced()
    there = names(house)
    assert {inside, old, open_name("main", digest(strange))} <= there, (
        "a new copy may be one whose fact comes"
    )
    assert open_name("main", digest(data)) not in there
    place = Path(store.root) / "main/people" / digest(data)[:2] / f"{digest(data)}.{'0' * 16}"  # type: ignore[attr-defined]
    long_ago = time.time() - 2 * 24 * 3600
    os.utime(place, (long_ago, long_ago))
    sweeper.sweep_replaced()
    assert old not in names(house)
    assert inside in names(house)

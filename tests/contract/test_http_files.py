"""Files over HTTP: kept by their hash, given out safely, and gone with whom they show."""

from __future__ import annotations

import contextlib
import io
import secrets
import zipfile
from typing import Any

import pytest
from support.filed import LARGE, PDF, PHOTO, digest, filled, in_a_form, kept, names, new, sent
from support.house import House, People

from gateway.files.filing import Filing
from gateway.files.folder import FolderStore
from gateway.files.stores import Kept, StoreDown, open_name


def test_a_file_is_kept_by_its_hash_and_given_back_byte_by_byte(house: House, people: People) -> None:
    data = new(PDF, LARGE)
    answer = sent(people.lead, data)
    assert answer.status_code == 201, answer.text
    file = digest(data)
    assert answer.headers["Location"] == f"/v1/files/{file}"
    record = answer.json
    assert (record["id"], record["size"], record["media_type"]) == (file, len(data), "application/pdf")
    assert (record["status"], record["shows_people"], record["concerns"]) == ("stored", False, [])
    assert not {"kept_as", "sealed_key"} & record.keys()
    house.settled()
    given = people.auditor.get(f"/v1/files/{file}")
    assert given.data == data
    assert people.nobody.seen(f"/v1/files/{file}/record") == record
    assert record in people.nobody.seen("/v1/files", limit="200")["items"]


def test_it_is_given_out_to_be_saved_and_never_run(house: House, people: People) -> None:
    page = f"<script>alert({secrets.randbits(32)})</script>".encode()
    record = kept(people.lead, page)
    assert record["media_type"] == "text/plain"
    house.settled()
    headers = people.auditor.get(f"/v1/files/{record['id']}").headers
    assert headers["Content-Type"].partition(";")[0] == "text/plain"
    assert headers["Content-Disposition"] == f'attachment; filename="{record["id"][:16]}.txt"'
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Length"] == str(len(page))


def test_a_paper_is_read_by_whoever_reads_full_records_and_by_whoever_stored_it(
    house: House, people: People
) -> None:
    data = new(PDF)
    councillor, other = house.person("理事", "standing_board"), house.person("居民", "resident")
    kept(people.lead, data)
    house.settled()
    path = f"/v1/files/{digest(data)}"
    for who in (people.lead, people.treasurer, people.chair, people.auditor, councillor):
        assert who.get(path).data == data
    another_lead = house.person("别的负责人", "project_lead")
    for who in (another_lead, other, people.founder, people.nobody):
        refused = who.get(path)
        assert (refused.status_code, refused.json["code"]) == (403, "forbidden")
    assert other.seen(f"{path}/record")["public"] is False


def test_what_is_public_everybody_reads_until_it_turns_out_to_show_people(
    house: House, people: People
) -> None:
    data = new()
    kept(people.lead, data)
    kept(people.lead, data, public="true")
    house.settled()
    path = f"/v1/files/{digest(data)}"
    assert people.nobody.get(path).data == data
    assert people.nobody.seen(f"{path}/record")["public"] is True
    # Said again with less, nothing changes; and what shows people is for few, whatever was said before.
    assert sent(people.lead, data).status_code == 200
    assert people.nobody.get(path).data == data
    refused = sent(people.lead, new(), public="true", shows_people="true")
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (422, "file.shows_people")
    kept(people.lead, data, shows_people="true")
    house.settled()
    assert people.nobody.get(path).status_code == 403
    assert sent(people.lead, data, public="true").json["public"] is False
    assert people.nobody.get(path).status_code == 403


def test_the_same_file_once_more_is_kept_once(house: House, people: People) -> None:
    data, key = new(), house.key()
    first, again = (sent(people.lead, data, key) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json
    other = sent(people.treasurer, data)
    assert (other.status_code, other.json["id"]) == (200, digest(data))
    assert sent(people.lead, new(), key).json["code"] == "idempotency.key_reused"
    assert [name for name in names(house) if digest(data) in name] == [open_name("main", digest(data))]


def test_a_form_brings_one_too(people: People) -> None:
    data = new(PDF)
    answer = in_a_form(people.lead, file=data, shows_people=b"true", concerns=people.nobody.person.encode())
    assert answer.status_code == 201, answer.text
    assert (answer.json["id"], answer.json["concerns"]) == (digest(data), [people.nobody.person])
    refused = in_a_form(people.lead, shows_people=b"true")
    assert [one["field"] for one in refused.json["errors"]] == ["file"]
    refused = in_a_form(people.lead, file=data, paper=data)
    assert [one["field"] for one in refused.json["errors"]] == ["paper"]


def archive(*inside: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        for name in inside:
            out.writestr(name, f"<{secrets.token_hex(8)}/>")
    return made.getvalue()


@pytest.mark.parametrize("text", ["日期,金额\n".encode("gb18030"), "\ufeff日期,金额\n".encode()])
def test_text_is_told_by_its_content(people: People, text: bytes) -> None:
    answer = people.lead.post("/v1/files", text + secrets.token_hex(8).encode(), content_type="image/gif")
    assert (answer.status_code, answer.json.get("media_type")) == (201, "text/plain"), answer.text


def test_a_table_is_one_where_it_is_said_and_is_text(people: People) -> None:
    table = f"a,b\n{secrets.token_hex(8)},2\n".encode()
    assert people.lead.post("/v1/files", table, content_type="text/csv").json["media_type"] == "text/csv"
    image = people.lead.post("/v1/files", new(), content_type="text/csv")
    assert image.json["media_type"] == "image/jpeg"


def test_office_documents_are_taken_without_macros_and_other_archives_are_not(people: People) -> None:
    contents = "[Content_Types].xml"
    sheet = sent(people.lead, archive(contents, "xl/workbook.xml")).json["media_type"]
    assert sheet.endswith("spreadsheetml.sheet")
    document = sent(people.lead, archive(contents, "word/document.xml")).json["media_type"]
    assert document.endswith("document")
    macros = archive(contents, "xl/workbook.xml", "xl/vbaProject.bin")
    for other in (macros, archive(contents, "a.exe"), archive("xl/workbook.xml"), b"PK\x03\x04 broken"):
        refused = sent(people.lead, other)
        assert (refused.status_code, refused.json["code"]) == (415, "file.media_type")


@pytest.mark.parametrize(
    "data", [b"MZ\x90\x00\x03", b"\x7fELF\x02", b"GIF89a\x00\x01", b"\x00" * 20, b"a\x00b"]
)
def test_what_is_no_kind_of_paper_or_photo_is_not_kept(house: House, people: People, data: bytes) -> None:
    before = names(house)
    refused = sent(people.lead, data)
    assert (refused.status_code, refused.json["code"]) == (415, "file.media_type")
    assert names(house) == before


def test_nothing_and_too_much_are_refused(house: House, people: People) -> None:
    assert sent(people.lead, b"").json["code"] == "file.empty"
    before, bound = names(house), house.filing.bytes_max
    around = len(filled(PHOTO, b""))
    house.filing.bytes_max = 1 << 20
    try:
        largest = sent(people.lead, new(size=(1 << 20) - around))
        refused = sent(people.lead, new(size=(1 << 20) - around + 1))
        in_form = in_a_form(people.lead, file=new(size=1 << 20))
    finally:
        house.filing.bytes_max = bound
    assert largest.status_code == 201
    for answer in (refused, in_form):
        assert (answer.status_code, answer.json["code"]) == (413, "file.too_large")
        assert "1 MiB" in answer.json["detail"]
    assert len(names(house) - before) == 1


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"shows_people": "yes"}, "shows_people"),
        ({"concerns": "lady"}, "concerns"),
        ({"concerns": "per_0123456789abcdefghjk,per_0123456789abcdefghjk"}, "concerns"),
        ({"concerns": "per_0123456789abcdefghjk", "shows_people": "true"}, "concerns"),
        ({"dry_run": "1"}, "dry_run"),
        ({"name": "x"}, "name"),
    ],
)
def test_what_is_said_of_it_is_read_strictly(people: People, query: dict[str, str], field: str) -> None:
    refused = sent(people.lead, new(), **query)
    assert refused.status_code == 422, refused.text
    assert [one["field"] for one in refused.json["errors"]] == [field]


def test_who_is_named_is_seen_so_it_shows_people(people: People) -> None:
    refused = sent(people.lead, new(), concerns=people.nobody.person)
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (422, "file.shows_nobody")


def test_a_dry_run_keeps_nothing_and_says_what_would_be(house: House, people: People) -> None:
    before, data = names(house), new()
    tried = sent(people.lead, data, dry_run="true")
    assert (tried.status_code, tried.json["dry_run"], tried.json["id"]) == (200, True, digest(data))
    assert names(house) == before
    assert people.lead.get(f"/v1/files/{digest(data)}").status_code == 404


def test_who_may_not_file_learns_nothing_and_leaves_nothing(house: House, people: People) -> None:
    before = names(house)
    for who in (people.auditor, people.nobody):
        refused = sent(who, new())
        assert (refused.status_code, refused.json["code"]) == (403, "forbidden")
    assert names(house) == before


def test_what_is_not_there_is_not_found(people: People) -> None:
    for ref in ("0" * 64, "x", "A" * 64, "..%2f..%2fmembers.db"):
        for path in (f"/v1/files/{ref}", f"/v1/files/{ref}/record"):
            assert people.auditor.get(path).status_code == 404


class Full(FolderStore):
    """A disk that fails in the midst of it."""

    def keep(self, name: str, pieces: Any, size: int) -> None:
        with contextlib.suppress(OSError):  # cut off after the first piece
            super().keep(name, [next(iter(pieces))], size + 1)
        raise StoreDown("OSError")


def test_bytes_that_are_not_safe_make_no_fact(house: House, people: People) -> None:
    data, store, key = new(), house.filing.store, house.key()
    house.filing.store = Full(store.root)  # type: ignore[attr-defined]
    try:
        answer = sent(people.lead, data, key)
    finally:
        house.filing.store = store
    assert (answer.status_code, answer.json["code"]) == (503, "file.storage_down")
    assert people.nobody.get(f"/v1/files/{digest(data)}").status_code == 404
    assert sent(people.lead, data, key).status_code == 201


def test_a_file_that_was_changed_where_it_stands_is_given_to_nobody(house: House, people: People) -> None:
    for data, query in ((new(), {}), (new(), {"shows_people": "true"})):
        kept(people.lead, data, **query)
        house.settled()
        [name] = [name for name in names(house) if digest(data) in name]
        council, part, file = name.split("/")
        place = house.filing.store.root / council / part / file[:2] / file  # type: ignore[attr-defined]
        changed = bytearray(place.read_bytes())
        changed[len(changed) // 2] ^= 1
        place.write_bytes(changed)
        answer = people.chair.get(f"/v1/files/{digest(data)}")
        assert (answer.status_code, answer.json["code"]) == (503, "file.not_at_hand")
        place.unlink()
        assert people.chair.get(f"/v1/files/{digest(data)}").status_code == 503


def test_a_record_says_of_each_paper_whether_it_is_kept_here(house: House, people: People) -> None:
    data, outside = new(PDF), secrets.token_hex(32)
    kept(people.lead, data)
    body = {
        "amount": "1.00",
        "payee": {"name": "木工社", "kind": "organisation"},
        "purpose": "木料",
        "attachments": [outside, digest(data)],
    }
    gift = {"fund": "gz", "account": "bank", "amount": "100.00", "occurred_on": "2026-01-02"}
    people.treasurer.made("/v1/donations", {**gift, "donor": {"name": "孙八", "kind": "person"}})
    given = {"fund": "gz", "project": "bench", "amount": "50.00", "occurred_on": "2026-01-03"}
    house.settled()
    people.chair.made("/v1/allocations", given)
    house.settled()
    spending = people.lead.made("/v1/projects/bench/spending", body)
    shown = people.nobody.seen(f"/v1/spending/{spending['id']}", spending)
    here = {"file": digest(data), "kept": "here", "media_type": "application/pdf", "size": len(data)}
    assert shown["papers"] == [{"file": outside, "kept": "outside"}, here]


def test_names_come_from_us_alone(house: House) -> None:
    for name in ("main/open/../../x", "main/open/abc", "../main/open/" + "0" * 64, "main/people/" + "0" * 64):
        with pytest.raises(ValueError, match="no name"):
            house.filing.store.keep(name, [b"x"], 1)
    assert all(isinstance(one, Kept) for one in house.filing.store.kept("main"))
    assert isinstance(house.filing, Filing)

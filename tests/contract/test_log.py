"""One suite for every log: SQLite, PostgreSQL, memory."""

from __future__ import annotations

import shutil
import sqlite3
import traceback
from pathlib import Path
from typing import Never

import pytest
from support.storage import MAIN, any_log, postgresql_log, sqlite_log

from kernel.db import Database, StorageFault
from kernel.errors import CouncilUnknown
from kernel.log import Entry, Head, Log, Remembered, VaultRow
from kernel.merkle import Range, leaf_hash
from kernel.sealed import Opening, commitment
from kernel.sql_log import SqlLog

log = any_log
__all__ = ["postgresql_log", "sqlite_log"]  # fixtures


def entry(position: int, subject: str = "a") -> Entry:
    return Entry(position, subject, "t.v1", f'{{"n":{position}}}'.encode())


def append(
    log: Log, *entries: Entry, commands: tuple[Remembered, ...] = (), vault: tuple[VaultRow, ...] = ()
) -> Head:
    with log.writing(MAIN) as tx:
        head = Head(tx.head.range.extend(leaf_hash(e.body) for e in entries), "2026-01-01T00:00:00.000000Z")
        tx.append(head, entries, commands, vault)
    return head


def opening(text: str, salt: bytes) -> Opening:
    return Opening(commitment(salt, text).sealed, salt, text)


def test_a_council_is_founded_once_and_keeps_its_vault_key(log: Log) -> None:
    key = log.vault_key(MAIN)
    log.found(MAIN)
    assert log.vault_key(MAIN) == key
    assert len(key) == 32
    assert log.heads() == {MAIN: Head(Range())}


def test_an_unknown_council_has_no_head_and_is_not_written_to(log: Log) -> None:
    assert log.head("other") is None
    with pytest.raises(CouncilUnknown), log.writing("other"):
        pass
    with pytest.raises(CouncilUnknown):
        log.page("other", 0, 10)
    with pytest.raises(CouncilUnknown):
        log.vault_key("other")


def test_what_was_appended_is_read_back_in_order_with_its_head(log: Log) -> None:
    head = append(log, entry(1), entry(2, "b"), entry(3))
    assert log.head(MAIN) == head
    assert log.page(MAIN, 0, 10) == (head, [entry(1).body, entry(2).body, entry(3).body])
    assert log.page(MAIN, 1, 1) == (head, [entry(2).body])
    assert log.page(MAIN, 3, 10) == (head, [])
    assert log.page(MAIN, 9, 10) == (head, [])
    assert log.subject(MAIN, "a") == [entry(1).body, entry(3).body]


def test_a_failed_transaction_leaves_nothing(log: Log) -> None:
    with pytest.raises(RuntimeError), log.writing(MAIN) as tx:  # noqa: PT012 - the block must leave nothing
        tx.append(Head(tx.head.range.append(leaf_hash(b"x")), "t"), [entry(1)], [], [])
        tx.move_cursor("funds", Range(1, (b"\x01" * 32,)))
        raise RuntimeError
    assert log.page(MAIN, 0, 10) == (Head(Range()), [])
    assert log.cursor(MAIN, "funds") == Range()


def test_a_command_is_found_again_by_its_id(log: Log) -> None:
    done = Remembered("c1", "f1", 1, 2)
    append(log, entry(1), entry(2), commands=(done,))
    with log.writing(MAIN) as tx:
        assert tx.remembered(["c0", "c1"]) == {"c1": done}
        assert tx.remembered([f"x{i}" for i in range(1200)] + ["c1"]) == {"c1": done}
        assert tx.bodies(0, 2) == [entry(1).body, entry(2).body]
        assert tx.subject("a") == [entry(1).body, entry(2).body]


def test_a_cursor_keeps_how_far_a_source_was_noted(log: Log) -> None:
    reached = Range().extend([b"\x01" * 32, b"\x02" * 32, b"\x03" * 32])
    with log.writing(MAIN) as tx:
        assert tx.cursor("funds") == Range()
        tx.move_cursor("funds", Range(1, (b"\x09" * 32,)))
    with log.writing(MAIN) as tx:
        tx.move_cursor("funds", reached)
        tx.move_cursor("members", Range())
    with log.writing(MAIN) as tx:
        assert tx.cursor("funds") == reached
    assert log.cursor(MAIN, "funds") == reached
    assert log.cursors() == {MAIN: {"funds": reached, "members": Range()}}


def test_what_the_relay_published_is_kept(log: Log) -> None:
    assert log.published(MAIN) == Range()
    reached = Range(2, (b"\x02" * 32,))
    log.move_published(MAIN, reached)
    assert log.published(MAIN) == reached


def test_who_publishes_alone_may_do_so_again(log: Log) -> None:
    with log.relaying(MAIN) as alone:
        assert alone
    with log.relaying(MAIN) as again:
        assert again


@pytest.mark.servers
def test_while_one_process_publishes_a_council_no_other_does(postgresql_log: SqlLog) -> None:
    with postgresql_log.relaying(MAIN) as alone:
        assert alone
        with postgresql_log.relaying(MAIN) as other, postgresql_log.relaying("elsewhere") as elsewhere:
            assert not other
            assert elsewhere
    with postgresql_log.relaying(MAIN) as again:
        assert again


def test_erasing_a_person_takes_every_opening_that_concerns_them(log: Log) -> None:
    hers, theirs, his = (opening(text, bytes([n]) * 32) for n, text in enumerate(("甲", "both", "𠮷")))
    rows = (VaultRow(hers, ("per_a",)), VaultRow(theirs, ("per_a", "per_b")), VaultRow(his, ("per_b",)))
    append(log, entry(1), vault=rows)
    digests = [hers.sealed, theirs.sealed, his.sealed]
    assert set(log.openings(MAIN, digests)) == set(digests)
    with log.writing(MAIN) as tx:
        tx.erase("per_a")
    assert log.openings(MAIN, digests) == {his.sealed: his}


def test_a_secret_is_told_to_the_service_alone_and_goes_with_the_person(log: Log) -> None:
    plain, secret = opening("甲", b"\x06" * 32), opening("$argon2id$...", b"\x07" * 32)
    rows = (VaultRow(plain, ("per_a",)), VaultRow(secret, ("per_a",), secret=True))
    append(log, entry(1), vault=rows)
    assert log.openings(MAIN, [plain.sealed, secret.sealed]) == {plain.sealed: plain}
    assert (log.secret(MAIN, secret.sealed), log.secret(MAIN, plain.sealed)) == (secret, None)
    with log.writing(MAIN) as tx:
        tx.erase("per_a")
    assert log.secret(MAIN, secret.sealed) is None


def test_what_is_decided_may_be_told_by_what_the_vault_holds_under_the_lock_but_not_by_secrets(
    log: Log,
) -> None:
    plain, secret = opening("木工社", b"\x08" * 32), opening("$argon2id$...", b"\x09" * 32)
    append(log, entry(1), vault=(VaultRow(plain, ("per_a",)), VaultRow(secret, ("per_a",), secret=True)))
    with log.writing(MAIN) as tx:
        assert tx.openings([plain.sealed, secret.sealed, "0" * 64]) == {plain.sealed: plain}


def test_many_events_and_openings_fit_into_one_append(log: Log) -> None:
    rows = tuple(VaultRow(opening(f"t{n}", n.to_bytes(32, "big")), (f"per_{n}",)) for n in range(1100))
    head = append(log, *(entry(n) for n in range(1, 1101)), vault=rows)
    assert head.position == 1100
    assert len(log.openings(MAIN, [row.opening.sealed for row in rows])) == 1100


def test_no_byte_of_what_was_erased_stays_in_a_file(sqlite_log: SqlLog, tmp_path: Path) -> None:
    """PostgreSQL keeps its own files: docs/deploying.md says for how long."""
    name = "欧阳震华的心意"
    append(sqlite_log, entry(1), vault=(VaultRow(opening(name, b"s" * 32), ("per_a",)),))
    assert any(name.encode() in file.read_bytes() for file in tmp_path.iterdir())
    with sqlite_log.writing(MAIN) as tx:
        tx.erase("per_a")
    assert not [file.name for file in tmp_path.iterdir() if name.encode() in file.read_bytes()]


NAME = "欧阳震华的心意"


def left_in(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir() if NAME.encode() in file.read_bytes()]


def erase(log: Log) -> None:
    with log.writing(MAIN) as tx:
        tx.erase("per_a")


def test_who_is_killed_right_after_an_erasure_was_committed_leaves_no_byte_of_it_once_started_again(
    sqlite_log: SqlLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(sqlite_log, entry(1), vault=(VaultRow(opening(NAME, b"s" * 32), ("per_a",)),))
    after = tmp_path / "after"

    def killed(_: Database) -> bool:
        after.mkdir()
        for file in tmp_path.glob("log.db*"):
            shutil.copy(file, after)
        return True

    with monkeypatch.context() as patch:
        patch.setattr(Database, "_empty_wal", killed)
        erase(sqlite_log)
    assert left_in(after)
    again = Database(f"sqlite:///{after}/log.db")
    SqlLog(again).move_published(MAIN, Range())  # as the relay does with what it finds unpublished
    assert not left_in(after)
    again.close()


def test_an_erasure_that_cannot_be_cut_off_at_once_is_done_all_the_same_and_cut_off_later(
    sqlite_log: SqlLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = opening(NAME, b"s" * 32)
    append(sqlite_log, entry(1), vault=(VaultRow(kept, ("per_a",)),))

    def full(*_: object, **__: object) -> Never:
        raise sqlite3.OperationalError("unable to open database file")

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", full)
        erase(sqlite_log)
    assert sqlite_log.openings(MAIN, [kept.sealed]) == {}
    assert left_in(tmp_path)
    append(sqlite_log, entry(2))
    assert not left_in(tmp_path)


@pytest.mark.servers
def test_a_fault_says_what_it_was_and_nothing_of_what_the_row_held(postgresql_log: SqlLog) -> None:
    held = Entry(1, NAME, None, b"{}")  # type: ignore[arg-type]
    with pytest.raises(StorageFault) as fault:
        append(postgresql_log, held)
    assert str(fault.value) == "IntegrityError 23502 events type"
    told = "".join(traceback.format_exception(fault.value))
    assert "tx.append" in told  # where it came from
    assert NAME not in told

"""Files held against their hashes, as `fsck` holds events against theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cli.host.files import files_of, record_of
from cli.host.fsck import Fault
from gateway.files.filing import Filing, NotAtHand, name_of
from gateway.files.stores import Store, file_of
from kernel.db import Database
from kernel.sql_log import SqlLog
from services.projects.events.files import FileStored


def check_files(projects: Database, store: Store, told: Callable[[str], None]) -> Iterator[Fault]:
    """Every file against its hash; of what is erased nothing may stand. Raises: StoreDown."""
    log, filing = SqlLog(projects), Filing(store)
    for council in log.heads():
        where = f"files of {council}"
        told(where)
        # Before the log is read: a file that comes meanwhile is no fault, nor one that goes.
        there = [one.name for one in store.kept(council)]
        files = files_of(projects, council)
        for name in there:
            if file_of(name) in files.erased:
                yield Fault("files.still_there", where, name)
        wrong = [
            (fact, code)
            for fact in files.stored.values()
            if (code := _wrong_with(log, filing, council, fact)) is not None
        ]
        gone = files_of(projects, council).erased if wrong else frozenset()
        for fact, code in wrong:
            if fact.file not in gone:  # or erased while we looked
                yield Fault(code, where, name_of(council, record_of(fact)))


def _wrong_with(log: SqlLog, filing: Filing, council: str, fact: FileStored) -> str | None:
    """The code of what is wrong with the bytes of a file."""
    key = None
    if fact.sealed_key is not None:
        digest = fact.sealed_key.sealed
        opening = log.openings(council, [digest]).get(digest)
        if opening is None:
            return "files.no_key"
        key = bytes.fromhex(opening.text)
    try:
        filing.verified(council, record_of(fact), key).close()
    except NotAtHand:
        return "files.differs"
    return None

"""What must not stay: files that show somebody who is erased, and copies that were replaced.

Acts on what the ledger's records say alone: bytes that no record names are left, and `gongzhi fsck` tells of
them. Asked again and again, so that a crash between an erasure and its sweep delays it and no more.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

import structlog

from gateway.files.filing import name_of
from gateway.files.stores import Kept, Store, StoreDown, file_of, open_name
from gateway.heads import Heads
from gateway.reading import Reading
from kernel.clock import Clock
from kernel.db import StorageFault
from kernel.errors import Unavailable

EVERY_S: Final = 5.0
"""How often it is asked whether somebody was erased."""
ALL_EVERY_S: Final = 3600.0
REPLACED_AFTER: Final = timedelta(days=1)
"""A copy whose fact is not written yet, or not here yet, is no copy that was replaced."""
PAGE: Final = 200
BEHIND_S: Final = 2.0

_log = structlog.get_logger(__name__)


class Sweeper:
    """One process's. Any number may sweep the same store."""

    def __init__(self, books: Reading, heads: Heads, store: Store, clock: Clock) -> None:
        self._books = books
        self._heads = heads
        self._store = store
        self._clock = clock
        self._swept: set[tuple[str, str]] = set()
        """(council, file) of erased ones that this process has seen to: the next one sweeps them again."""
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Sweep from now on, in a thread of its own."""
        self._thread = threading.Thread(target=self._run, name="files", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End it."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(BEHIND_S)

    def _run(self) -> None:
        due = self._clock.monotonic()
        while not self._stop.is_set():
            self._guarded(self.sweep_erased)
            if self._clock.monotonic() >= due and self._guarded(self.sweep_replaced):
                due = self._clock.monotonic() + ALL_EVERY_S
            self._stop.wait(EVERY_S)

    def _guarded(self, sweep: Callable[[], None]) -> bool:
        try:
            sweep()
        except (StoreDown, StorageFault, Unavailable) as fault:
            _log.warning("files.not_swept", kind=type(fault).__name__)
            return False
        return True

    def sweep_erased(self) -> None:
        """Every copy of what showed somebody who is erased. Raises: StoreDown, StorageFault, Unavailable."""
        for council in self._books.councils():
            gone = {file for file in self._erased(council) if (council, file) not in self._swept}
            if not gone:
                continue
            # By listing: a file may have been kept more than once, under other names.
            for one in self._store.kept(council):
                if file_of(one.name) in gone:
                    self._drop(one)
            self._swept |= {(council, file) for file in gone}

    def sweep_replaced(self) -> None:
        """Copies of known files that are not the one in force. Raises: as `sweep_erased`."""
        for council in self._books.councils():
            current = self._is_current(council)
            for one in self._store.kept(council):
                record = self._books.record(council, "file", file_of(one.name))
                if record is not None and self._is_replaced(council, one, record, current=current):
                    self._drop(one)

    def _is_replaced(self, council: str, one: Kept, record: Mapping[str, Any], *, current: bool) -> bool:
        if one.name == open_name(council, record["id"]) and record["shows_people"]:
            return True
        if one.name == name_of(council, record):
            return False
        return current and self._clock.now() - one.since > REPLACED_AFTER

    def _erased(self, council: str) -> set[str]:
        found, after = set[str](), None
        while True:
            page = self._books.records(council, "file", filters={"status": "erased"}, limit=PAGE, after=after)
            found |= {record["id"] for record in page.items}
            if (after := page.next) is None:
                return found

    def _is_current(self, council: str) -> bool:
        head = self._heads.head("projects", council)
        return head is not None and self._books.wait_for(council, {"projects": head}, BEHIND_S)

    def _drop(self, one: Kept) -> None:
        self._store.drop(one.name)
        _log.info("files.dropped", name=one.name)

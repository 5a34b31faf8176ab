"""Whether a party that a body names by its id is there: money is recorded in nobody's name.

The services know no parties, only who of them is hidden or erased; the ledger has a record of each.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Final

from gateway.heads import Heads
from gateway.reading import Reading

REMEMBERED_MAX: Final = 100_000
"""A party once there is there for ever, hidden or erased as it may be."""


ASKED_AT_ONCE: Final = 200
"""Names that the books fetch for one question."""


class Parties:
    """Remembers whom it has seen. Any thread may ask."""

    def __init__(self, books: Reading, heads: Heads, new_s_max: float) -> None:
        self._books = books
        self._heads = heads
        self._new_s_max = new_s_max
        self._lock = threading.Lock()
        self._seen: OrderedDict[tuple[str, str], None] = OrderedDict()

    def unknown(self, council: str, ids: Iterable[str]) -> set[str]:
        """Those of `ids` that are no party of the council.

        Who was registered a moment ago counts: once, and bounded, the ledger is waited for.
        """
        missing = {one for one in ids if (council, one) not in self._seen}
        if missing and (missing := self._look(council, missing)):
            head = self._heads.head("members", council)
            if head is not None and self._books.wait_for(council, {"members": head}, self._new_s_max):
                missing = self._look(council, missing)
        return missing

    def called(self, council: str, ids: Iterable[str]) -> Mapping[str, str | None]:
        """What parties are called; None: nobody may say, for it is hidden, erased or was never told.

        Missing: who is not known here, or whose name cannot be had just now.
        """
        wanted = sorted({*ids})
        missing = self.unknown(council, wanted)
        found: dict[str, str | None] = {}
        for start in range(0, len(wanted), ASKED_AT_ONCE):
            asked = [one for one in wanted[start : start + ASKED_AT_ONCE] if one not in missing]
            for party, name in self._books.names(council, asked).items():
                untold = name.hidden or name.publish_as == "anonymous"
                if name.text is not None or untold:
                    found[party] = name.text
        return found

    def _look(self, council: str, wanted: set[str]) -> set[str]:
        found = self._books.names(council, wanted).keys()
        with self._lock:
            self._seen.update(((council, one), None) for one in found)
            while len(self._seen) > REMEMBERED_MAX:
                self._seen.popitem(last=False)
        return wanted - found

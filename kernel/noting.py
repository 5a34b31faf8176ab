"""Where a service's follower puts what it took: into the writer, which moves the cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kernel.clock import Seconds
from kernel.log import Log
from kernel.merkle import Range

Note = Callable[[str, str, int, Sequence[bytes], Seconds | None], None]
"""(council, source, after, bodies, within_s): `Desk.note`."""


class NotingSink:
    """Of one source."""

    def __init__(self, log: Log, note: Note, source: str) -> None:
        self._log = log
        self._note = note
        self._source = source

    def cursor(self, council: str) -> Range:
        return self._log.cursor(council, self._source)

    def take(
        self, council: str, after: int, bodies: Sequence[bytes], within_s: Seconds | None = None
    ) -> None:
        self._note(council, self._source, after, bodies, within_s)

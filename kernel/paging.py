"""Pages of a service's logs for those who follow them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from kernel.lane import Lane
from kernel.log import Log
from kernel.merkle import Range, leaf_hash

RANGE_MAX: Final = 4_000
"""How many events are read and hashed at most to tell a root."""


class Pages:
    """Reads the log; what the writers know of it tells the roots."""

    def __init__(self, log: Log, lanes: Mapping[str, Lane]) -> None:
        self._log = log
        self._lanes = lanes
        self._served: dict[str, tuple[str, Range]] = {}
        """council -> the witness, and the range at the end of the last page that did not reach the head."""

    def read(self, council: str, after: int, limit: int) -> dict[str, Any]:
        """{"position", "root", "events"}: the head of the log, and stored bytes (as text) behind `after`.

        A page that does not reach the head carries "before" too, the position and root behind which it is,
        where that is known here: who followed another log than this one then takes nothing of it.
        Raises: CouncilUnknown, StorageFault.
        """
        head, bodies = self._log.page(council, after, limit)
        page = {"position": head.position, "root": head.root, "events": [body.decode() for body in bodies]}
        if after + len(bodies) == head.position:
            return page
        before = self._range_at(council, after, head.witness)
        if before is not None:
            page["before"] = {"position": after, "root": before.root().hex()}
            self._served[council] = head.witness, before.extend(map(leaf_hash, bodies))
        return page

    def _range_at(self, council: str, position: int, witness: str) -> Range | None:
        """The range over the first events of our log; None where no writer of ours has read this very log."""
        lane = self._lanes.get(council)
        if lane is None or not (lane.may_write.is_set() and lane.writer.is_vouched(witness)):
            return None
        # Who reads page after page goes on where the last one ended: nothing is read twice for them.
        served = self._served.get(council)
        if served is not None and (served[0], served[1].size) == (witness, position):
            return served[1]
        known = lane.writer.milestone(position)
        if position - known.size > RANGE_MAX:
            return None
        _, bodies = self._log.page(council, known.size, position - known.size)
        return known.extend(map(leaf_hash, bodies))

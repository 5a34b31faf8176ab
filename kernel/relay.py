"""From the log to the broker: every event at least once, in order, as CloudEvents 1.0 batches.

A message is a doorbell that carries the bytes; followers trust the log, so a lost message loses nothing.
The stored position moves after the broker confirmed: a crash between the two publishes again, never skips.
"""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import orjson
import structlog

from kernel.bus import BusDown
from kernel.clock import Clock
from kernel.codec import decode_envelope
from kernel.db import StorageFault
from kernel.errors import CouncilUnknown, Halted
from kernel.log import Log
from kernel.merkle import Range, leaf_hash

_log = structlog.get_logger(__name__)
BATCH: Final = 500
SWEEP_S: Final = 1.0
REST_S: Final = 0.05
"""After a publication: what is committed meanwhile goes together, for each message costs every follower a
transaction. The first after a quiet moment goes at once."""
AGAIN_S: Final = 0.05


@dataclass(frozen=True, slots=True)
class Message:
    """A run of one council's events behind position `after`; `root` is the log's root there (hex)."""

    service: str
    council: str
    after: int
    root: str
    bodies: Sequence[bytes]


def encode_message(message: Message) -> bytes:
    """A CloudEvents batch; the extension `rootbefore` of the first event holds the root."""
    batch: list[dict[str, Any]] = []
    for position, body in enumerate(message.bodies, message.after + 1):
        envelope = decode_envelope(body)
        event = {
            "specversion": "1.0",
            "id": f"{message.service}/{message.council}/{position}",
            "source": f"/gongzhi/{message.service}/{message.council}",
            "type": envelope.type,
            "subject": envelope.subject,
            "time": envelope.recorded_at,
            "datacontenttype": "application/json",
            "data_base64": base64.b64encode(body).decode(),
        }
        if not batch:
            event["rootbefore"] = message.root
        batch.append(event)
    return orjson.dumps(batch)


def decode_message(raw: bytes) -> Message:
    """The inverse. Raises: ValueError for what is no such batch."""
    try:
        batch = orjson.loads(raw)
        service, council, position = batch[0]["id"].split("/")
        bodies = [base64.b64decode(event["data_base64"]) for event in batch]
        return Message(service, council, int(position) - 1, batch[0]["rootbefore"], bodies)
    except (LookupError, TypeError, AttributeError) as error:
        raise ValueError("not a batch of events") from error


class Relay:
    """Publishes one service's logs. `step` is one batch of one council; `run` is its thread."""

    def __init__(self, service: str, log: Log, publish: Callable[[str, bytes], None], clock: Clock) -> None:
        self._service = service
        self._log = log
        self._publish = publish
        self._clock = clock
        self._wake = threading.Event()
        self._stopping = False
        self._again = False
        self.lag: dict[str, int] = {}
        """Events of each council that wait to be published."""
        self.stopped: dict[str, str] = {}
        """council -> why nothing of it is published; the next sweep looks again."""
        self.waiting_for: str | None = None

    def step(self, council: str) -> int:
        """Publish the next batch of `council`; how many events it held.

        Raises: BusDown, StorageFault; CouncilUnknown or Halted while the log is not whole.
        """
        with self._log.relaying(council) as alone:
            if not alone:
                # Another process publishes this log just now, perhaps without what we have only just written.
                self._again = True
                return 0
            return self._publish_next(council)

    def _publish_next(self, council: str) -> int:
        reached = self._log.published(council)
        head, bodies = self._log.page(council, reached.size, BATCH)
        self.lag[council] = head.position - reached.size
        if head.position < reached.size:
            # The log was restored to an older moment: followers will find out by roots; publish from there.
            reached = self._range_of(council, head.position)
            self._log.move_published(council, reached)
            return 0
        if not bodies:
            return 0
        message = Message(self._service, council, reached.size, reached.root().hex(), bodies)
        self._publish(f"{self._service}.{council}", encode_message(message))
        self._log.move_published(council, reached.extend(map(leaf_hash, bodies)))
        self.lag[council] -= len(bodies)
        return len(bodies)

    def _range_of(self, council: str, size: int) -> Range:
        reached = Range()
        while reached.size < size:
            _, bodies = self._log.page(council, reached.size, BATCH)
            if not bodies:
                raise Halted(f"the log of {council} has none after {reached.size}: restore them")
            reached = reached.extend(map(leaf_hash, bodies[: size - reached.size]))
        return reached

    def sweep(self) -> int:
        """Publish everything that waits, one batch of each council in turn; how many events there were."""
        waiting, total = list(self._log.heads()), 0
        while waiting and not self._stopping:
            published = {council: self._tried(council) for council in waiting}
            # Less than a batch was all there was; what is committed meanwhile wakes us again.
            waiting = [council for council, events in published.items() if events == BATCH]
            total += sum(published.values())
        return total

    def _tried(self, council: str) -> int:
        """As `step`; a log that is not whole keeps no other council's waiting."""
        try:
            published = self.step(council)
        except (CouncilUnknown, Halted) as why:
            if council not in self.stopped:
                _log.error("relay.stopped", service=self._service, council=council, why=str(why))
            self.stopped[council] = str(why)
            return 0
        self.stopped.pop(council, None)
        return published

    def wake(self) -> None:
        """Something was committed."""
        self._wake.set()

    def stop(self) -> None:
        """End the thread after the batch in hand."""
        self._stopping = True
        self._wake.set()

    def run(self) -> None:
        """Sweep after each commit, and on a timer in case a waking was lost."""
        while not self._stopping:
            self._wake.wait(AGAIN_S if self._again else SWEEP_S)
            self._wake.clear()
            self._again = False
            try:
                if self.sweep():
                    self._clock.sleep(REST_S)
                self.waiting_for = None
            except BusDown:
                self._rest("broker")
            except StorageFault:
                self._rest("database")

    def _rest(self, missing: str) -> None:
        if self.waiting_for != missing:
            _log.warning("relay.waiting", service=self._service, missing=missing)
        self.waiting_for = missing
        self._clock.sleep(0.5)

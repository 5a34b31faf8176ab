"""What the kernel's plain threads need of a broker, and what they may meet when it is away.

Exception
├── BusDown             nothing was handed over, or nobody knows whether it was
│   └── NobodyListens   surely not carried out: no queue takes calls for that service
├── CallTimedOut        the request went out and no answer came in time: outcome unknown
└── RemoteFailure       the other side answered with an exception: a defect there, not a refusal
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

__all__ = ["Bus", "BusDown", "CallTimedOut", "NobodyListens", "RemoteFailure"]


class BusDown(Exception):  # noqa: N818 - an outage is a state of the world, named as such
    """The broker cannot be reached. A message may or may not have been taken by it."""


class NobodyListens(BusDown):
    """The broker took the call and has no queue for that service: it was surely not carried out."""


class CallTimedOut(Exception):  # noqa: N818 - see BusDown
    """No answer within the bound. The call may have been carried out, or may still be (until it expires)."""

    def __init__(self, service: str, method: str, timeout_s: float) -> None:
        super().__init__(service, method, str(timeout_s))


class RemoteFailure(Exception):  # noqa: N818 - see BusDown
    """The called method raised `kind`; refusals are plain data in an answer and never come this way."""

    def __init__(self, service: str, method: str, kind: str, text: str) -> None:
        super().__init__(service, method, kind, text)

    @property
    def kind(self) -> str:
        """The class name of what was raised over there."""
        return str(self.args[2])


class Bus(Protocol):
    """The broker, as seen by writer, relay, followers and appender. Safe from any (green) thread."""

    def publish(self, topic: str, body: bytes) -> None:
        """Hand `body`, a CloudEvents batch, to the exchange of logs under `topic` (`<service>.<council>`).

        Returns when the broker has confirmed it. Raises: BusDown after a few seconds without one.
        """

    def call(self, service: str, method: str, /, *args: Any, timeout_s: float) -> Any:
        """What `service.method(*args)` answered: plain JSON data.

        Takes `timeout_s` seconds at most. Raises: CallTimedOut, BusDown, NobodyListens, RemoteFailure.
        """

    def subscribe(self, queue: str, topics: Sequence[str], handler: Callable[[bytes], None]) -> None:
        """Hand every message for `topics` to `handler`, one at a time, in a thread of its own.

        The queue is durable and has one active consumer however many processes subscribe. A message is
        acked once the handler is through, also when it raised: the log is the truth, not the message.
        """

    @property
    def up(self) -> bool:
        """Whether the broker is connected right now."""

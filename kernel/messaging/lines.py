"""Publishing: a few connections with publisher confirms, shared by all threads, every wait bounded."""

from __future__ import annotations

import logging
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from typing import Any

import eventlet
import eventlet.patcher
from amqp.exceptions import AMQPError
from kombu.connection import Connection
from kombu.entity import Exchange
from kombu.exceptions import KombuError

from kernel.bus import BusDown, NobodyListens

__all__ = ["CONNECT_S", "LINE_ERRORS", "LOGS", "RPC", "Lines", "bounded"]

_log = logging.getLogger(__name__)

LOGS = Exchange("gongzhi.logs", type="topic", durable=True)
RPC = Exchange("nameko-rpc", type="topic", durable=True)

# What a dying broker can make py-amqp raise; it says itself that a lost connection sometimes shows as an
# AttributeError, and a frame cut in half as a struct.error.
LINE_ERRORS = (OSError, AMQPError, KombuError, AttributeError, struct.error)

CONNECT_S = 5.0
_PAUSE_S = 0.25
_TRANSIENT, _PERSISTENT = 1, 2


def bounded(seconds: float) -> AbstractContextManager[object]:
    """Raise TimeoutError in this green thread after `seconds`.

    eventlet's sockets do not know SO_SNDTIMEO and SO_RCVTIMEO, which bound the same waits in plain threads.
    """
    if not eventlet.patcher.is_monkey_patched("socket"):
        return nullcontext()
    timeout: AbstractContextManager[object] = eventlet.Timeout(seconds, TimeoutError("the broker is silent"))
    return timeout


class Line:
    """One connection and one channel in confirm mode, used by one thread at a time."""

    def __init__(self, uri: str) -> None:
        options = {"confirm_publish": True, "read_timeout": CONNECT_S, "write_timeout": CONNECT_S}
        self.connection = Connection(uri, connect_timeout=CONNECT_S, transport_options=options)
        self.connection.ensure_connection(max_retries=0)
        self.channel = self.connection.channel()
        self.returned = False
        self.channel.events["basic_return"].add(self._note_return)
        for exchange in (LOGS, RPC):
            exchange(self.channel).declare()

    def _note_return(self, *_: Any) -> None:
        """A returned message comes before its confirm, so the flag stands when `basic_publish` returns."""
        self.returned = True

    def publish(self, body: bytes, destination: tuple[str, str], mandatory: bool, properties: Any) -> bool:
        """Whether any queue took it (always true unless `mandatory`)."""
        properties = dict(properties)
        content_type, encoding = properties.pop("content_type"), properties.pop("content_encoding")
        message = self.channel.prepare_message(body, None, content_type, encoding, None, properties)
        self.returned = False
        exchange, routing_key = destination
        self.channel.basic_publish(
            message,
            exchange=exchange,
            routing_key=routing_key,
            mandatory=mandatory,
            timeout=CONNECT_S,
            confirm_timeout=CONNECT_S,
        )
        return not self.returned

    def close(self) -> None:
        with suppress(*LINE_ERRORS), bounded(1.0):
            # Not `release`: that would wait for a dead broker's farewell.
            self.connection.collect()


class Lines:
    """A small pool of lines. `clock` is monotonic, in seconds."""

    def __init__(self, uri: str, most: int = 16, clock: Callable[[], float] = time.monotonic) -> None:
        self._uri = uri
        self._idle: list[Line] = []
        self._slots = threading.BoundedSemaphore(most)
        self._clock = clock
        self._end = float("inf")

    def publish(
        self,
        exchange: Exchange,
        routing_key: str,
        body: bytes,
        *,
        bound_s: float,
        persistent: bool,
        mandatory: bool = False,
        **properties: Any,
    ) -> None:
        """Publish and wait for the confirm, again and again on new connections until `bound_s` is over.

        So a message may arrive twice. Raises: BusDown; NobodyListens if `mandatory` and nobody is bound.
        """
        properties["delivery_mode"] = _PERSISTENT if persistent else _TRANSIENT
        deadline = self._clock() + bound_s
        while True:
            left_s = min(deadline, self._end) - self._clock()
            try:
                with bounded(max(left_s, 0.05)), self._line(left_s) as line:
                    routed = line.publish(body, (exchange.name, routing_key), mandatory, properties)
            except LINE_ERRORS as error:
                if left_s <= _PAUSE_S:
                    raise BusDown(f"{type(error).__name__}: {error}") from error
                time.sleep(_PAUSE_S)
                continue
            if not routed:
                raise NobodyListens(routing_key)
            return

    @contextmanager
    def _line(self, wait_s: float) -> Iterator[Line]:
        if not self._slots.acquire(timeout=max(wait_s, 0)):
            raise TimeoutError("every line to the broker is taken")
        line = None
        try:
            line = self._idle.pop() if self._idle else Line(self._uri)
            yield line
        except BaseException:
            # In the midst of a conversation: nobody can go on with this line, and its sisters are
            # most likely dead as well.
            if line is not None:
                self._drop(line)
            raise
        else:
            self._idle.append(line)
        finally:
            self._slots.release()

    def _drop(self, line: Line) -> None:
        dead, self._idle = [line, *self._idle], []
        for each in dead:
            each.close()

    def hurry(self, seconds: float) -> None:
        """From now on nobody waits for the broker longer than `seconds` from now: the process is ending."""
        self._end = self._clock() + seconds

    def close(self) -> None:
        idle, self._idle = self._idle, []
        for line in idle:
            with suppress(*LINE_ERRORS), bounded(1.0):
                line.connection.release()

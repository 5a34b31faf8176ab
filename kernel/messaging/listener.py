"""Consuming: one queue, read in a thread of its own, that reconnects for ever."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from kombu.connection import Connection
from kombu.entity import Queue

from kernel.errors import frames_of
from kernel.messaging.lines import CONNECT_S, LINE_ERRORS, bounded

__all__ = ["Listener", "body_of"]

_log = logging.getLogger(__name__)

_PAUSE_S = 0.5
_TICK_S = 0.5
_COMPLAIN_EVERY_S = 30.0


def body_of(message: Any) -> bytes:
    """The bytes as they were sent; py-amqp hands text over when the sender named an encoding."""
    body = message.body
    return body.encode() if isinstance(body, str) else bytes(body)


class Listener:
    """Calls `on_message` for each message of `queue`, which must not block: the thread keeps the heartbeat.

    `on_defect` hears of an exception that is not the broker's; the thread is over then, so it must end the
    process rather than let it go on deaf.
    """

    def __init__(
        self,
        uri: str,
        queue: Queue,
        on_message: Callable[[Any], None],
        *,
        prefetch: int = 0,
        no_ack: bool = False,
        heartbeat_s: int = 20,
        on_defect: Callable[[BaseException], None] | None = None,
    ) -> None:
        self._uri, self._queue, self._on_message = uri, queue, on_message
        self._prefetch, self._no_ack, self._heartbeat_s = prefetch, no_ack, heartbeat_s
        self._on_defect = on_defect
        self._stopping, self._draining = threading.Event(), threading.Event()
        # A heartbeat and an ack come from two threads and must not mix their frames.
        self._writing = threading.Lock()
        self._complained_at = float("-inf")
        self.up = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"listen {queue.name}", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def drain(self) -> None:
        """Take no more, within half a second; what was taken can still be acked."""
        self._draining.set()

    def leave(self) -> None:
        """Begin to stop."""
        self._stopping.set()

    def stop(self, bound_s: float = 5.0) -> None:
        """End the connection: what is not acked goes back to the queue."""
        self.leave()
        if self._thread.is_alive():
            self._thread.join(bound_s)

    def ack_message(self, message: Any) -> None:
        """Ack, unless the connection is gone: then the broker has taken the message back already."""
        with self._writing, suppress(*LINE_ERRORS):
            if message.channel.connection:
                message.ack()

    def requeue_message(self, message: Any) -> None:
        with self._writing, suppress(*LINE_ERRORS):
            if message.channel.connection:
                message.requeue()

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                try:
                    self._listen()
                except LINE_ERRORS as error:
                    self._complain(error)
                finally:
                    self.up.clear()
                self._stopping.wait(_PAUSE_S)
        except Exception as defect:
            _log.critical("the thread that reads %s died: %s", self._queue.name, frames_of(defect))
            if self._on_defect is None:
                raise
            self._on_defect(defect)

    def _complain(self, error: BaseException) -> None:
        """An outage is one line now and then, not one each half second."""
        if time.monotonic() - self._complained_at > _COMPLAIN_EVERY_S:
            self._complained_at = time.monotonic()
            _log.warning("queue %s: no broker (%s: %s)", self._queue.name, type(error).__name__, error)

    def _listen(self) -> None:
        connection = Connection(self._uri, heartbeat=self._heartbeat_s, connect_timeout=CONNECT_S)
        try:
            with bounded(2 * CONNECT_S):
                connection.ensure_connection(max_retries=0)
                channel = connection.channel()
                # On every connection: the broker may have come back empty. Never per call: that costs a
                # round trip each, and a lost queue shows here anyway.
                queue = self._queue(channel)
                queue.declare()
                channel.basic_qos(0, self._prefetch, False)
                tag = f"{self._queue.name}/{id(channel):x}"
                queue.consume(tag, lambda raw: self._receive(channel, raw), no_ack=self._no_ack)
            self._complained_at = float("-inf")
            self.up.set()
            self._drain_events(connection, channel, tag)
        except BaseException:
            # Not `release`: that would wait for a dead broker's farewell.
            with suppress(*LINE_ERRORS):
                connection.collect()
            raise
        with suppress(*LINE_ERRORS), bounded(1.0):
            connection.release()

    def _drain_events(self, connection: Connection, channel: Any, tag: str) -> None:
        cancelled = False
        beat_at = time.monotonic()
        while not self._stopping.is_set():
            if self._draining.is_set() and not cancelled:
                with self._writing:
                    channel.basic_cancel(tag)
                cancelled = True
            with suppress(TimeoutError):
                connection.drain_events(timeout=_TICK_S)
            if time.monotonic() - beat_at >= _TICK_S:
                # By the clock, not when idle: who only receives must also be heard now and then.
                with self._writing:
                    connection.heartbeat_check()
                beat_at = time.monotonic()

    def _receive(self, channel: Any, raw: Any) -> None:
        message = channel.message_to_python(raw)
        if self._draining.is_set() and not self._no_ack:
            self.requeue_message(message)
            return
        self._on_message(message)

"""`KombuBus`: the bus over one broker, `amqp://...` or `inproc://`.

Calls speak nameko's RPC on the wire, so plain nameko clients and servers can talk with us. Messages of a
call are transient and expire with it: a caller who has given up wants no answer, and a broker that died
took the question along, which the caller meets as CallTimedOut. Log batches are persistent.
"""

from __future__ import annotations

import itertools
import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import orjson
from kombu.entity import Queue, binding

from kernel.bus import BusDown, CallTimedOut, RemoteFailure
from kernel.errors import frames_of
from kernel.ids import random_bytes
from kernel.messaging.lines import LOGS, RPC, Lines
from kernel.messaging.listener import Listener, body_of

__all__ = ["KombuBus"]

_log = logging.getLogger(__name__)

_JSON: dict[str, Any] = {"content_type": "application/json", "content_encoding": "utf-8"}
_BATCH: dict[str, Any] = {"content_type": "application/cloudevents-batch+json", "content_encoding": "binary"}
_PUBLISH_S = 5.0
_REPLY_QUEUE_EXPIRES_MS = 300_000


class _Pending:
    """A call that waits for its answer."""

    __slots__ = ("arrived", "body")

    def __init__(self) -> None:
        self.arrived = threading.Event()
        self.body = b""


class _Subscription:
    """One durable queue, one handler thread: the listener's thread keeps the heartbeat meanwhile."""

    def __init__(
        self, listen: Callable[..., Listener], source: Queue, handler: Callable[[bytes], None]
    ) -> None:
        self._handler = handler
        self._name = source.name
        self._inbox: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._listener = listen(source, self._inbox.put, prefetch=1)
        self.up = self._listener.up
        self._thread = threading.Thread(target=self._run, name=f"handle {source.name}", daemon=True)

    def start(self) -> None:
        self._thread.start()
        self._listener.start()

    def drain(self) -> None:
        self._listener.drain()
        self._inbox.put(None)

    def leave(self, bound_s: float) -> None:
        """After `drain`: let the handler end what it has, then begin to stop."""
        self._thread.join(bound_s)
        self._listener.leave()

    def stop(self) -> None:
        self._listener.stop()

    def _run(self) -> None:
        while (message := self._inbox.get()) is not None:
            try:
                self._handler(body_of(message))
            except Exception as fault:  # noqa: BLE001 - whatever the handler raises, see below
                # Not swallowed: the follower keeps its cursor, marks the stream stalled and comes back by
                # the log. A requeue would only spin.
                _log.error("queue %s: the handler failed: %s", self._name, frames_of(fault))
            self._listener.ack_message(message)


class KombuBus:
    """See `kernel.bus.Bus`. `name` tells the reply queue of this process from others in the broker's list."""

    def __init__(
        self,
        uri: str,
        *,
        name: str = "gongzhi",
        heartbeat_s: int = 20,
        queue_type: str | None = None,
        on_defect: Callable[[BaseException], None] | None = None,
    ) -> None:
        self._uri, self._heartbeat_s, self._on_defect = uri, heartbeat_s, on_defect
        self._queue_type = queue_type
        self._lines = Lines(uri)
        self._pending: dict[str, _Pending] = {}
        self._subscriptions: dict[str, _Subscription] = {}
        self.reply_to = random_bytes(16).hex()
        self._numbers = itertools.count(1)
        replies = Queue(
            f"rpc.reply-{name}-{self.reply_to}",
            exchange=RPC,
            routing_key=self.reply_to,
            queue_arguments={"x-expires": _REPLY_QUEUE_EXPIRES_MS},
        )
        self._replies = self.listen(replies, self._on_reply, no_ack=True)

    @property
    def up(self) -> bool:
        """Whether the broker is connected right now."""
        return self._replies.up.is_set()

    def start(self) -> None:
        """Begin to connect; returns at once, whether the broker is there or not."""
        self._replies.start()

    def hurry(self, seconds: float) -> None:
        """The process is ending: from now on wait for an absent broker `seconds` at most."""
        self._lines.hurry(seconds)

    def unsubscribe(self, bound_s: float = 5.0) -> None:
        """End all subscriptions; handlers at work get `bound_s` seconds in all to come to their end."""
        subscriptions, self._subscriptions = list(self._subscriptions.values()), {}
        deadline = time.monotonic() + bound_s
        for subscription in subscriptions:
            subscription.drain()
        for subscription in subscriptions:
            subscription.leave(max(0.0, deadline - time.monotonic()))
        for subscription in subscriptions:
            subscription.stop()

    def stop(self) -> None:
        """End subscriptions, replies and lines, each within a few seconds. Calls fail from now on."""
        self.unsubscribe()
        self._replies.stop()
        self._lines.close()

    def listen(self, source: Queue, on_message: Callable[[Any], None], **options: Any) -> Listener:
        """A listener on this broker, not started yet."""
        return Listener(
            self._uri,
            source,
            on_message,
            heartbeat_s=self._heartbeat_s,
            on_defect=self._on_defect,
            **options,
        )

    def publish(self, topic: str, body: bytes) -> None:
        """See `Bus.publish`."""
        self._lines.publish(LOGS, topic, body, bound_s=_PUBLISH_S, persistent=True, **_BATCH)

    def subscribe(self, queue: str, topics: Sequence[str], handler: Callable[[bytes], None]) -> None:
        """See `Bus.subscribe`."""
        arguments: dict[str, Any] = {"x-single-active-consumer": True}
        if self._queue_type is not None:
            arguments["x-queue-type"] = self._queue_type
        source = Queue(
            queue,
            bindings=[binding(LOGS, routing_key=topic) for topic in topics],
            durable=True,
            queue_arguments=arguments,
        )
        subscription = _Subscription(self.listen, source, handler)
        self._subscriptions[queue] = subscription
        subscription.start()

    def listening(self, queue: str, within_s: float = 0.0) -> bool:
        """Whether the subscription of `queue` is connected, or comes to be `within_s` seconds."""
        return self._subscriptions[queue].up.wait(within_s)

    def call(self, service: str, method: str, /, *args: Any, timeout_s: float) -> Any:
        """See `Bus.call`."""
        deadline = time.monotonic() + timeout_s
        body = orjson.dumps({"args": args, "kwargs": {}})
        # Without a bound reply queue the answer would be lost, so this comes first.
        if not self._replies.up.wait(min(timeout_s, _PUBLISH_S)):
            raise BusDown("no connection to the broker")
        correlation_id = f"{self.reply_to}.{next(self._numbers)}"
        pending = self._pending[correlation_id] = _Pending()
        try:
            self._lines.publish(
                RPC,
                f"{service}.{method}",
                body,
                bound_s=min(deadline - time.monotonic(), _PUBLISH_S),
                persistent=False,
                mandatory=True,
                reply_to=self.reply_to,
                correlation_id=correlation_id,
                expiration=str(max(1, int((deadline - time.monotonic()) * 1000))),
                **_JSON,
            )
            if not pending.arrived.wait(max(0.0, deadline - time.monotonic())):
                raise CallTimedOut(service, method, timeout_s)
        finally:
            del self._pending[correlation_id]
        try:
            answer = orjson.loads(pending.body)
            result, error = answer["result"], answer["error"]
        except (ValueError, LookupError, TypeError) as malformed:
            raise RemoteFailure(service, method, "MalformedAnswer", str(malformed)) from malformed
        if error:
            raise RemoteFailure(service, method, str(error.get("exc_type")), str(error.get("value")))
        return result

    def _on_reply(self, message: Any) -> None:
        pending = self._pending.get(message.properties.get("correlation_id"))
        if pending is None:
            return  # the caller has given up
        # Read in the caller's thread: whatever came must not end this one.
        pending.body = body_of(message)
        pending.arrived.set()

    def reply(self, reply_to: str, correlation_id: str | None, body: bytes, bound_s: float) -> None:
        """Answer a call, waiting out an outage of up to `bound_s`. Raises: BusDown."""
        self._lines.publish(
            RPC,
            reply_to,
            body,
            bound_s=bound_s,
            persistent=False,
            correlation_id=correlation_id,
            **_JSON,
        )

"""A bus without a broker: calls go straight to objects in this process, events through a queue and a thread.

For tests of what stands on `kernel.bus.Bus`; everything that crosses it crosses as JSON, as it would by RPC.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from typing import Any

import orjson

from kernel.bus import BusDown, NobodyListens, RemoteFailure


class DirectBus:
    """`services` maps a name to the object whose methods are called."""

    def __init__(self) -> None:
        self.services: dict[str, Any] = {}
        self.up = True
        self.lose: Callable[[str], bool] = lambda _topic: False
        """Asked for each published message: whether it is lost."""
        self._subscriptions: list[tuple[Sequence[str], queue.SimpleQueue[bytes | None]]] = []

    def publish(self, topic: str, body: bytes) -> None:
        if not self.up:
            raise BusDown("down")
        if self.lose(topic):
            return
        for topics, messages in self._subscriptions:
            if any(fnmatchcase(topic, pattern) for pattern in topics):
                messages.put(body)

    def call(self, service: str, method: str, /, *args: Any, timeout_s: float) -> Any:  # noqa: ARG002
        if not self.up:
            raise BusDown("down")
        if service not in self.services:
            raise NobodyListens(service)
        plain = orjson.loads(orjson.dumps(args))
        try:
            answer = getattr(self.services[service], method)(*plain)
        except Exception as error:
            raise RemoteFailure(service, method, type(error).__name__, str(error)) from error
        return orjson.loads(orjson.dumps(answer))

    def subscribe(self, queue_name: str, topics: Sequence[str], handler: Callable[[bytes], None]) -> None:
        messages: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._subscriptions.append((topics, messages))

        def consume() -> None:
            while (body := messages.get()) is not None:
                handler(body)

        threading.Thread(target=consume, name=queue_name, daemon=True).start()

    def stop(self) -> None:
        """End the consuming threads."""
        for _, messages in self._subscriptions:
            messages.put(None)

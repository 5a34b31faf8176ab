"""A bus without a broker: a call is a function call, a message is handed over at once.

For tests of what stands on `kernel.bus.Bus`; everything that crosses it crosses as JSON, as it would by RPC.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import orjson

from kernel.bus import NobodyListens, RemoteFailure


class DirectBus:
    """`services` maps a name to the object whose methods are called."""

    up = True

    def __init__(self) -> None:
        self.services: dict[str, Any] = {}
        self.calls: list[tuple[str, str]] = []
        """(service, method) of every call so far."""
        self.fault: Callable[[str, str], None] = lambda _service, _method: None
        """May be set to what the next calls run into."""
        self.lose: Callable[[str], bool] = lambda _topic: False
        """Asked for each published message: whether it is lost."""
        self._subscribed: list[tuple[str, Callable[[bytes], None]]] = []

    def publish(self, topic: str, body: bytes) -> None:
        if self.lose(topic):
            return
        for service, handler in self._subscribed:
            if topic.startswith(service):
                handler(body)

    def call(self, service: str, method: str, /, *args: Any, timeout_s: float) -> Any:
        if timeout_s <= 0:
            raise ValueError("every call is bounded in time")
        self.calls.append((service, method))
        self.fault(service, method)
        if service not in self.services:
            raise NobodyListens(service)
        try:
            answer = getattr(self.services[service], method)(*orjson.loads(orjson.dumps(args)))
        except Exception as error:
            raise RemoteFailure(service, method, type(error).__name__, str(error)) from error
        return orjson.loads(orjson.dumps(answer))

    def subscribe(self, _queue: str, topics: Sequence[str], handler: Callable[[bytes], None]) -> None:
        self._subscribed += [(topic.removesuffix("*"), handler) for topic in topics]

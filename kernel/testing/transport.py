"""A broker that loses, repeats, delays and reorders as its scheduler says: `kernel.bus.Bus`, no threads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from kernel.bus import BusDown, CallTimedOut, NobodyListens, RemoteFailure
from kernel.db import DatabaseDown, StorageFault
from kernel.testing.faults import Crashed, Faults


class Callees(Protocol):
    """Who answers calls."""

    def callee(self, service: str) -> Any:
        """A living process of `service`, or None."""
        ...

    def died(self, process: Any) -> None:
        """It died while it answered."""
        ...


class Transport:
    """Queues by name, each with the topics that it takes. Messages wait until somebody delivers them."""

    def __init__(self, faults: Faults, callees: Callees) -> None:
        self._fault = faults.at("broker")
        self._callees = callees
        self._bindings: dict[str, list[str]] = {}
        self.queues: dict[str, list[bytes]] = {}
        self.published: list[tuple[str, bytes]] = []
        """Everything that was ever handed over: what a broker might bring again."""
        self.unheard: set[tuple[str, str]] = set()
        """(service, method) of calls that nobody answers."""
        self.up = True

    def bind(self, queue: str, service: str) -> None:
        """Let `queue` take what `service` publishes."""
        self.queues[queue] = []
        self._bindings.setdefault(service, []).append(queue)

    def publish(self, topic: str, body: bytes) -> None:
        try:
            self._fault("publish")
            for queue in self._bindings.get(topic.split(".", maxsplit=1)[0], ()):
                self.queues[queue].append(body)
                self.published.append((queue, body))
            # Taken; what may be lost from here on is the confirmation.
            self._fault("published")
        except DatabaseDown as error:
            raise BusDown(topic) from error

    def call(self, service: str, method: str, /, *args: Any, timeout_s: float) -> Any:
        try:
            self._fault("call")
            answer = self._answer(service, method, args, timeout_s)
            self._fault("called")
        except DatabaseDown as error:
            raise CallTimedOut(service, method, timeout_s) from error
        return answer

    def _answer(self, service: str, method: str, args: Sequence[Any], timeout_s: float) -> Any:
        process = self._callees.callee(service)
        if process is None or (service, method) in self.unheard:
            raise NobodyListens(service)
        try:
            return getattr(process, method)(*args)
        except StorageFault as error:
            raise RemoteFailure(service, method, type(error).__name__, str(error)) from error
        except Crashed:
            self._callees.died(process)
            raise CallTimedOut(service, method, timeout_s) from None

    def subscribe(self, queue: str, topics: Sequence[str], handler: Callable[[bytes], None]) -> None:
        """Nothing: the scheduler delivers."""

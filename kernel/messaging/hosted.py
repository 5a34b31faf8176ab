"""`Hosted(factory)`: one long-running object of the process, as a dependency of a nameko service."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import eventlet
from nameko.extensions import DependencyProvider

from kernel.bus import Bus
from kernel.messaging.rim import rim

__all__ = ["Factory", "Hosted", "Startable"]

_STOP_S = 10.0


class Startable(Protocol):
    """What can be hosted. Its threads are plain `threading` ones, green in a hosting process."""

    def start(self) -> None:
        """Start the threads. Must not wait for broker or database: they may be absent for long."""

    def stop(self) -> None:
        """Stop and join the threads; cut off after ten seconds."""


Factory = Callable[[Mapping[str, Any], Bus], Startable]


class Hosted(DependencyProvider):  # type: ignore[misc]  # nameko publishes no types
    """Built once at setup by `factory(settings, bus)`, which does no I/O; given to every worker as it is."""

    hosted: Startable

    def __init__(self, factory: Factory) -> None:
        self.factory = factory

    def setup(self) -> None:
        self.hosted = self.factory(rim().settings, rim().bus)

    def start(self) -> None:
        self.hosted.start()

    def stop(self) -> None:
        with eventlet.Timeout(_STOP_S, False):
            self.hosted.stop()

    def get_dependency(self, worker_ctx: Any) -> Startable:  # noqa: ARG002 - nameko's signature
        """The object itself. Raises nothing: nameko would end the process."""
        return self.hosted

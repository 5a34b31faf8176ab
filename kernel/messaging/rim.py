"""What the extensions of one process share, and the one place where they find it."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import nameko

from kernel.messaging.kombubus import KombuBus

__all__ = ["HostConfig", "Rim", "rim"]

_KEY = "gongzhi"


@dataclass(frozen=True, slots=True)
class HostConfig:
    """How one process hosts its services. Seconds, bytes and counts as the names say."""

    broker: str = "inproc://"  # or amqp://user:password@host:port/vhost
    http_host: str = "127.0.0.1"
    # Service name -> port; a service that is not named here opens none, 0 takes any free one.
    http_ports: Mapping[str, int] = field(default_factory=dict)
    max_workers: int = 200  # for each service: HTTP requests and calls at work at once
    http_queue_max: int = 2_000  # HTTP requests that no worker has taken yet; more are answered 503
    rpc_prefetch: int = 200  # calls that one process takes from its queue before it has answered them
    heartbeat_s: int = 20
    queue_type: str | None = None  # of the follower queues, such as "quorum"; None leaves it to the broker
    socket_timeout_s: float = 60.0  # the longest silence of an HTTP client
    body_s_max: float = 30.0  # the longest that a request's body may take to come in
    body_bytes_max: int = 2 * 1024 * 1024  # read ahead; what is longer reaches the application unread
    large_bodies: Mapping[str, int] = field(default_factory=dict)
    """Path -> bytes: where a POST may bring more than `body_bytes_max`, which then stands on disk."""
    large_bodies_at_once: int = 16
    large_body_s_max: float = 300.0
    reply_s_max: float = 60.0  # how long an answer waits for an absent broker
    drain_s_max: float = 15.0  # from the signal until requests and calls at work are cut off
    stop_s_max: float = 28.0  # from the signal until the process ends, whatever happens


@dataclass(frozen=True, slots=True)
class Rim:
    host: HostConfig
    settings: Mapping[str, Any]  # for the factories of `Hosted`, as the composition root gave them
    bus: KombuBus
    sockets: Mapping[str, socket.socket]  # service name -> listening socket

    def install(self) -> None:
        """Into nameko's configuration, which is one a process."""
        nameko.config.setup({"AMQP_URI": self.host.broker, "max_workers": self.host.max_workers, _KEY: self})


def rim() -> Rim:
    """This process's. Raises: KeyError where `run_services` does not host."""
    found: Rim = nameko.config[_KEY]
    return found

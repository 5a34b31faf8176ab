"""The process rim: one or several service classes in one process, from the first port to the last signal."""

from __future__ import annotations

import errno
import gc
import logging
import resource
import socket
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import eventlet
import eventlet.patcher
from eventlet.event import Event
from nameko.runners import ServiceRunner

from kernel import inproc
from kernel.errors import frames_of
from kernel.messaging.kombubus import KombuBus
from kernel.messaging.rim import HostConfig, Rim
from kernel.messaging.signals import Signals

__all__ = ["HostConfig", "PortTaken", "run_services"]

_log = logging.getLogger(__name__)

_BACKLOG = 1024
_FILES_MAX = 65_536
_KILL_S = 5.0
# A request makes thousands of objects, and next to none in a circle: look less often than Python's 700.
_GC_THRESHOLDS = (20_000, 20, 20)


class PortTaken(Exception):  # noqa: N818 - a refusal, named as such
    """Another process listens there; sharing the port with it would answer from either at random."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(host, str(port))

    @property
    def address(self) -> str:
        """Host and port."""
        return ":".join(self.args)

    def __str__(self) -> str:
        return f"{self.address} is taken by another process"


def run_services(
    classes: Sequence[type],
    host: HostConfig,
    settings: Mapping[str, Any] | None = None,
    on_started: Callable[[Mapping[str, int]], None] | None = None,
) -> int:
    """Host `classes` until SIGTERM or SIGINT (then 0), or until one of them dies of a defect (then 1).

    They end in the reverse order: name what is called before what calls it.
    `settings` go to the factories of `Hosted` as they are; `on_started` hears each service's port.
    Neither broker nor database need be there. Raises: PortTaken; RuntimeError without `monkey_patch()`.
    """
    if not eventlet.patcher.is_monkey_patched("socket"):
        raise RuntimeError("kernel.messaging.monkey_patch() comes first")
    _raise_file_limit()
    inproc.register()
    sockets = _open_ports(host)
    over = _Over()
    bus = KombuBus(
        host.broker,
        name="+".join(str(getattr(each, "name", each)) for each in classes),
        heartbeat_s=host.heartbeat_s,
        queue_type=host.queue_type,
        on_defect=lambda _: over.say("defect"),
    )
    Rim(host, settings or {}, bus, sockets).install()
    signals = Signals(lambda: over.say("signal"), host.stop_s_max)
    signals.install()
    bus.start()
    runner = ServiceRunner()
    for each in classes:
        runner.add_service(each)
    runner.start()
    _spare_collector()
    eventlet.spawn_n(_watch, runner, over)
    if on_started is not None:
        on_started({name: sock.getsockname()[1] for name, sock in sockets.items()})
    why = over.wait()
    _stop(runner, bus, host)
    signals.disarm()
    return 0 if why == "signal" else 1


def _spare_collector() -> None:
    """What stands at the start stands until the end: the garbage collector need not look through it again.

    Looking through some hundred thousand objects of libraries took up to a fifth of a busy service's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_GC_THRESHOLDS)


class _Over:
    """The first reason to end wins."""

    def __init__(self) -> None:
        self._event = Event()

    def say(self, why: str) -> None:
        if not self._event.ready():
            self._event.send(why)

    def wait(self) -> str:
        why: str = self._event.wait()
        return why


def _watch(runner: ServiceRunner, over: _Over) -> None:
    try:
        runner.wait()
    except Exception as defect:  # noqa: BLE001 - whatever a container died of, see below
        # The end of a container is the end of the process; whoever started it starts it again.
        _log.critical("a service died: %s", frames_of(defect))
    over.say("defect")


def _stop(runner: ServiceRunner, bus: KombuBus, host: HostConfig) -> None:
    """Take nothing new, let what is at work end, then cut off. Every step is bounded."""
    bus.hurry(host.drain_s_max / 2)  # who waits for an absent broker gives up in time to end in order
    drained = False
    with eventlet.Timeout(host.drain_s_max, False):
        bus.unsubscribe()
        # Last first: what calls the others is named behind them, and its calls are still answered.
        for container in reversed(list(runner.containers)):
            container.stop()
        bus.stop()
        drained = True
    if not drained:
        _log.warning("still at work after %g s, cut off", host.drain_s_max)
        with eventlet.Timeout(_KILL_S, False):
            runner.kill()


def _open_ports(host: HostConfig) -> dict[str, socket.socket]:
    """All or none. SO_REUSEADDR for quick restarts; no SO_REUSEPORT, so that a stale process shows."""
    sockets: dict[str, socket.socket] = {}
    for service, port in host.http_ports.items():
        family = socket.AF_INET6 if ":" in host.http_host else socket.AF_INET
        sock = socket.socket(family, socket.SOCK_STREAM)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind((host.http_host, port))
            sock.listen(_BACKLOG)
        except OSError as error:
            for each in (sock, *sockets.values()):
                each.close()
            if error.errno != errno.EADDRINUSE:
                raise
            raise PortTaken(host.http_host, port) from error
        sockets[service] = sock
    return sockets


def _raise_file_limit() -> None:
    """A socket for each reader that waits: the usual 1,024 are too few for a thousand of them."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _FILES_MAX if hard == resource.RLIM_INFINITY else min(hard, _FILES_MAX)
    if soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))

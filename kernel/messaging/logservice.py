"""What every service with a log answers, whatever its subject: the entrypoints before desk and log."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from kernel.bus import Bus
from kernel.clock import SystemClock
from kernel.db import Database
from kernel.desk import Desk
from kernel.domain import Domain
from kernel.intake import Load
from kernel.messaging.hosted import Hosted
from kernel.messaging.http import answer, mount
from kernel.messaging.probes import probes
from kernel.messaging.rpc import rpc
from kernel.sql_log import SqlLog

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

__all__ = ["LogService", "hosted_desk", "named_methods"]


def hosted_desk(domain: Domain, load: Load) -> Hosted:
    """The desk of one service as a dependency; its database is `settings["databases"][domain.name]`."""

    def factory(settings: Mapping[str, Any], bus: Bus) -> Desk:
        database = Database(settings["databases"][domain.name])
        return Desk(domain, load, SqlLog(database), bus, SystemClock(), settings.get("desk"))

    return Hosted(factory)


class LogService:
    """Base of the nameko classes of services that own a log."""

    name: str
    desk: Any  # a Desk, once nameko has bound what `hosted_desk` gave

    @rpc
    def submit(self, council: str, groups: Sequence[Mapping[str, Any]]) -> list[list[dict[str, Any]]]:
        """Many commands in one call: see docs/ARCHITECTURE.md, the wire between services."""
        desk: Desk = self.desk
        return desk.submit(council, groups)

    @rpc
    def heads(self) -> dict[str, dict[str, Any]]:
        """council -> {"position", "root"} of this service's log."""
        desk: Desk = self.desk
        return desk.heads()

    @rpc
    def read_log(self, council: str, after: int, limit: int) -> dict[str, Any]:
        """{"position", "root", "events"}: at most 1,000 stored events behind `after`, as text."""
        desk: Desk = self.desk
        return desk.read_log(council, after, limit)

    @rpc
    def openings(self, council: str, digests: Sequence[str]) -> dict[str, dict[str, str]]:
        """digest -> {"salt", "text"} of sealed texts; what is erased is missing."""
        desk: Desk = self.desk
        return desk.openings(council, digests)

    @rpc
    def cursors(self) -> dict[str, dict[str, dict[str, Any]]]:
        """council -> source -> how far this service has noted that source's log: {"position", "root"}."""
        desk: Desk = self.desk
        return desk.cursors()

    @mount
    def probe(self, environ: WSGIEnvironment) -> WSGIApplication:
        """/healthz, /readyz, /metrics."""
        desk: Desk = self.desk
        return answer(probes(desk.waiting_for), environ)


Service = TypeVar("Service", bound=type[LogService])


def named_methods(domain: Domain) -> Callable[[Service], Service]:
    """A class decorator: a method for each command of `domain`, `service.method(council, actor, key, body)`.

    A command that only the host may do has none. One that the class has by itself stands as it is.
    """

    def named(service: Service) -> Service:
        for command in domain.commands:
            name = command.COMMAND.partition(".")[2]  # type: ignore[attr-defined]
            if not command.ROLES or name in vars(service):  # type: ignore[attr-defined]
                continue
            if hasattr(service, name):
                raise TypeError(f"{name} is what every service answers, and no command's name")
            setattr(service, name, _method(service, name, command))
        return service

    return named


def _method(service: type[LogService], name: str, command: Any) -> Callable[..., dict[str, Any]]:
    """What does `command` when it is called over the broker."""

    def method(
        self: LogService, council: str, actor: Mapping[str, Any], key: str, body: Mapping[str, Any]
    ) -> dict[str, Any]:
        desk: Desk = self.desk
        return desk.perform(council, command.COMMAND, actor, key, body)

    method.__name__ = name
    method.__qualname__ = f"{service.__qualname__}.{name}"
    method.__module__ = service.__module__
    method.__doc__ = command.__doc__
    return rpc(method)

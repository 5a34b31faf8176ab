"""What every service with a log answers, whatever its subject: the entrypoints before desk and log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

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

__all__ = ["LogService", "hosted_desk"]


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

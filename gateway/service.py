"""The gateway as nameko hosts it: one HTTP entrypoint for every path, and the ledger behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from gateway.actors import Actors
from gateway.addresses import networks
from gateway.app import create_app
from gateway.books import AskByRpc, Books
from gateway.books.gauges import measure
from gateway.books.migrate import MIGRATIONS
from gateway.desks import DeskLimits, Desks
from gateway.face import FaceConfig
from gateway.files.configured import store_of
from gateway.files.filing import MIB, Filing
from gateway.files.sweeping import Sweeper
from gateway.heads import Heads
from gateway.reminders.channels import channels
from gateway.reminders.running import Reminders
from gateway.reminders.settings import settings
from kernel.bus import Bus
from kernel.clock import SystemClock
from kernel.config import Config
from kernel.db import Database
from kernel.messaging.hosted import Hosted
from kernel.messaging.http import answer, mount
from kernel.messaging.rpc import rpc
from kernel.migrate import lacking

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment


class Gateway:
    """What runs: books, desks, and the application over both."""

    def __init__(self, database: Database, bus: Bus, config: Config) -> None:
        self._database = database
        self._bus = bus
        clock = SystemClock()
        actors = Actors(bus, clock=clock, remember_s=config.token_cache_s)
        self.books = Books(
            database, clock, AskByRpc(bus.call), waiters_max=config.waiting_reads, ended=actors.forget
        )
        # A call is sent a second time before it is given up: two of them are what the setting bounds.
        limits = DeskLimits(
            call_s_max=config.call_timeout_s / 2,
            call_items_max=config.batch_commands,
            queue_items_max=config.queue_commands,
        )
        self.desks = Desks(bus, limits=limits, clock=clock)
        store = store_of(config)
        self.sweeper = Sweeper(self.books, Heads(bus), store, clock)
        self.app = create_app(
            self.books,
            self.desks,
            actors,
            FaceConfig(behind_s_max=config.read_wait_s, trusted_proxies=networks(config.trusted_proxies)),
            waiting_for=self.waiting_for,
            filing=Filing(store, config.file_mib * MIB),
        )

        ways = settings(config)
        self.reminders = Reminders(self.books, database, channels(ways), clock, ways)
        self._unmeasure: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Start the threads; nothing waits for broker or database."""
        self.desks.start()
        self.books.start(self._bus)
        self.reminders.start()
        self.sweeper.start()
        self._unmeasure = measure(self._database, self.books.followers)

    def stop(self) -> None:
        """Requests are through by now: end the threads."""
        self.reminders.stop()
        self.desks.stop()
        self.sweeper.stop()
        self.books.stop()
        self._unmeasure()

    def waiting_for(self) -> list[str]:
        """What is not there, for `/readyz`."""
        found = {*self.books.waiting_for(), *self.desks.waiting_for()}
        if not self._bus.up:
            found.add("broker")
        if (lack := lacking(self._database, MIGRATIONS)) is not None:
            found.add(lack)
        return sorted(found)


def _gateway(settings: Mapping[str, Any], bus: Bus) -> Gateway:
    return Gateway(Database(settings["databases"]["gateway"]), bus, settings["config"])


class GatewayService:
    """Registered with nameko as `gateway`."""

    name = "gateway"
    gateway: Any = Hosted(_gateway)

    @mount
    def http(self, environ: WSGIEnvironment) -> WSGIApplication:
        """Every path and method."""
        return answer(self.gateway.app, environ)

    @rpc
    def cursors(self) -> dict[str, dict[str, dict[str, Any]]]:
        """council -> source -> how far that service's log is copied here: {"position", "root"}."""
        books: Books = self.gateway.books
        return books.cursors()

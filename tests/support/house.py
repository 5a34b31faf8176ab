"""The whole house in one process, without a broker: real services, real books, real HTTP face.

`DirectBus` stands in for the broker alone: calls are function calls, messages are handed over at once, and
whatever crosses it is turned into JSON and back.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from flask.testing import FlaskClient
from prometheus_client import CollectorRegistry

from cli.host.founding import on_host
from gateway.actors import Actors
from gateway.app import create_app
from gateway.books import AskByRpc, Books, migrate
from gateway.desks import Desks
from gateway.face import FaceConfig
from gateway.files.filing import Filing
from gateway.files.folder import FolderStore
from gateway.metrics import Metrics
from kernel.clock import Clock, SystemClock, accounting_date
from kernel.db import Database
from kernel.desk import Desk
from kernel.ids import new_secret, token_digest
from kernel.migrate import upgrade
from kernel.sql_log import SqlLog
from kernel.testing.direct import DirectBus
from services.funds import schemas as funds_schemas
from services.funds.domain import DOMAIN as FUNDS
from services.funds.service import FundsService
from services.members import schemas as members_schemas
from services.members.domain import DOMAIN as MEMBERS
from services.members.service import MembersService
from services.projects import schemas as projects_schemas
from services.projects.domain import DOMAIN as PROJECTS
from services.projects.service import ProjectsService

COUNCIL = "main"
SERVICES = (
    (MembersService, MEMBERS, members_schemas.load),
    (FundsService, FUNDS, funds_schemas.load),
    (ProjectsService, PROJECTS, projects_schemas.load),
)


class LedgerWord:
    """What the services ask of the gateway."""

    def __init__(self, books: Books) -> None:
        self.cursors = books.cursors


class House:
    """One council with its founder, in SQLite files under `folder`, or in the databases of `urls`."""

    def __init__(
        self,
        folder: Path,
        config: FaceConfig | None = None,
        *,
        demonstration: bool = False,
        clock: Clock | None = None,
        urls: Mapping[str, str] | None = None,
    ) -> None:
        clock = clock or SystemClock()
        self.bus = DirectBus()
        urls = urls or {name: f"sqlite:///{folder / name}.db" for name in (*self._names(), "gateway")}
        self.databases = {name: Database(url) for name, url in urls.items()}
        for name, database in self.databases.items():
            migrate(database) if name == "gateway" else upgrade(database)
        secret = self._founded(COUNCIL, demonstration=demonstration)
        self.service_desks: dict[str, Desk] = {}
        for kind, domain, load in SERVICES:
            service: Any = kind()
            service.desk = Desk(domain, load, SqlLog(self.databases[domain.name]), self.bus, clock)
            self.bus.services[domain.name] = service
            self.service_desks[domain.name] = service.desk
        self.actors = Actors(self.bus, clock=clock)
        self.books = Books(
            self.databases["gateway"], clock, AskByRpc(self.bus.call), ended=self.actors.forget
        )
        self.bus.services["gateway"] = LedgerWord(self.books)
        self.desks = Desks(self.bus, clock=clock)
        self.metrics = Metrics(CollectorRegistry())
        self.filing = Filing(FolderStore(folder / "files"))
        self.app = create_app(
            self.books, self.desks, self.actors, config, self.metrics, clock=clock, filing=self.filing
        )
        self._keys = itertools.count(1)
        self._others: set[threading.Thread] = set()
        """Threads that were there before ours: not waited for."""
        self.founder = Caller(self, secret)

    @staticmethod
    def _names() -> list[str]:
        return [domain.name for _, domain, _ in SERVICES]

    def _founded(self, council: str, *, demonstration: bool) -> str:
        """The token of its founder."""
        log, secret = SqlLog(self.databases["members"]), new_secret()
        log.found(council)
        founding = {
            "name": "共治",
            "demonstration": demonstration,
            "founder_name": "发起人",
            "digest": token_digest(secret),
        }
        on_host(log, council, "members.found_council", "found", founding)
        return secret

    def another_council(self, council: str) -> Caller:
        """The founder of one more council in the same house. Before `start`."""
        return Caller(self, self._founded(council, demonstration=False))

    def start(self) -> None:
        self._others = set(threading.enumerate())
        self.books.start(self.bus)
        for desk in self.service_desks.values():
            desk.start()
        self.desks.start()

    def stop(self) -> None:
        self.desks.stop()
        for desk in self.service_desks.values():
            desk.stop()
        self.books.stop()
        for thread in set(threading.enumerate()) - self._others:
            if thread.daemon and thread is not threading.current_thread():
                thread.join(5)
        for database in self.databases.values():
            database.close()

    def open(self, path: str, method: str = "GET", **how: Any) -> Any:
        """The answer to a request without anybody's token."""
        return self.app.test_client().open(path, method=method, **how)

    def settled(self) -> None:
        """Wait until every service has noted what the others wrote, and the ledger has all of it."""
        end = time.monotonic() + 10
        while time.monotonic() < end:
            heads = self._heads()
            noted = [desk.cursors().get(COUNCIL, {}) for desk in self.service_desks.values()]
            taken = [{source: at["position"] for source, at in one.items()} for one in noted]
            taken.append(self.books.position(COUNCIL))
            caught_up = all(seen.get(name, heads[name]) == heads[name] for seen in taken for name in heads)
            # What was just noted may have been answered by a fact: then it has not come to rest.
            if caught_up and self._heads() == heads:
                return
            time.sleep(0.01)
        raise AssertionError("the services do not come to rest")

    def _heads(self) -> dict[str, int]:
        return {name: desk.heads()[COUNCIL]["position"] for name, desk in self.service_desks.items()}

    def key(self) -> str:
        """A fresh idempotency key."""
        return f"key-{next(self._keys)}"

    def person(self, name: str, *roles: str) -> Caller:
        """Somebody of the council with these roles from long ago, and a token of theirs."""
        person = self.founder.made("/v1/people", {"name": name})
        for role in roles:
            self.founder.made("/v1/mandates", {"person": person["id"], "role": role, "from": "2020-01-01"})
        issued = self.founder.made("/v1/tokens", {"person": person["id"]})
        return Caller(self, issued["token"], person["id"])


def today() -> str:
    """The accounting date of now: what the council does today."""
    return accounting_date(SystemClock().now()).isoformat()


class Caller:
    """Who speaks HTTP with one token."""

    def __init__(self, house: House, token: str, person: str = "") -> None:
        self.house = house
        self.person = person
        self.token = token
        self._client: FlaskClient = house.app.test_client()

    def get(self, path: str, headers: Mapping[str, str] | None = None, **query: str) -> Any:
        sent = {"Authorization": f"Bearer {self.token}", **(headers or {})}
        return self._client.get(path, query_string=query or None, headers=sent)

    def post(
        self,
        path: str,
        body: Any = None,
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
        content_type: str = "application/json",
        **query: str,
    ) -> Any:
        sent = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key or self.house.key()}
        raw = body if isinstance(body, bytes) else orjson.dumps({} if body is None else body)
        return self._client.post(
            path,
            data=raw,
            query_string=query or None,
            content_type=content_type,
            headers={**sent, **(headers or {})},
        )

    def made(self, path: str, body: Any = None, key: str | None = None) -> dict[str, Any]:
        """The record that this POST made."""
        answer = self.post(path, body, key)
        assert answer.status_code == 201, (path, answer.status_code, answer.get_data(as_text=True))
        made: dict[str, Any] = orjson.loads(answer.data)
        return {**made, "at": answer.headers["Ledger-Position"]}

    def seen(self, path: str, after: Mapping[str, Any] | None = None, **query: str) -> Any:
        """What a GET shows, once the ledger has what `after` made."""
        headers = {"Ledger-Position": after["at"]} if after else {}
        answer = self.get(path, headers, **query)
        assert answer.status_code == 200, (path, answer.status_code, answer.get_data(as_text=True))
        return answer.json


@dataclass(frozen=True)
class People:
    """One person per role, and one without any."""

    founder: Caller
    treasurer: Caller
    chair: Caller
    lead: Caller
    auditor: Caller
    nobody: Caller

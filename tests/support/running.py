"""The system as people run it: `gongzhi up`, or four `gongzhi serve` on a real broker and real databases.

Each part is a process of its own on a port of its own: it can be ended, killed and started again there.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import httpx
from support.ports import reserve_port
from support.process import Server, ServerFailedError
from support.servers import PostgreSql, RabbitMq

PROGRAM = Path(sys.executable).with_name("gongzhi")
SERVICES = ("members", "funds", "projects")
PARTS = (*SERVICES, "gateway")
END_S_MAX = 30
"""A signal ends every process within this, whatever is missing."""
LINE_MAX = 700
_T = TypeVar("_T")


class Part(Server):
    """One `gongzhi` process. Its output stays in `log_file` over all its lives."""

    name = "gongzhi"

    def __init__(self, title: str, arguments: Sequence[str], settings: Mapping[str, str], port: int) -> None:
        super().__init__()
        self.title = title
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self._arguments = arguments
        self._settings = {f"GONGZHI_{key}": value for key, value in settings.items()}

    def configure(self, **settings: str) -> None:
        """Other settings from the next start on."""
        self._settings.update({f"GONGZHI_{key}": value for key, value in settings.items()})

    def end(self, seconds: float = END_S_MAX) -> None:
        """SIGTERM, and the end in good order that must follow."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            code = self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(
                f"{self.title} still runs {seconds} s after SIGTERM:\n{self.tail()}"
            ) from None
        assert code == 0, f"{self.title} ended with {code}:\n{self.tail()}"
        self.kill()  # the guard

    def ready(self) -> Mapping[str, Any]:
        """What /readyz says."""
        answer: Mapping[str, Any] = httpx.get(f"{self.url}/readyz", timeout=10).json()
        return answer

    def output(self) -> str:
        return self.log_file.read_text(errors="replace") if self.log_file.exists() else ""

    def tail(self) -> str:
        return "\n".join(self.output().splitlines()[-40:])

    def _command(self) -> tuple[Sequence[str], Mapping[str, str]]:
        return [str(PROGRAM), *self._arguments], {"PYTHONWARNINGS": "ignore", **self._settings}

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/healthz", timeout=2).status_code == 200
        except httpx.TransportError:
            return False


class Running:
    """Parts that run together, and what must hold of their output when they end."""

    def __init__(self) -> None:
        self.parts: dict[str, Part] = {}
        self.client = httpx.Client(timeout=30, limits=httpx.Limits(max_connections=200))
        self._unspeakable: set[str] = set()
        self.streams_may_stall = False

    @property
    def gateway(self) -> Part:
        raise NotImplementedError

    @property
    def data(self) -> Path:
        raise NotImplementedError

    @property
    def url(self) -> str:
        return self.gateway.url

    def founder_token(self) -> str:
        """Of the first run, as soon as it is good: the file is there a moment before the council."""
        file = self.data / "first-run-token"
        eventually(file.exists, 60, lambda: f"no {file}:\n{self.tails()}")
        token = file.read_text().strip()
        self.keep_quiet_about(token)
        headers = {"Authorization": f"Bearer {token}"}
        eventually(lambda: self.client.get(f"{self.url}/v1/funds", headers=headers).is_success, 30)
        return token

    def keep_quiet_about(self, *texts: str) -> None:
        """Names and tokens that no log may hold."""
        self._unspeakable.update(texts)

    def start(self, *titles: str) -> None:
        """Up and answering HTTP, side by side; `until_ready` is another thing."""
        side_by_side([self.parts[title].start for title in titles or self.parts])

    def until_ready(self, seconds: float = 60) -> None:
        """Every part says that it lacks nothing."""
        for part in self.parts.values():
            until_ready(part, seconds)

    def end(self) -> None:
        """SIGTERM to all at once; each must end in order and in time."""
        side_by_side([part.end for part in self.parts.values()])

    def close(self) -> None:
        """End, look through the logs, leave nothing."""
        try:
            self.end()
            self.check_logs()
        finally:
            self.client.close()
            for part in self.parts.values():
                part.discard()

    def check_logs(self) -> None:
        """No log holds a name, a token, or a traceback but for those of streams that were meant to stall."""
        for part in self.parts.values():
            for number, line in enumerate(part.output().splitlines(), 1):
                told = [text for text in self._unspeakable if text in line]
                assert not told, f"{part.title}, line {number} tells {told}: {line[:LINE_MAX]}"
                if "Traceback" in line and not (self.streams_may_stall and "stream.stalled" in line):
                    raise AssertionError(
                        f"{part.title}, line {number}: {line[:LINE_MAX]} ... {line[-LINE_MAX:]}"
                    )

    def tails(self) -> str:
        return "\n".join(f"--- {part.title}\n{part.tail()}" for part in self.parts.values())


class Embedded(Running):
    """`gongzhi up` in a folder."""

    def __init__(self, folder: Path, **settings: str) -> None:
        super().__init__()
        port = reserve_port()
        arguments = ["up", "--data", str(folder), "--port", str(port)]
        self.parts["up"] = Part("up", arguments, {"LOG_FORMAT": "json", **settings}, port)
        self._folder = folder

    @property
    def gateway(self) -> Part:
        return self.parts["up"]

    @property
    def data(self) -> Path:
        return self._folder


class Grown(Running):
    """Four services, a database each, a virtual host of the broker."""

    def __init__(self, rabbitmq: RabbitMq, postgresql: PostgreSql, name: str, **settings: str) -> None:
        super().__init__()
        self.rabbitmq, self.postgresql = rabbitmq, postgresql
        rabbitmq.start()
        postgresql.start()
        self.vhost = name
        self.broker_uri = rabbitmq.create_vhost(name)
        self.databases = {part: f"{name}_{part}" for part in PARTS}
        self.settings = settings
        for part in PARTS:
            self.add(part, part, reserve_port())

    def add(self, title: str, service: str, port: int) -> Part:
        """One more process of `service`, not started yet."""
        settings = {
            "DATABASE": self.postgresql.uri_of(self.databases[service]),
            "BROKER": self.broker_uri,
            "HTTP_PORT": str(port),
            "LOG_FORMAT": "json",
            **self.settings,
        }
        part = Part(title, ["serve", service], settings, port)
        part._settings.setdefault("GONGZHI_DATA", str(part.directory / "data"))
        self.parts[title] = part
        return part

    def migrate(self) -> None:
        """Four databases by `gongzhi migrate`; what it made on this server once is copied from then on."""
        templates = {part: f"migrated_{part}" for part in PARTS}
        if self.postgresql.psql("SELECT count(*) FROM pg_database WHERE datname LIKE 'migrated_%'") == "0":
            for database in self.databases.values():
                self.postgresql.create_database(database)
            run(self, "migrate")
            for part, template in templates.items():
                self._copy(self.databases[part], template)
            return
        for part, template in templates.items():
            self._copy(template, self.databases[part])

    def _copy(self, database: str, name: str) -> None:
        self.postgresql.psql(f'CREATE DATABASE "{name}" TEMPLATE "{database}"')

    def database_settings(self) -> dict[str, str]:
        """For commands over the whole system."""
        return {
            f"GONGZHI_DATABASE_{part.upper()}": self.postgresql.uri_of(database)
            for part, database in self.databases.items()
        }

    @property
    def gateway(self) -> Part:
        return self.parts["gateway"]

    @property
    def data(self) -> Path:
        return self.parts["members"].directory / "data"

    def close(self) -> None:
        try:
            super().close()
        finally:
            self.rabbitmq.start()
            self.postgresql.start()
            self.rabbitmq.delete_vhost(self.vhost)
            for database in self.databases.values():
                self.postgresql.drop_database(database)


def run(system: Grown, *arguments: str, seconds: float = 120) -> str:
    """`gongzhi ARGUMENTS` with the settings of the whole system; what it printed."""
    environment = {
        **os.environ,
        "PYTHONWARNINGS": "ignore",
        "GONGZHI_BROKER": system.broker_uri,
        "GONGZHI_DATA": str(system.data),
        **system.database_settings(),
    }
    done = subprocess.run(
        [str(PROGRAM), *arguments],
        env=environment, capture_output=True, text=True, timeout=seconds, check=False,
    )  # fmt: skip
    if done.returncode:
        raise ServerFailedError(
            f"gongzhi {' '.join(arguments)}: {done.returncode}\n{done.stdout}{done.stderr}"
        )
    return done.stdout


def until_ready(part: Part, seconds: float) -> None:
    """The part lacks nothing any more."""
    eventually(
        lambda: says_ready(part),
        seconds,
        lambda: f"{part.title} is not ready: {last_word(part)}\n{part.tail()}",
    )


def says_ready(part: Part) -> bool:
    try:
        return part.ready().get("status") == "ready"
    except httpx.TransportError:
        return False


def last_word(part: Part) -> object:
    """What /readyz says, for a message."""
    try:
        return part.ready()
    except httpx.TransportError as error:
        return error


def eventually(
    check: Callable[[], _T], seconds: float = 30, otherwise: Callable[[], object] = lambda: ""
) -> _T:
    """What `check` returns once it is true; AssertionError if it never is."""
    deadline = time.monotonic() + seconds
    while True:
        found = check()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"still {found!r} after {seconds} s. {otherwise()}")
        time.sleep(0.1)


def side_by_side(actions: Iterable[Callable[[], object]]) -> None:
    """All at once; the first failure is raised when all are through."""
    actions = list(actions)
    with ThreadPoolExecutor(max(1, len(actions))) as pool:
        for outcome in [pool.submit(action) for action in actions]:
            outcome.result()

"""The grown system as it is measured: throwaway servers, four `gongzhi serve` processes, one council."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
from support.ports import reserve_port
from support.process import Server, _family
from support.servers import PostgreSql, RabbitMq

from cli.host.founding import found_council, read_secret
from cli.host.places import ALL, package_of
from kernel.db import Database
from kernel.ids import new_secret
from kernel.migrate import upgrade
from kernel.sql_log import SqlLog

ROOT: Final = Path(__file__).resolve().parents[2]
COUNCIL: Final = "main"
START_S_MAX: Final = 300
STOP_S_MAX: Final = 40
_TICKS: Final = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Usage:
    """CPU seconds that each part has used so far."""

    services: Mapping[str, float]
    broker: float
    database: float

    def since(self, before: Usage) -> Usage:
        return Usage(
            {name: used - before.services[name] for name, used in self.services.items()},
            self.broker - before.broker,
            self.database - before.database,
        )

    @property
    def of_services(self) -> float:
        return sum(self.services.values())


class Service:
    """One `gongzhi serve` process."""

    def __init__(self, name: str, database: str, broker: str, folder: Path) -> None:
        self.name = name
        self.port = reserve_port()
        self._log = folder / f"{name}.log"
        self._environment = {
            **os.environ,
            "GONGZHI_DATABASE": database,
            "GONGZHI_BROKER": broker,
            "GONGZHI_HTTP_PORT": str(self.port),
            "GONGZHI_DATA": str(folder / name),
            "GONGZHI_LOG_LEVEL": "warning",
            "GONGZHI_COUNCIL": COUNCIL,
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(Path(sys.executable).with_name("gongzhi")), "serve", self.name],
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def wait_ready(self, seconds: float = START_S_MAX) -> None:
        """Until /readyz says so. Raises: RuntimeError with the last lines of its log."""
        deadline = time.monotonic() + seconds
        while not self.is_ready():
            if time.monotonic() > deadline:
                raise RuntimeError(f"{self.name} is not ready:\n{self._last_lines()}")
            time.sleep(0.02)

    def is_ready(self) -> bool:
        """What /readyz says now. Raises: RuntimeError where the process has ended."""
        if self._process is None or self._process.poll() is not None:
            raise RuntimeError(f"{self.name} has ended:\n{self._last_lines()}")
        try:
            return httpx.get(f"{self.url}/readyz", timeout=30).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def _last_lines(self) -> str:
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-20:])

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_S_MAX)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None


class Grown:
    """Four services on these servers."""

    def __init__(self, postgres: PostgreSql, rabbit: RabbitMq, folder: Path) -> None:
        self.postgres, self.rabbit = postgres, rabbit
        self.urls = {name: postgres.create_database(name) for name in ALL}
        for name, url in self.urls.items():
            database = Database(url)
            upgrade(database, package_of(name))
            database.close()
        members = Database(self.urls["members"])
        token = found_council(SqlLog(members), folder, COUNCIL, lambda: 0)
        members.close()
        assert token is not None
        self.founder = read_secret(token) or ""
        self.services = {name: Service(name, url, rabbit.amqp_uri, folder) for name, url in self.urls.items()}

    @property
    def gateway(self) -> Service:
        return self.services["gateway"]

    def start(self) -> None:
        for service in self.services.values():
            service.start()
        for service in self.services.values():
            service.wait_ready()

    def stop(self) -> None:
        for service in self.services.values():
            service.stop()

    def usage(self) -> Usage:
        """CPU seconds from the kernel's tables."""
        return Usage(
            {name: cpu_s(service.pid) for name, service in self.services.items()},
            _of_family(self.rabbit),
            _of_family(self.postgres),
        )

    def peaks(self) -> dict[str, int]:
        """Peak resident memory of each service process, in KiB."""
        return {name: peak_kib(service.pid) for name, service in self.services.items()}


@contextmanager
def grown(folder: Path) -> Iterator[Grown]:
    """Servers that sync, and the system on them; all of it ended with the block."""
    with PostgreSql(durable=True) as postgres, RabbitMq() as rabbit:
        system = Grown(postgres, rabbit, folder)
        try:
            system.start()
            yield system
        finally:
            system.stop()


class Http:
    """JSON over one keep-alive connection, by one token."""

    def __init__(self, url: str, token: str) -> None:
        self._client = httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=60)

    def post(self, path: str, body: Any) -> dict[str, Any]:
        """The record that it made."""
        answer = self._client.post(path, json=body, headers={"Idempotency-Key": new_secret()})
        if answer.status_code != httpx.codes.CREATED:
            raise RuntimeError(f"POST {path}: {answer.status_code} {answer.text}")
        made: dict[str, Any] = answer.json()
        return made

    def get(self, path: str) -> dict[str, Any]:
        answer = self._client.get(path)
        if answer.status_code != httpx.codes.OK:
            raise RuntimeError(f"GET {path}: {answer.status_code} {answer.text}")
        found: dict[str, Any] = answer.json()
        return found

    def close(self) -> None:
        self._client.close()


def cpu_s(pid: int) -> float:
    """User and system time of a process, and of those children that it has reaped."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _TICKS


def peak_kib(pid: int) -> int:
    """VmHWM."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    raise RuntimeError(f"no VmHWM of {pid}")


def _of_family(server: Server) -> float:
    total = 0.0
    for pid in _family(server.pid):
        try:
            total += cpu_s(pid)
        except FileNotFoundError:
            continue  # ended meanwhile: its parent has its time now
    return total

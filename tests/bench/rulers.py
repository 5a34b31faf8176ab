"""The two rulers, on the same PostgreSQL server with the same settings, each in a database of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

from sqlalchemy import make_url
from support.servers import PostgreSql

CLIENTS: Final = 8
ROW: Final = "x" * 300
_TPS: Final = re.compile(r"^tps = ([0-9.]+) \(without initial connection time\)", re.MULTILINE)


class Pgbench:
    """One 300-byte row a transaction, 8 clients."""

    def __init__(self, postgres: PostgreSql, folder: Path) -> None:
        self._postgres = postgres
        self._database = "pgbench"
        postgres.create_database(self._database)
        postgres.psql("CREATE TABLE rows (id bigserial PRIMARY KEY, body text NOT NULL)", self._database)
        self._script = folder / "pgbench.sql"
        self._script.write_text(f"INSERT INTO rows (body) VALUES ('{ROW}');\n")  # noqa: S608 - our own row

    def per_second(self, seconds: int) -> float:
        """Transactions a second, by pgbench's own count."""
        command = [
            str(self._postgres.tool("pgbench")), "-n", "-c", str(CLIENTS), "-j", "2", "-T", str(seconds),
            "-f", str(self._script), "-h", "127.0.0.1", "-p", str(self._postgres.port),
            "-U", self._postgres.user, self._database,
        ]  # fmt: skip
        done = subprocess.run(
            command,
            env={**os.environ, "PGPASSWORD": self._postgres.password},
            capture_output=True,
            text=True,
            timeout=seconds + 60,
            check=True,
        )
        found = _TPS.search(done.stdout)
        if found is None:
            raise RuntimeError(f"pgbench said:\n{done.stdout}")
        return float(found[1])


class EventSourcing:
    """The `eventsourcing` package: PostgreSQL infrastructure, one event an aggregate."""

    def __init__(self, postgres: PostgreSql) -> None:
        url = make_url(postgres.create_database("eventsourcing"))
        self._environment = {
            **os.environ,
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": str(url.database),
            "POSTGRES_HOST": str(url.host),
            "POSTGRES_PORT": str(url.port),
            "POSTGRES_USER": str(url.username),
            "POSTGRES_PASSWORD": str(url.password),
            "POSTGRES_POOL_SIZE": str(CLIENTS),
        }

    def per_second(self, seconds: int, threads: int) -> float:
        """Aggregates saved a second by one process."""
        done = subprocess.run(
            [sys.executable, "-m", "bench.saving", str(seconds), str(threads)],
            cwd=Path(__file__).resolve().parent.parent,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=seconds + 60,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"eventsourcing: {done.stderr[-2000:]}")
        return float(json.loads(done.stdout)["per_second"])

"""One moment of four databases: every writer held while a snapshot of each is fixed, then released at once.

The logs are fixed first: a ledger fixed after them can only hold events that their copies hold too.
"""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import make_url, select, text
from sqlalchemy.engine import URL

from cli.host.heads import heads_in, heads_of
from cli.host.places import SERVICES
from gateway.books.tables import names
from kernel.db import Database
from kernel.log_tables import VAULT_TABLES, heads

VAULTS: Final = {
    **{service: tuple(table.name for table in VAULT_TABLES) for service in SERVICES},
    "gateway": (names.name,),
}
"""Service -> the tables in which people's names and texts may stand."""


class ToolMissing(Exception):  # noqa: N818 - a refusal
    """A program of PostgreSQL's is not installed, or it failed; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A snapshot that PostgreSQL keeps for whoever names it, and the heads that stand in it."""

    name: str
    heads: dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One database at the moment of the cut."""

    service: str
    url: URL
    source: sqlite3.Connection | Exported
    """An open reading connection (SQLite), or an exported snapshot (PostgreSQL)."""

    def write(self, folder: Path) -> list[Path]:
        """Copy it to `folder`, the vault apart; the files made."""
        if isinstance(self.source, Exported):
            return _dump(self, self.source.name, folder)
        return _copy(self, self.source, folder)

    def heads(self, folder: Path) -> dict[str, dict[str, Any]]:
        """The heads in it (`cli.host.heads`), once it is written to `folder`."""
        if isinstance(self.source, Exported):
            return self.source.heads
        file = folder / f"{self.service}.db"
        found = heads_of(f"sqlite:///{file}", self.service)
        for left in folder.glob(f"{file.name}-*"):  # what looking left behind
            left.unlink()
        return found


@contextmanager
def consistent_cut(urls: Mapping[str, str]) -> Iterator[list[Snapshot]]:
    """Snapshots of all databases at one moment. Raises: StorageFault, ToolMissing."""
    with ExitStack() as kept:
        databases = {service: Database(url) for service, url in urls.items()}
        for database in databases.values():
            kept.callback(database.close)
        with ExitStack() as held:
            for service in (one for one in SERVICES if one in databases):
                connection = held.enter_context(databases[service].write())
                # Each council's head row: nobody decides anything until the snapshots are fixed.
                connection.execute(select(heads.c.council).with_for_update())
            snapshots = [
                Snapshot(service, make_url(url), kept.enter_context(_fixed(databases[service], service)))
                for service, url in urls.items()
            ]
        yield snapshots


@contextmanager
def _fixed(database: Database, service: str) -> Iterator[sqlite3.Connection | Exported]:
    """Fix what this database holds now."""
    if database.postgres:
        with database.engine.connect() as connection:
            connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
                name = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
                yield Exported(str(name), heads_in(connection, service))
        return
    with contextlib.closing(sqlite3.connect(str(database.engine.url.database))) as source:
        source.isolation_level = None
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the first read fixes the moment
        yield source


def _copy(snapshot: Snapshot, source: sqlite3.Connection, folder: Path) -> list[Path]:
    """SQLite: a copy of the file; the vault's tables move to a file of their own."""
    file, vault = folder / f"{snapshot.service}.db", folder / "vault" / f"{snapshot.service}.db"
    with contextlib.closing(sqlite3.connect(file)) as target:
        source.backup(target)
        target.isolation_level = None
        target.execute("PRAGMA journal_mode=DELETE")
        target.execute("ATTACH ? AS apart", (str(vault),))
        target.execute("BEGIN")
        for table in VAULTS[snapshot.service]:
            target.execute(f"CREATE TABLE apart.{table} AS SELECT * FROM main.{table}")  # noqa: S608 - ours
        for table in reversed(VAULTS[snapshot.service]):
            target.execute(f"DELETE FROM main.{table}")  # noqa: S608 - ours
        target.execute("COMMIT")
        target.execute("DETACH apart")
        target.execute("VACUUM")  # no byte of what moved stays in free pages
    return [file, vault]


def _dump(snapshot: Snapshot, name: str, folder: Path) -> list[Path]:
    """PostgreSQL: two dumps of the same snapshot."""
    file, vault = folder / f"{snapshot.service}.dump", folder / "vault" / f"{snapshot.service}.dump"
    tables = VAULTS[snapshot.service]
    common = ["--format=custom", "--no-owner", f"--snapshot={name}"]
    run_tool(
        "pg_dump", snapshot.url, *common, *(f"--exclude-table-data={t}" for t in tables), f"--file={file}"
    )
    data_only = ["--data-only", *(f"--table={t}" for t in tables)]
    run_tool("pg_dump", snapshot.url, *common, *data_only, f"--file={vault}")
    return [file, vault]


def run_tool(tool: str, url: URL, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on the database of `url`. Raises: ToolMissing."""
    path = shutil.which(tool)
    if path is None:
        raise ToolMissing(f"{tool}: install postgresql-client")
    plain = url.set(drivername="postgresql")
    environment: dict[str, Any] = {"PGPASSWORD": plain.password or "", "PATH": "/usr/bin:/bin", "LC_ALL": "C"}
    shown = plain.set(password=None).render_as_string(hide_password=False)
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL's with our own arguments
        [path, f"--dbname={shown}", *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ToolMissing(f"{tool}: {done.stderr.strip()[-500:]}")

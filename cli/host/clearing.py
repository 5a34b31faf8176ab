"""What stands where a database is to be restored: whether anything does, who is at it, moving it aside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import inspect, make_url, select, text

from cli.host.cut import run_tool
from gateway.books.tables import copies, copy_heads, ledger_heads, ledger_order
from kernel.clock import SystemClock
from kernel.db import Database
from kernel.log_tables import events, heads

_TRUTH: Final = (heads, events, copy_heads, copies, ledger_heads, ledger_order)
"""A row in one of these is somebody's; a schema alone is nobody's."""
_OTHERS: Final = text(
    # The server's own workers have no user; which of the others is a service of ours, a role may not see.
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND usesysid IS NOT NULL AND pid <> pg_backend_pid()"
)
_PATIENCE_S: Final = 3
"""A session that was just closed is shown for a moment longer."""


class InTheWay(Exception):  # noqa: N818 - a refusal
    """A database stands where one is to be restored."""


class InUse(Exception):  # noqa: N818 - a refusal
    """Somebody is connected to a database that is to be replaced."""


def require_kind(service: str, url: str, kind: str) -> None:
    """The backup's own kind of database. Raises: InTheWay."""
    if (make_url(url).get_backend_name() == "sqlite") != (kind == "sqlite"):
        raise InTheWay(f"{service}: the backup is of {kind}, the database is not")


def require_free(service: str, url: str) -> None:
    """Nothing of a council stands there. Raises: InTheWay, StorageFault."""
    if _is_file(url):
        for file in _files(url):
            raise InTheWay(str(file))
    elif found := _filled(url):
        raise InTheWay(f"{service}: {', '.join(found)}")


def require_alone(service: str, url: str) -> None:
    """Nobody else is connected; SQLite's files are held by the folder's lock. Raises: InUse, StorageFault."""
    if _is_file(url):
        return
    clock, database = SystemClock(), Database(url)
    deadline = clock.monotonic() + _PATIENCE_S
    try:
        while others := _others(database):
            if clock.monotonic() >= deadline:
                raise InUse(f"{service}: {others}")
            clock.sleep(0.1)
    finally:
        database.close()


def set_aside(urls: Mapping[str, str], folder: Path) -> Sequence[Path]:
    """Keep in `folder` what stands there: SQLite's files moved, PostgreSQL's databases dumped whole.

    Raises: StorageFault, ToolMissing.
    """
    kept: list[Path] = []
    for service, url in urls.items():
        if _is_file(url):
            kept += [file.rename(_made(folder) / file.name) for file in list(_files(url))]
        elif _filled(url):
            dump = _made(folder) / f"{service}.dump"
            dump.touch(mode=0o600)  # names are in it, too
            run_tool("pg_dump", make_url(url), "--format=custom", "--no-owner", f"--file={dump}")
            kept.append(dump)
    return kept


def _made(folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _is_file(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def _files(url: str) -> Iterable[Path]:
    """The file, and a write-ahead log left behind, which would be taken for the restored file's own."""
    place = Path(str(make_url(url).database))
    return filter(Path.exists, (place, *sorted(place.parent.glob(f"{place.name}-*"))))


def _filled(url: str) -> list[str]:
    """The tables of PostgreSQL's in which something of a council stands."""
    database = Database(url)
    try:
        with database.read() as connection:
            there = {*inspect(connection).get_table_names()}
            return [
                table.name
                for table in _TRUTH
                if table.name in there and connection.execute(select(1).select_from(table).limit(1)).first()
            ]
    finally:
        database.close()


def _others(database: Database) -> int:
    with database.read() as connection:
        return int(connection.execute(_OTHERS).scalar_one())

"""Where the databases are: SQLite files in one folder when embedded, one URL when grown."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from cli.session import USAGE, Session
from kernel.config import Config, ConfigError, load

SERVICES: Final = ("members", "funds", "projects")
"""The services that own a log."""
ALL: Final = (*SERVICES, "gateway")


class FolderTaken(Exception):  # noqa: N818 - a refusal
    """Another process works in the folder."""


def settings_of(session: Session, file: str | None, data: str | None = None) -> Config:
    """The configuration, a data folder given by hand before it."""
    try:
        found = load(file)
        return replace(found, data=data) if data else found
    except ConfigError as error:
        session.stop(USAGE, "host.config", why=str(error))


def folder_of(config: Config) -> Path:
    """The embedded system's folder, made if need be; nobody else may look into it."""
    os.umask(0o077)  # what is made in it from now on, too
    folder = Path(config.data).resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def embedded_urls(folder: Path) -> dict[str, str]:
    """Service -> SQLAlchemy URL."""
    return {name: f"sqlite:///{folder / name}.db" for name in ALL}


def databases(config: Config, names: Sequence[str]) -> dict[str, str]:
    """Service -> URL: each one's own setting, `database` for a lone service, or the embedded files."""
    urls: dict[str, str] = {}
    for name in names:
        own = getattr(config, f"database_{name}") or (config.database if len(names) == 1 else "")
        urls[name] = own or embedded_urls(folder_of(config))[name]
    return urls


def missing_of(config: Config, names: Sequence[str]) -> Path | None:
    """An embedded file of `names` that is not there: a mistyped folder must not be made into one."""
    for name in names:
        own = getattr(config, f"database_{name}") or (config.database if len(names) == 1 else "")
        file = Path(config.data).resolve() / f"{name}.db"
        if not own and not file.is_file():
            return file
    return None


def package_of(service: str) -> str:
    """Where the migrations of a service's database are."""
    if service in SERVICES:
        from kernel.migrate import LOG

        return LOG
    from gateway.books.migrate import MIGRATIONS

    return MIGRATIONS


@contextmanager
def holding(folder: Path) -> Iterator[None]:
    """The folder for this process alone. Raises: FolderTaken."""
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FolderTaken(str(folder)) from None
        yield
    finally:
        os.close(descriptor)

"""Which store is configured: `files` is a folder, or S3-compatible storage."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from gateway.files.folder import FolderStore
from gateway.files.stores import Store
from kernel.config import Config, ConfigError

_S3: Final = re.compile(
    r"s3(?P<plain>\+http)?://(?P<host>[^/@?#]+)/(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])"
)


def folder_of(config: Config) -> Path | None:
    """The configured folder; None where it is S3-compatible storage."""
    if config.files.startswith(("s3://", "s3+http://")):
        return None
    return Path(config.files).resolve() if config.files else Path(config.data).resolve() / "files"


def store_of(config: Config) -> Store:
    """The configured one. Raises: ConfigError."""
    if (folder := folder_of(config)) is not None:
        return FolderStore(folder)
    match = _S3.fullmatch(config.files)
    if match is None:
        raise ConfigError("files: neither a folder nor s3://host/bucket (s3+http://host:port/bucket)")
    if not (config.files_access_key and config.files_secret_key):
        raise ConfigError("files_access_key and files_secret_key: needed for S3-compatible storage")
    # Its libraries are there where they are needed alone.
    from gateway.files.s3 import S3Store  # noqa: PLC0415

    return S3Store(
        match["host"],
        match["bucket"],
        (config.files_access_key, config.files_secret_key),
        region=config.files_region,
        secure=match["plain"] is None,
    )

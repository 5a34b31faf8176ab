"""Configuration: one YAML file or GONGZHI_... variables; the sole reader of the environment.

A variable wins over the file, the file over the default. A key that nobody knows is refused by its name: a
misspelt setting must not pass for a set one.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

import yaml

PREFIX: Final = "GONGZHI_"
FOR_CLIENTS: Final = frozenset({"GONGZHI_URL", "GONGZHI_TOKEN", "GONGZHI_CONFIG"})


class ConfigError(Exception):
    """A setting is unknown or of the wrong kind; the text names it."""


@dataclass(frozen=True, slots=True)
class Config:
    """Every key, with its default. Environment: `GONGZHI_` and the key in capitals."""

    data: str = "data"
    """Folder of the embedded system: SQLite files, tokens of the first run."""
    council: str = "main"
    """The council that `gongzhi up` creates."""
    broker: str = "inproc://"
    """amqp://user:password@host:port/vhost, or inproc:// for one process."""
    database: str = ""
    """SQLAlchemy URL of the one service that `gongzhi serve` runs, or `gongzhi migrate` brings up to date."""
    database_members: str = ""
    database_funds: str = ""
    database_projects: str = ""
    database_gateway: str = ""
    """The four of the grown system, for `migrate`, `backup`, `restore`, `fsck` and `rebuild` of all of it."""
    http_host: str = "127.0.0.1"
    http_port: int = 8080
    """Of the gateway; of `serve funds|projects|members`: /healthz, /readyz, /metrics."""
    max_workers: int = 200
    """Requests and calls at work at once, for each service."""
    queue_type: str = ""
    """Of RabbitMQ queues: classic or quorum; empty leaves it to the broker."""
    queue_commands: int = 5000
    """Commands that may wait for a council's writer; more are answered 429."""
    batch_commands: int = 500
    """Commands that go together into one transaction."""
    call_timeout_s: int = 10
    """Bound of one call from the gateway to a service."""
    read_wait_s: int = 5
    """How long a read with `Ledger-Position` waits for the ledger."""
    waiting_reads: int = 50
    """Reads that may wait for the ledger at once; more are answered 503."""
    trusted_proxies: str = ""
    """Addresses or networks, with commas, of the proxies whose X-Forwarded-For the gateway believes."""
    token_cache_s: int = 3
    """How long the gateway trusts what it knows of a token: a revocation takes effect within this."""
    reminders_webhook: str = ""
    """Where the gateway POSTs what is due for people, as JSON; empty: nowhere."""
    reminders_secret: str = ""
    """What each POST is signed with (HMAC-SHA256)."""
    reminders_smtp: str = ""
    """smtp://HOST:PORT, smtp+starttls://USER:PASSWORD@HOST:PORT or smtps://...; empty: no e-mail."""
    reminders_from: str = ""
    """The address that e-mail comes from."""
    reminders_addresses: str = ""
    """A YAML file: person id -> e-mail address. Nobody else is written to."""
    reminders_hour: int = 8
    """From which hour of the day (Shanghai) reminders are sent."""
    reminders_look_s: int = 60
    """How often is looked for what is due."""
    files: str = ""
    """Where the gateway keeps files: a folder, by default `files` in `data`; or S3-compatible storage, as
    s3://host/bucket, or s3+http://host:port/bucket without TLS."""
    files_access_key: str = ""
    files_secret_key: str = ""
    files_region: str = ""
    """Of S3-compatible storage."""
    file_mib: int = 20
    """The largest file that is taken, in MiB."""
    log_level: str = "info"
    log_format: str = "text"
    """text for people, json for machines."""


def load(path: str | None = None, environ: Mapping[str, str] | None = None) -> Config:
    """The configuration of this process. Raises: ConfigError."""
    environ = os.environ if environ is None else environ
    known = {one.name: one.type for one in fields(Config)}
    values: dict[str, Any] = {}
    if file := path or environ.get("GONGZHI_CONFIG"):
        values.update(_from_file(Path(file), known))
    for name, text in environ.items():
        if not name.startswith(PREFIX) or name in FOR_CLIENTS or not text:
            continue
        key = name.removeprefix(PREFIX).lower()
        if key not in known:
            raise ConfigError(f"{name}: no such setting; known are {_names(known)}")
        values[key] = _typed(name, text, known[key])
    config = Config(**values)
    if config.waiting_reads * 2 > config.max_workers:
        # A waiting read holds a worker: writes and /healthz must find one free whoever waits.
        raise ConfigError(f"waiting_reads ({config.waiting_reads}) is more than half of max_workers")
    return config


def _from_file(path: Path, known: Mapping[str, Any]) -> dict[str, Any]:
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ConfigError(f"{path}: {error}") from error
    if not isinstance(loaded, dict):
        raise ConfigError(f"{path}: not a list of settings")
    for key in loaded:
        if key not in known:
            raise ConfigError(f"{path}: {key}: no such setting; known are {', '.join(sorted(known))}")
    return {key: _typed(f"{path}: {key}", value, known[key]) for key, value in loaded.items()}


def _typed(name: str, value: Any, kind: Any) -> Any:
    if kind == "int":
        text = str(value)
        if not (text.isascii() and text.isdigit()):
            raise ConfigError(f"{name}: {value!r} is not a whole number")
        return int(text)
    if not isinstance(value, str):
        raise ConfigError(f"{name}: {value!r} is not text")
    return value


def _names(known: Mapping[str, Any]) -> str:
    return ", ".join(PREFIX + key.upper() for key in sorted(known))

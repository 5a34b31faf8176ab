"""What of reminders is configured: where they go, and from which hour of the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import yaml

from kernel.clock import Seconds
from kernel.config import Config, ConfigError

SCHEMES: Final[Mapping[str, int]] = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
"""How a mail server is spoken to -> its usual port."""
HOURS: Final = 24


@dataclass(frozen=True, slots=True)
class MailServer:
    """`smtp://` speaks in clear and takes no password, `smtp+starttls://` and `smtps://` may have one."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """Where reminders go. `addresses`: person id -> e-mail address; nobody else is written to."""

    webhook: str = ""
    secret: str = field(default="", repr=False)
    server: MailServer | None = None
    sender: str = ""
    addresses: Mapping[str, str] = field(default_factory=dict, repr=False)
    hour: int = 8
    look_s: Seconds = 60

    @property
    def on(self) -> bool:
        """Whether anything is sent at all."""
        return bool(self.webhook) or self.server is not None


def settings(config: Config) -> Settings:
    """As the configuration has it. Raises: ConfigError."""
    if config.reminders_hour >= HOURS:
        raise ConfigError(f"reminders_hour: {config.reminders_hour} is no hour of a day")
    if config.reminders_look_s < 1:
        raise ConfigError("reminders_look_s: nobody looks without a pause")
    if config.reminders_webhook:
        _require_address(config.reminders_webhook)
        if not config.reminders_secret:
            raise ConfigError("reminders_webhook needs reminders_secret: nobody could tell whose word it is")
    server = None
    if config.reminders_smtp:
        if not (config.reminders_from and config.reminders_addresses):
            raise ConfigError("reminders_smtp needs reminders_from and reminders_addresses")
        server = mail_server(config.reminders_smtp)
    return Settings(
        webhook=config.reminders_webhook,
        secret=config.reminders_secret,
        server=server,
        sender=config.reminders_from,
        addresses=addresses(Path(config.reminders_addresses)) if server is not None else {},
        hour=config.reminders_hour,
        look_s=config.reminders_look_s,
    )


def _require_address(text: str) -> None:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigError("reminders_webhook: neither http:// nor https://")


def mail_server(text: str) -> MailServer:
    """Raises: ConfigError; the text itself is not repeated, for a password may stand in it."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ConfigError("reminders_smtp: this is no address") from None
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise ConfigError(f"reminders_smtp: none of {', '.join(f'{one}://' for one in SCHEMES)}")
    if parts.scheme == "smtp" and parts.password:
        raise ConfigError("reminders_smtp: no password in clear; take smtp+starttls:// or smtps://")
    return MailServer(
        parts.scheme,
        parts.hostname,
        port or SCHEMES[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
    )


def addresses(path: Path) -> Mapping[str, str]:
    """Person id -> e-mail address, of a YAML file. Raises: ConfigError, naming no address."""
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ConfigError(f"reminders_addresses: {path}: {type(error).__name__}") from None
    if not isinstance(loaded, dict):
        raise ConfigError(f"reminders_addresses: {path}: not a list of person ids with addresses")
    for person, address in loaded.items():
        if not isinstance(person, str) or not person.startswith("per_"):
            raise ConfigError(f"reminders_addresses: {path}: a key is no person id")
        if not isinstance(address, str) or "@" not in address or not address.isprintable():
            raise ConfigError(f"reminders_addresses: {path}: {person} has no address")
    return loaded

"""How a reminder goes out: by webhook, signed; or by e-mail. Every call is bounded."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from typing import Final, Protocol

import httpx

from gateway.reminders import letters
from gateway.reminders.letters import Reminder
from gateway.reminders.settings import MailServer, Settings
from kernel.clock import Seconds

SIGNATURE: Final = "Gongzhi-Signature"
CALL_S_MAX: Final[Seconds] = 10


class NotSent(Exception):  # noqa: N818 - a state, as in the rest of the house
    """It did not get through; the argument is a word for the log, and names nobody."""


class Channel(Protocol):
    """One way out. `name` is what it is remembered by."""

    name: str

    def reaches(self, person: str) -> bool:
        """Whether this person is told by it at all."""
        ...

    def send(self, reminder: Reminder) -> None:
        """Raises: NotSent."""
        ...


class Webhook:
    """POSTs JSON to one address, which tells people apart by their ids."""

    name = "webhook"

    def __init__(self, address: str, secret: str) -> None:
        self._address = address
        self._secret = secret

    def reaches(self, person: str) -> bool:  # noqa: ARG002 - everybody
        """Everybody: who is behind an id is known at the other end."""
        return True

    def send(self, reminder: Reminder) -> None:
        """Raises: NotSent for whatever is not answered by 2xx; nothing is sent on to where it points."""
        sent = letters.body(reminder)
        headers = {
            "Content-Type": "application/json",
            SIGNATURE: letters.signature(self._secret, sent),
        }
        try:
            # Without the environment's proxies: where it goes stands in the configuration alone.
            with httpx.Client(timeout=CALL_S_MAX, trust_env=False, follow_redirects=False) as client:
                answer = client.post(self._address, content=sent, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NotSent(type(error).__name__) from None
        if not answer.is_success:
            raise NotSent(f"status {answer.status_code}")


class Mail:
    """Writes to those whose address stands in the configuration."""

    name = "mail"

    def __init__(self, server: MailServer, sender: str, addresses: Mapping[str, str]) -> None:
        self._server = server
        self._sender = sender
        self._addresses = addresses

    def reaches(self, person: str) -> bool:
        """Those with an address."""
        return person in self._addresses

    def send(self, reminder: Reminder) -> None:
        """Raises: NotSent."""
        message = letters.mail(reminder, self._sender, self._addresses[reminder.person])
        try:
            with self._connected() as server:
                server.send_message(message)
        except (smtplib.SMTPException, OSError) as error:
            # Its class alone: what a mail server says may repeat an address.
            raise NotSent(type(error).__name__) from None

    def _connected(self) -> smtplib.SMTP:
        at = self._server
        safe = ssl.create_default_context()
        server: smtplib.SMTP
        if at.scheme == "smtps":
            server = smtplib.SMTP_SSL(at.host, at.port, timeout=CALL_S_MAX, context=safe)
        else:
            server = smtplib.SMTP(at.host, at.port, timeout=CALL_S_MAX)
        try:
            if at.scheme == "smtp+starttls":
                server.starttls(context=safe)
            if at.user:
                server.login(at.user, at.password)
        except BaseException:
            server.close()
            raise
        return server


def channels(settings: Settings) -> tuple[Channel, ...]:
    """Those that are configured."""
    found: list[Channel] = []
    if settings.webhook:
        found.append(Webhook(settings.webhook, settings.secret))
    if settings.server is not None:
        found.append(Mail(settings.server, settings.sender, settings.addresses))
    return tuple(found)

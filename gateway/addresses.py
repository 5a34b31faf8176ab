"""From where a request comes, and how often signing in failed from there. In memory alone, never told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any, Final

from gateway.problems import Problem
from kernel.config import ConfigError
from kernel.failures import Failures, TooMany

__all__ = ["FAILURES_MAX", "WINDOW", "Addresses", "Network", "networks"]

FAILURES_MAX: Final = 30
"""More than one person makes, and few enough to try names: a whole neighbourhood may share an address."""
WINDOW: Final = timedelta(minutes=15)
ADDRESSES_MAX: Final = 10_000
IPV6_BITS: Final = 64
"""Whoever has one address of IPv6 has so many: they count as one."""

Network = IPv4Network | IPv6Network


def networks(text: str) -> tuple[Network, ...]:
    """The proxies of the configuration: addresses or networks, with commas between. Raises: ConfigError."""
    found: list[Network] = []
    for one in filter(None, (part.strip() for part in text.split(","))):
        try:
            found.append(ip_network(one))
        except ValueError:
            raise ConfigError(f"trusted_proxies: {one!r} is neither an address nor a network") from None
    return tuple(found)


class Addresses:
    """Of one gateway. Only what a trusted proxy says of its own client is believed."""

    def __init__(self, proxies: Sequence[Network] = (), failures_max: int = FAILURES_MAX) -> None:
        self._proxies = tuple(proxies)
        self._failures = Failures(failures_max, WINDOW, ADDRESSES_MAX)

    @contextmanager
    def trying(self, environ: Mapping[str, Any], now: datetime) -> Iterator[list[datetime]]:
        """A try to sign in: a failure until what is given is cleared. Raises: Problem, with Retry-After."""
        try:
            with self._failures.trying(self.of(environ), now) as failed:
                yield failed
        except TooMany as many:
            wait = str(many.wait_s)
            raise Problem("sign_in.address_failures", wait, headers={"Retry-After": wait}) from None

    def of(self, environ: Mapping[str, Any]) -> str:
        """The client: the last address on its way that is no proxy of ours, as a key to count by."""
        last = _address(str(environ.get("REMOTE_ADDR", "")))
        said = [part.strip() for part in str(environ.get("HTTP_X_FORWARDED_FOR", "")).split(",")]
        while last is not None and said and any(last in network for network in self._proxies):
            before = _address(said.pop())
            if before is None:
                break  # what is no address came from further away than we can tell
            last = before
        return _key(last)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return address if mapped is None else mapped


def _key(address: IPv4Address | IPv6Address | None) -> str:
    if isinstance(address, IPv6Address):
        return str(ip_network((address, IPV6_BITS), strict=False))
    return "" if address is None else str(address)

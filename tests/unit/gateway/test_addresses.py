"""Whose address counts when signing in fails, with proxies before the gateway and without."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from gateway.addresses import FAILURES_MAX, Addresses, networks
from gateway.problems import Problem
from kernel.config import ConfigError

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
BEHIND = networks("10.0.0.1, 172.18.0.0/16,fd00::/8")


def of(remote: str, said: str | None = None, addresses: Addresses | None = None) -> str:
    environ = {"REMOTE_ADDR": remote} | ({} if said is None else {"HTTP_X_FORWARDED_FOR": said})
    return (addresses or Addresses(BEHIND)).of(environ)


@pytest.mark.parametrize(
    ("remote", "said", "counted"),
    [
        ("203.0.113.9", None, "203.0.113.9"),
        # Only a proxy of ours is believed, and of what it says only what it saw itself.
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "198.51.100.1, 172.18.0.4", "198.51.100.1"),
        ("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", None, "10.0.0.1"),
        ("10.0.0.1", "unknown", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.1, <script>", "10.0.0.1"),
        ("10.0.0.1", "172.18.0.4", "172.18.0.4"),
        # Who has one address of IPv6 has billions.
        ("2001:db8:1:2:3::4", None, "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", None, "2001:db8:1:2::/64"),
        ("fd00::1", "2001:db8::7", "2001:db8::/64"),
        ("", None, ""),
    ],
)
def test_the_last_address_that_is_no_proxy_of_ours_counts(
    remote: str, said: str | None, counted: str
) -> None:
    assert of(remote, said) == counted


def test_without_trusted_proxies_nothing_that_is_said_counts() -> None:
    assert of("10.0.0.1", "198.51.100.1", Addresses()) == "10.0.0.1"


def test_after_thirty_failures_an_address_waits_and_others_do_not() -> None:
    addresses = Addresses()
    for _ in range(FAILURES_MAX):
        with addresses.trying({"REMOTE_ADDR": "203.0.113.9"}, NOON):
            pass
    with pytest.raises(Problem) as no, addresses.trying({"REMOTE_ADDR": "203.0.113.9"}, NOON):
        pass
    assert (no.value.code, no.value.status) == ("sign_in.address_failures", 429)
    assert no.value.headers["Retry-After"] == no.value.texts[0] == "901"
    with addresses.trying({"REMOTE_ADDR": "203.0.113.10"}, NOON):
        pass


@pytest.mark.parametrize("text", ["nowhere", "10.0.0.1/33", "10.0.0.1;10.0.0.2"])
def test_proxies_that_are_no_addresses_are_refused_by_name(text: str) -> None:
    with pytest.raises(ConfigError, match="trusted_proxies"):
        networks(text)

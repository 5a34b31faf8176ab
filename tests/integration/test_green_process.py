"""The shard of `green` tests: eventlet has patched the process; psycopg waits without stopping the hub."""

from __future__ import annotations

import time

import eventlet
import psycopg
import pytest

pytestmark = pytest.mark.green


def test_waiting_connections_do_not_stop_each_other(database_url: str) -> None:
    url = database_url.replace("+psycopg", "")

    def wait(_: int) -> None:
        with psycopg.connect(url) as connection:
            connection.execute("SELECT pg_sleep(.5)")

    begun = time.monotonic()
    pool = eventlet.GreenPool(20)
    assert len(list(pool.imap(wait, range(20)))) == 20
    assert time.monotonic() - begun < 5  # one after the other they take 10 s

"""Fixtures of all tests: throwaway servers, started when first asked for, and the conformance data."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Iterator
from pathlib import Path

if os.environ.get("TEST_SHARD") == "green":
    # Before anything else is imported. Tests that run nameko's containers in this process are marked `green`.
    os.environ.setdefault("PSYCOPG_WAIT_FUNC", "wait_select")
    import eventlet

    eventlet.monkey_patch()

import pytest
from hypothesis import settings

pytest.register_assert_rewrite("support.rules")  # a failed `then` shows what differs

from support.servers import PostgreSql, RabbitMq, ServerUnavailableError  # noqa: E402 - after the line above

# The machine is shared and noisy: how long one example takes proves nothing.
settings.register_profile("gongzhi", deadline=None)
settings.load_profile("gongzhi")

SHARD = os.environ.get("TEST_SHARD", "")
ROOT = Path(__file__).resolve().parent.parent
NEEDS = {
    "rabbitmq": "servers", "broker_uri": "servers", "postgresql": "servers", "database_url": "servers",
    "conformance_data": "conformance",
}  # fmt: skip


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Files of which this shard runs nothing, where `_belongs` tells so by their folder, are not read."""
    if not SHARD or collection_path.is_dir():
        return None
    folder = _folder(collection_path)
    match SHARD:
        case "system" | "embedded":
            foreign = folder != "e2e"
        case "unit" | "simulation":
            foreign = folder != SHARD
        case "plain":
            foreign = folder in {"e2e", "integration", "unit", "simulation"}
        case "servers":  # a unit test cannot even connect
            foreign = folder in {"e2e", "unit"}
        case _:
            foreign = False
    return True if foreign else None


def _folder(path: Path) -> str:
    """The folder of tests/ that it is in."""
    return path.relative_to(ROOT / "tests").parts[0]


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            if fixture in NEEDS:
                item.add_marker(NEEDS[fixture])
    if others := [item for item in items if not _belongs(item)]:
        config.hook.pytest_deselected(items=others)
        items[:] = filter(_belongs, items)


def _belongs(item: pytest.Item) -> bool:
    """Whether this process runs it. A patched one runs only what needs that, a plain one never does."""
    # Tests of processes wait as much, also without servers.
    served, folder = item.get_closest_marker("servers") is not None, _folder(item.path)
    whole = folder == "e2e"
    waits = served or whole or folder == "integration"
    is_green = item.get_closest_marker("green") is not None
    match SHARD:
        case "green":
            return is_green
        case "system":
            return whole and served and not is_green
        case "embedded":
            return whole and not served and not is_green
        case "servers":
            return waits and not whole and not is_green
        case "plain" | "unit" | "simulation":
            own = folder if folder in {"unit", "simulation"} else "plain"
            return own == SHARD and not waits and not is_green
        case _:
            return not is_green


def _lacking(message: str, *, required: str) -> None:
    """Skip, or fail where `required` is set: a machine that must have it may not stay silent about it."""
    if os.environ.get(required, "") not in ("", "0"):
        pytest.fail(f"{required} is set: {message}", pytrace=False)
    pytest.skip(message)


@pytest.fixture(scope="session")
def rabbitmq() -> Iterator[RabbitMq]:
    """One broker for the whole run. A test that stops or kills it starts it again."""
    try:
        server = RabbitMq()
    except ServerUnavailableError as lack:
        _lacking(str(lack), required="REQUIRE_SERVERS")
    with server:
        yield server


@pytest.fixture
def broker_uri(rabbitmq: RabbitMq) -> Iterator[str]:
    """The AMQP URI of a fresh virtual host, of this test alone."""
    rabbitmq.start()  # in case the last test left it down
    name = f"t{secrets.token_hex(6)}"
    yield rabbitmq.create_vhost(name)
    rabbitmq.start()
    rabbitmq.delete_vhost(name)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSql]:
    """One PostgreSQL cluster for the whole run. A test that stops or kills it starts it again."""
    try:
        server = PostgreSql()
    except ServerUnavailableError as lack:
        _lacking(str(lack), required="REQUIRE_SERVERS")
    with server:
        yield server


@pytest.fixture
def database_url(postgresql: PostgreSql) -> Iterator[str]:
    """The SQLAlchemy URL of an empty database, of this test alone."""
    postgresql.start()
    name = postgresql.lend_database()
    yield postgresql.uri_of(name)
    postgresql.start()
    postgresql.take_back(name)


@pytest.fixture(scope="session")
def conformance_data() -> Path:
    """The folder of conformance data: CONFORMANCE_DATA, or `../shared/data` beside the repository."""
    folder = Path(os.environ.get("CONFORMANCE_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        _lacking(f"no conformance data at {folder}: set CONFORMANCE_DATA", required="REQUIRE_DATA")
    return folder


@pytest.fixture(autouse=True)
def _no_network_in_unit_tests(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if ROOT / "tests" / "unit" in request.path.parents:

        def refuse(_: socket.socket, address: object) -> None:
            raise AssertionError(f"a unit test connects to {address!r}")

        monkeypatch.setattr(socket.socket, "connect", refuse)

"""One running system per file of tests; the servers behind it for the whole run."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

pytest.register_assert_rewrite("support.year")  # a figure that is not right is shown

from support.almanac import Almanac  # noqa: E402 - after the line above
from support.calling import Council, settled  # noqa: E402
from support.running import Embedded, Grown  # noqa: E402
from support.servers import PostgreSql, RabbitMq  # noqa: E402


@pytest.fixture(scope="module")
def grown(rabbitmq: RabbitMq, postgresql: PostgreSql) -> Iterator[Grown]:
    """Four services, up and ready."""
    system = Grown(rabbitmq, postgresql, f"g{secrets.token_hex(5)}")
    system.migrate()
    system.start()
    system.until_ready()
    yield system
    system.close()


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    """`gongzhi up`, up and ready."""
    system = Embedded(tmp_path_factory.mktemp("embedded"))
    system.start()
    system.until_ready()
    yield system
    system.close()


@pytest.fixture(scope="module")
def almanac(tmp_path_factory: pytest.TempPathFactory) -> Almanac:
    """The time of `dated`; a Monday in January, to begin with."""
    found = Almanac(tmp_path_factory.mktemp("almanac") / "ahead")
    found.move(datetime(2027, 1, 11, 2, tzinfo=UTC))
    return found


@pytest.fixture(scope="module")
def dated(tmp_path_factory: pytest.TempPathFactory, almanac: Almanac) -> Iterator[Embedded]:
    """`gongzhi up` by the time of the almanac, up and ready."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in almanac.environment().items():
            patch.setenv(name, value)
        system = Embedded(tmp_path_factory.mktemp("dated"))
        system.start()
    system.until_ready()
    yield system
    system.close()


@pytest.fixture(scope="module")
def council(grown: Grown) -> Council:
    """Of the grown system."""
    return settled(grown)

"""The test servers themselves: what other tests stand on must stand."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from kombu.connection import Connection
from support.ports import reserve_port
from support.servers import PostgreSql, RabbitMq, ServerFailedError

TESTS = Path(__file__).resolve().parent.parent


def test_a_database_outlives_a_kill_of_the_server(postgresql: PostgreSql, database_url: str) -> None:
    database = database_url.rpartition("/")[2]
    postgresql.psql("CREATE TABLE kept AS SELECT 7 AS figure", database)
    postgresql.kill()
    assert not postgresql.running()
    with pytest.raises(ServerFailedError):
        postgresql.psql("SELECT 1", database)
    postgresql.start()
    assert postgresql.psql("SELECT figure FROM kept", database) == "7"


def test_a_database_is_of_one_test_alone(postgresql: PostgreSql, database_url: str) -> None:
    assert (
        postgresql.psql(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", database_url.rpartition("/")[2]
        )
        == "0"
    )


def test_a_database_is_lent_again_only_where_it_could_be_emptied(postgresql: PostgreSql) -> None:
    name = postgresql.lend_database()
    postgresql.psql("CREATE TABLE left_behind AS SELECT 7 AS figure", name)
    postgresql.take_back(name)
    assert postgresql.lend_database() == name
    assert postgresql.psql("SELECT count(*) FROM pg_class WHERE relname = 'left_behind'", name) == "0"
    postgresql.psql("CREATE SCHEMA of_their_own", name)
    postgresql.take_back(name)
    assert name not in postgresql.psql("SELECT datname FROM pg_database").splitlines()
    another = postgresql.lend_database()
    assert another != name
    postgresql.take_back(another)


def test_a_persistent_message_outlives_a_kill_of_the_broker(rabbitmq: RabbitMq, broker_uri: str) -> None:
    with Connection(broker_uri) as connection, connection.SimpleQueue("kept") as queue:
        queue.put({"figure": 7}, delivery_mode="persistent")
        queue.qsize()  # a round trip on the same channel: the broker has the message
        time.sleep(1)  # and has written it
    rabbitmq.kill()
    rabbitmq.start()
    with Connection(broker_uri) as connection, connection.SimpleQueue("kept") as queue:
        message = queue.get(timeout=10)
        message.ack()
        assert message.payload == {"figure": 7}


def test_ports_of_one_run_differ() -> None:
    ports = [reserve_port() for _ in range(30)]
    assert len(set(ports)) == len(ports)


@pytest.mark.servers
@pytest.mark.usefixtures("postgresql", "rabbitmq")
def test_servers_end_when_the_tests_are_killed() -> None:
    script = (
        "from support.servers import PostgreSql, RabbitMq\n"
        "import time\n"
        "servers = [PostgreSql(), RabbitMq()]\n"
        "for server in servers: server.start()\n"
        "print(*(server.directory for server in servers), flush=True)\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=TESTS, stdout=subprocess.PIPE, text=True
    ) as victim:
        assert victim.stdout is not None
        folders = victim.stdout.readline().split()
        assert len(folders) == 2
        assert all(_processes_naming(folder) for folder in folders)
        os.kill(victim.pid, signal.SIGKILL)
    deadline = time.monotonic() + 20
    while any(_processes_naming(folder) or Path(folder).exists() for folder in folders):
        assert time.monotonic() < deadline, [_processes_naming(folder) for folder in folders]
        time.sleep(0.1)


def _processes_naming(folder: str) -> list[str]:
    """Command lines and environments that name `folder`."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            text = (process / "cmdline").read_bytes() + b"\0" + (process / "environ").read_bytes()
        except OSError:
            continue
        if folder.encode() in text:
            found.append(f"{process.name} {text[:200]!r}")
    return found

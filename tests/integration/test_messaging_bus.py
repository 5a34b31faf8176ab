"""Publishing and subscribing on a real RabbitMQ, from plain threads: nothing here is patched."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kombu.connection import Connection
from support.servers import RabbitMq

from kernel.bus import BusDown
from kernel.messaging.kombubus import KombuBus

MakeBus = Callable[[], KombuBus]


@pytest.fixture
def make_bus(broker_uri: str) -> Iterator[MakeBus]:
    made: list[KombuBus] = []

    def make() -> KombuBus:
        bus = KombuBus(broker_uri, name="test", heartbeat_s=2)
        bus.start()
        made.append(bus)
        return bus

    yield make
    for bus in made:
        bus.hurry(0)
        bus.stop()


class Heard:
    """A handler that keeps what it hears."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self._changed = threading.Condition()

    def __call__(self, body: bytes) -> None:
        with self._changed:
            self.bodies.append(body)
            self._changed.notify_all()

    def wait_for(self, body: bytes, seconds: float = 20) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: body in self.bodies, seconds), self.bodies


def subscribe(bus: KombuBus, handler: Callable[[bytes], None]) -> None:
    bus.subscribe("ledger.funds", ["funds.*"], handler)
    assert bus.listening("ledger.funds", within_s=20)


def test_bytes_arrive_as_they_were_published_in_order(make_bus: MakeBus) -> None:
    bus, heard = make_bus(), Heard()
    subscribe(bus, heard)
    bodies = [b"%d \xff\x00 \xe5\x85\xb1" % n for n in range(100)]
    for body in bodies:
        bus.publish("funds.main", body)
        bus.publish("projects.main", b"of nobody's interest")
    heard.wait_for(bodies[-1])
    assert heard.bodies == bodies


def test_a_handler_that_fails_neither_stops_nor_repeats(make_bus: MakeBus) -> None:
    bus, heard = make_bus(), Heard()

    def handle(body: bytes) -> None:
        heard(body)
        if body == b"bad":
            raise ValueError("cannot be read")

    subscribe(bus, handle)
    bus.publish("funds.main", b"bad")
    bus.publish("funds.main", b"good")
    heard.wait_for(b"good")
    assert heard.bodies == [b"bad", b"good"]


def test_one_process_reads_a_queue_and_another_takes_over(make_bus: MakeBus) -> None:
    first, second = make_bus(), make_bus()
    heard_by_first, heard_by_second = Heard(), Heard()
    subscribe(first, heard_by_first)
    subscribe(second, heard_by_second)
    first.publish("funds.main", b"1")
    heard_by_first.wait_for(b"1")
    first.unsubscribe()
    second.publish("funds.main", b"2")
    heard_by_second.wait_for(b"2")
    assert (heard_by_first.bodies, heard_by_second.bodies) == ([b"1"], [b"2"])


def test_a_message_whose_handler_is_killed_is_handed_out_again(
    make_bus: MakeBus, broker_uri: str, tmp_path: Path
) -> None:
    script = tmp_path / "victim.py"
    script.write_text(
        "import sys, time\n"
        "from kernel.messaging.kombubus import KombuBus\n"
        "bus = KombuBus(sys.argv[1]); bus.start()\n"
        "def handle(body):\n"
        "    print('has it', flush=True); time.sleep(60)\n"
        "bus.subscribe('ledger.funds', ['funds.*'], handle)\n"
        "bus.listening('ledger.funds', 20); print('listening', flush=True); time.sleep(60)\n"
    )
    root = str(Path(__file__).resolve().parents[2])
    command = [sys.executable, "-W", "ignore", str(script), broker_uri]
    with subprocess.Popen(command, env={"PYTHONPATH": root}, stdout=subprocess.PIPE, text=True) as victim:
        assert victim.stdout is not None
        try:
            assert victim.stdout.readline() == "listening\n"
            bus = make_bus()
            bus.publish("funds.main", b"precious")
            assert victim.stdout.readline() == "has it\n"
        finally:
            victim.kill()
    heard = Heard()
    subscribe(bus, heard)
    heard.wait_for(b"precious")


def test_what_was_confirmed_survives_the_broker_and_subscriptions_come_back(
    make_bus: MakeBus, rabbitmq: RabbitMq
) -> None:
    bus, heard = make_bus(), Heard()
    subscribe(bus, heard)
    bus.unsubscribe()
    bus.publish("funds.main", b"confirmed")
    rabbitmq.kill()

    begun = time.monotonic()
    with pytest.raises(BusDown):
        bus.publish("funds.main", b"lost")
    assert 4 < time.monotonic() - begun < 7
    assert not bus.up

    resubscribed = threading.Thread(target=lambda: bus.subscribe("ledger.funds", ["funds.*"], heard))
    resubscribed.start()
    rabbitmq.start()
    heard.wait_for(b"confirmed")
    bus.publish("funds.main", b"afterwards")
    heard.wait_for(b"afterwards")

    rabbitmq.kill()
    rabbitmq.start()
    bus.publish("funds.main", b"after the second")
    heard.wait_for(b"after the second")
    resubscribed.join()
    assert b"lost" not in heard.bodies


def test_a_handler_may_work_longer_than_two_heartbeats(make_bus: MakeBus) -> None:
    bus, heard = make_bus(), Heard()

    def handle(body: bytes) -> None:
        if body == b"long":
            time.sleep(6)
        heard(body)

    subscribe(bus, handle)
    bus.publish("funds.main", b"long")
    bus.publish("funds.main", b"short")
    heard.wait_for(b"short", 30)
    assert heard.bodies == [b"long", b"short"]  # once each: the connection held


def test_a_stray_message_does_not_disturb_the_replies(make_bus: MakeBus, broker_uri: str) -> None:
    bus = make_bus()
    with pytest.raises(BusDown):
        bus.call("nobody", "hears", timeout_s=10)
    with Connection(broker_uri) as connection:
        for body in ("not json", json.dumps({"result": 1})):
            connection.Producer().publish(body, exchange="nameko-rpc", routing_key=bus.reply_to)
    time.sleep(0.5)
    assert bus.up

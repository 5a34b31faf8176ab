"""The in-process broker, driven by kombu as nameko drives it, and by plain threads."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest
from amqp.exceptions import ChannelError, NotFound, PreconditionFailed, RecoverableConnectionError
from kombu.connection import Connection
from kombu.entity import Exchange, Queue
from nameko.amqp.publish import Publisher, UndeliverableMessage

from kernel.bus import CallTimedOut, NobodyListens
from kernel.inproc import register
from kernel.messaging.kombubus import KombuBus

LOGS = Exchange("logs", type="topic", durable=True)
_names = count()


@pytest.fixture
def uri() -> str:
    """A broker that no other test has seen."""
    register()
    return f"inproc://test{next(_names)}"


@pytest.fixture
def connection(uri: str) -> Iterator[Connection]:
    with Connection(uri) as connection:
        yield connection


class Taker:
    """A consumer that keeps what it gets."""

    def __init__(self, connection: Connection, queue: Queue, *, prefetch: int = 0) -> None:
        self.connection = connection.clone()
        self.channel = self.connection.channel()
        bound = queue(self.channel)
        bound.declare()
        self.channel.basic_qos(0, prefetch, False)
        self.got: list[Any] = []
        bound.consume("taker", self.got.append, no_ack=False)

    def drain(self) -> list[str]:
        """The bodies of all that is delivered now, acked or not."""
        while True:
            try:
                self.connection.drain_events(timeout=0.01)
            except TimeoutError:
                return [message.payload for message in self.got]


def publish(connection: Connection, topic: str, body: str, **options: Any) -> None:
    connection.Producer().publish(body, exchange=LOGS, routing_key=topic, declare=[LOGS], **options)


def queue(name: str, topic: str, **options: Any) -> Queue:
    return Queue(name, exchange=LOGS, routing_key=topic, **options)


def test_a_topic_reaches_the_queues_whose_pattern_it_matches(connection: Connection) -> None:
    funds = Taker(connection, queue("funds", "funds.*"))
    main = Taker(connection, queue("main", "*.main"))
    everything = Taker(connection, queue("all", "#"))
    for topic in ("funds.main", "projects.main", "funds.other"):
        publish(connection, topic, topic)
    assert funds.drain() == ["funds.main", "funds.other"]
    assert main.drain() == ["funds.main", "projects.main"]
    assert everything.drain() == ["funds.main", "projects.main", "funds.other"]


def test_two_consumers_of_a_queue_share_its_messages(connection: Connection) -> None:
    one = Taker(connection, queue("q", "#"))
    two = Taker(connection, queue("q", "#"))
    for n in range(4):
        publish(connection, "a.b", str(n))
    assert one.drain() == ["0", "2"]
    assert two.drain() == ["1", "3"]


def test_a_consumer_gets_no_more_than_it_may_hold_unacked(connection: Connection) -> None:
    taker = Taker(connection, queue("q", "#"), prefetch=2)
    for n in range(4):
        publish(connection, "a.b", str(n))
    assert taker.drain() == ["0", "1"]
    taker.got[0].ack()
    assert taker.drain() == ["0", "1", "2"]


def test_a_requeued_message_returns_to_its_own_queue_alone_and_first(connection: Connection) -> None:
    one = Taker(connection, queue("one", "#"), prefetch=1)
    other = Taker(connection, queue("other", "#"))
    publish(connection, "a.b", "first")
    publish(connection, "a.b", "second")
    assert one.drain() == ["first"]
    one.got.pop().requeue()
    assert one.drain() == ["first"]
    assert one.got[0].delivery_info["redelivered"]
    assert other.drain() == ["first", "second"]


def test_what_a_lost_connection_had_not_acked_goes_to_the_next_consumer_in_order(
    connection: Connection,
) -> None:
    lost = Taker(connection, queue("q", "#"))
    for n in range(3):
        publish(connection, "a.b", str(n))
    lost.drain()
    lost.got[1].ack()
    lost.connection.close()
    assert Taker(connection, queue("q", "#")).drain() == ["0", "2"]


def test_of_single_active_consumers_the_second_takes_over_from_the_first(connection: Connection) -> None:
    single = queue("q", "#", queue_arguments={"x-single-active-consumer": True})
    first, second = Taker(connection, single, prefetch=1), Taker(connection, single, prefetch=1)
    publish(connection, "a.b", "0")
    publish(connection, "a.b", "1")
    assert (first.drain(), second.drain()) == (["0"], [])
    first.connection.close()
    assert second.drain() == ["0"]
    second.got[0].ack()
    assert second.drain() == ["0", "1"]


def test_a_mandatory_message_that_nobody_takes_is_refused(uri: str, connection: Connection) -> None:
    with pytest.raises(ChannelError, match="NO_ROUTE"):
        publish(connection, "a.b", "x", mandatory=True)
    publish(connection, "a.b", "x")  # without the flag it is dropped
    with pytest.raises(UndeliverableMessage):
        Publisher(uri, exchange=LOGS, routing_key="a.b", mandatory=True).publish("x")


def test_a_message_expires_while_it_waits(connection: Connection) -> None:
    Taker(connection, queue("q", "#")).connection.close()
    publish(connection, "a.b", "short-lived", expiration=0.01)
    publish(connection, "a.b", "lasting")
    time.sleep(0.02)
    assert Taker(connection, queue("q", "#")).drain() == ["lasting"]


def test_a_delivery_tells_the_content_type_as_amqp_does(connection: Connection) -> None:
    taker = Taker(connection, queue("q", "#"))
    publish(connection, "a.b", "x", serializer="json", reply_to="me", correlation_id="7")
    taker.drain()
    properties = taker.got[0].properties
    assert properties["content_type"] == "application/json"
    assert (properties["reply_to"], properties["correlation_id"]) == ("me", "7")


def test_unknown_names_are_refused_as_by_a_broker(connection: Connection) -> None:
    channel = connection.channel()
    with pytest.raises(NotFound):
        queue("nowhere", "#")(channel).queue_declare(passive=True)
    with pytest.raises(NotFound):
        channel.basic_publish(channel.prepare_message("x"), exchange="nowhere", routing_key="a")
    with pytest.raises(PreconditionFailed):
        channel.basic_ack(99)
    channel.close()
    with pytest.raises(RecoverableConnectionError):
        channel.basic_publish(channel.prepare_message("x"), exchange="", routing_key="a")


def test_a_deleted_queue_leaves_no_binding_behind(connection: Connection) -> None:
    taker = Taker(connection, queue("q", "#"))
    taker.channel.basic_cancel("taker")
    taker.channel.queue_delete("q")
    with pytest.raises(ChannelError, match="NO_ROUTE"):
        publish(connection, "a.b", "x", mandatory=True)


def test_brokers_of_different_names_do_not_hear_each_other(connection: Connection) -> None:
    taker = Taker(connection, queue("q", "#"))
    with Connection("inproc://elsewhere") as elsewhere:
        publish(elsewhere, "a.b", "x")
    assert taker.drain() == []


def test_a_message_wakes_who_waits_for_it_at_once(connection: Connection) -> None:
    """A transport that polls once a second needs 20 s for this."""
    taker = Taker(connection, queue("q", "#"))
    waits: list[float] = []
    for n in range(20):
        sent_at = time.monotonic() + 0.02
        threading.Timer(0.02, publish, (connection, "a.b", str(n))).start()
        taker.connection.drain_events(timeout=5)
        waits.append(time.monotonic() - sent_at)
    assert sorted(waits)[10] < 0.25


@pytest.fixture
def bus(uri: str) -> Iterator[KombuBus]:
    bus = KombuBus(uri)
    bus.start()
    yield bus
    bus.stop()


def test_a_call_to_nobody_is_refused_and_one_without_an_answer_times_out(
    bus: KombuBus, connection: Connection
) -> None:
    with pytest.raises(NobodyListens):
        bus.call("deaf", "hear", timeout_s=2)
    rpc = Exchange("nameko-rpc", type="topic", durable=True)
    Taker(connection, Queue("rpc-deaf", exchange=rpc, routing_key="deaf.*"))
    with pytest.raises(CallTimedOut):
        bus.call("deaf", "hear", timeout_s=0.1)


def test_a_subscription_goes_on_after_its_handler_has_failed(
    bus: KombuBus, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[bytes] = []
    all_heard = threading.Event()

    def handle(body: bytes) -> None:
        heard.append(body)
        if body == b"bad":
            raise ValueError("cannot be read")
        if body == b"last":
            all_heard.set()

    bus.subscribe("follower", ["funds.*", "members.*"], handle)
    assert bus.listening("follower", within_s=5)
    for topic, body in (("funds.main", b"bad"), ("members.main", b"\xff"), ("projects.main", b"unasked")):
        bus.publish(topic, body)
    bus.publish("funds.main", b"last")
    assert all_heard.wait(5)
    assert heard == [b"bad", b"\xff", b"last"]
    assert "the handler failed: ValueError" in caplog.text
    assert "cannot be read" not in caplog.text.replace('raise ValueError("cannot be read")', "")

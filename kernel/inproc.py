"""The in-process broker: kombu's transport `inproc://`, for the embedded house and for tests.

It speaks what nameko needs of AMQP and keeps it in memory: direct, topic and fanout exchanges, prefetch,
acks, requeue to the queue that a message came from, `mandatory`, message expiration, single active
consumers. It pushes: a publish moves the message to a waiting consumer at once, and nothing polls.
`inproc://NAME` is a broker of its own for each NAME. Messages die with the process, which is harmless: a
message is a doorbell, the log is the truth. Priorities, dead letters and queue expiry are not kept.

(kombu's own `memory://` loses a reply's content type, polls once a second, requeues to every bound queue
and ignores `mandatory`.)
"""

# mypy: disable-error-code="no-untyped-call"
# (kombu annotates its virtual transport in part only)

from __future__ import annotations

import socket
import threading
import time
from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, NamedTuple

from amqp.exceptions import (
    ChannelError,
    NotFound,
    PreconditionFailed,
    RecoverableChannelError,
    RecoverableConnectionError,
)
from amqp.protocol import queue_declare_ok_t
from kombu.transport import TRANSPORT_ALIASES, virtual

__all__ = ["register"]

Payload = dict[str, Any]


def register() -> None:
    """Make `inproc://` known to kombu. Doing it twice is harmless."""
    TRANSPORT_ALIASES["inproc"] = "kernel.inproc:Transport"


@dataclass(slots=True)
class Held:
    """A message in a queue. Several queues may share one payload, so it is copied on delivery."""

    payload: Payload
    expires_at: float | None
    redelivered: bool = False


@dataclass(eq=False, slots=True)
class Consumer:
    """Someone who takes from a queue. `limit` is the most unacked messages at once, 0 for no limit."""

    tag: str
    channel: Channel
    no_ack: bool
    callback: Callable[[Any], None]
    limit: int
    in_flight: int = 0

    @property
    def has_room(self) -> bool:
        return self.no_ack or self.limit == 0 or self.in_flight < self.limit


@dataclass(eq=False, slots=True)
class Queue:
    name: str
    single_active: bool
    ready: deque[Held] = field(default_factory=deque)
    consumers: deque[Consumer] = field(default_factory=deque)

    def next_consumer(self) -> Consumer | None:
        """The next one with room, in turn; with a single active consumer only ever the first."""
        if self.single_active:
            return self.consumers[0] if self.consumers and self.consumers[0].has_room else None
        for _ in range(len(self.consumers)):
            consumer = self.consumers[0]
            self.consumers.rotate(-1)
            if consumer.has_room:
                return consumer
        return None

    def dispatch(self) -> None:
        """Push to whoever has room. Called under the broker's lock after every change that may allow it."""
        while self.ready:
            expires_at = self.ready[0].expires_at
            if expires_at is not None and expires_at <= time.monotonic():
                self.ready.popleft()
                continue
            consumer = self.next_consumer()
            if consumer is None:
                return
            consumer.channel.take(self, self.ready.popleft(), consumer)


class Broker:
    """What the connections to one name share: exchanges, bindings, queues and one lock over all."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.state = virtual.BrokerState()
        self.queues: dict[str, Queue] = {}


_queue_numbers = count(1)
_brokers: dict[str, Broker] = {}


class Unacked(NamedTuple):
    queue: Queue
    held: Held
    consumer: Consumer | None


class Channel(virtual.Channel):
    """An AMQP channel. Everything that touches queues happens under the broker's lock."""

    body_encoding = ""  # bodies are kept as they are
    do_restore = False
    supports_fanout = True

    def __init__(self, connection: Transport, **kwargs: Any) -> None:
        super().__init__(connection, **kwargs)
        self.broker = connection.broker
        self.events: defaultdict[str, set[Callable[..., None]]] = defaultdict(set)
        self.limit = 0
        self.tags = count(1)
        self.unacked: OrderedDict[int, Unacked] = OrderedDict()
        self.consumers: dict[str, tuple[Queue, Consumer]] = {}

    # --- declaring ------------------------------------------------------------------------------------
    def exchange_declare(self, *args: Any, **kwargs: Any) -> None:
        with self.broker.lock:
            super().exchange_declare(*args, **kwargs)

    def queue_bind(self, *args: Any, **kwargs: Any) -> None:
        with self.broker.lock:
            super().queue_bind(*args, **kwargs)

    def _queue_bind(self, *_: Any) -> None:
        """The exchange's table, which the caller has written, is all that a binding needs."""

    def queue_declare(
        self,
        queue: str | None = None,
        passive: bool = False,
        arguments: dict[str, Any] | None = None,
        **_: Any,
    ) -> Any:
        name = queue or f"amq.gen-{next(_queue_numbers)}"
        with self.broker.lock:
            known = self.broker.queues.get(name)
            if known is None and passive:
                raise NotFound(f"NOT_FOUND - no queue {name!r}", (50, 10), "Channel.queue_declare")
            if known is None:
                single_active = bool((arguments or {}).get("x-single-active-consumer"))
                known = self.broker.queues[name] = Queue(name, single_active)
            return queue_declare_ok_t(name, len(known.ready), len(known.consumers))

    def queue_delete(self, queue: str, if_unused: bool = False, if_empty: bool = False, **_: Any) -> None:
        with self.broker.lock:
            known = self.broker.queues.get(queue)
            if known is None or (if_empty and known.ready) or (if_unused and known.consumers):
                return
            del self.broker.queues[queue]
            for exchange, _routing_key, _arguments in self.state.queue_bindings(queue):
                table = self.state.exchanges[exchange]["table"]
                table[:] = [row for row in table if row[2] != queue]
            self.state.queue_bindings_delete(queue)

    def _purge(self, queue: str) -> int:
        with self.broker.lock:
            known = self._queue(queue, "queue_purge")
            size = len(known.ready)
            known.ready.clear()
            return size

    def _queue(self, name: str, method: str) -> Queue:
        try:
            return self.broker.queues[name]
        except KeyError:
            raise NotFound(f"NOT_FOUND - no queue {name!r}", (50, 10), f"Channel.{method}") from None

    # --- publishing -----------------------------------------------------------------------------------
    def basic_publish(
        self, message: Payload, exchange: str = "", routing_key: str = "", mandatory: bool = False, **_: Any
    ) -> None:
        if self.closed:
            raise RecoverableConnectionError("basic_publish: channel closed")
        message["properties"]["delivery_info"].update(exchange=exchange, routing_key=routing_key)
        expiration = message["properties"].get("expiration")
        expires_at = None if expiration is None else time.monotonic() + int(expiration) / 1000
        with self.broker.lock:
            if exchange and exchange not in self.state.exchanges:
                raise NotFound(f"NOT_FOUND - no exchange {exchange!r}", (60, 40), "Channel.basic_publish")
            found = [self.broker.queues.get(name) for name in self._lookup(exchange, routing_key)]
            queues = [queue for queue in found if queue is not None]
            for queue in queues:
                queue.ready.append(Held(message, expires_at))
                queue.dispatch()
        if mandatory and not queues:
            self._return(message, exchange, routing_key)

    def _return(self, message: Payload, exchange: str, routing_key: str) -> None:
        """As py-amqp does: tell who listens for returned messages, else raise."""
        refused = ChannelError("NO_ROUTE", (60, 50), "Channel.basic_return", 312)
        if not self.events["basic_return"]:
            raise refused
        for callback in self.events["basic_return"]:
            callback(refused, exchange, routing_key, message)

    # --- consuming ------------------------------------------------------------------------------------
    def basic_qos(self, prefetch_size: int = 0, prefetch_count: int = 0, apply_global: bool = False) -> None:  # noqa: ARG002 - AMQP's signature
        self.limit = prefetch_count

    def basic_consume(
        self, queue: str, no_ack: bool, callback: Callable[[Any], None], consumer_tag: str, **_: Any
    ) -> None:
        with self.broker.lock:
            known = self._queue(queue, "basic_consume")
            consumer = Consumer(consumer_tag, self, no_ack, callback, self.limit)
            self.consumers[consumer_tag] = known, consumer
            known.consumers.append(consumer)
            known.dispatch()

    def basic_cancel(self, consumer_tag: str) -> None:
        """What waits in the inbox goes back; what was delivered stays with the channel until it is acked."""
        if consumer_tag not in self.consumers:
            return
        with self.broker.lock:
            queue, waiting = self._withdraw(consumer_tag)
            self._requeue(tag for tag in waiting if tag in self.unacked)
            queue.dispatch()  # the next consumer of a single-active queue takes over

    def _withdraw(self, consumer_tag: str) -> tuple[Queue, list[int]]:
        queue, consumer = self.consumers.pop(consumer_tag)
        queue.consumers.remove(consumer)
        inbox = self.connection.inbox
        self.connection.inbox = deque(item for item in inbox if item[2] is not consumer)
        return queue, [tag for _, tag, whom in inbox if whom is consumer]

    def take(self, queue: Queue, held: Held, consumer: Consumer | None) -> Payload:
        """Make `held` a delivery of this channel; for a consumer, put it into the connection's inbox."""
        tag = next(self.tags)
        if consumer is None or not consumer.no_ack:
            self.unacked[tag] = Unacked(queue, held, consumer)
        payload = _delivery(held, tag, None if consumer is None else consumer.tag)
        if consumer is not None:
            consumer.in_flight += 0 if consumer.no_ack else 1
            self.connection.inbox.append((payload, tag, consumer))
            self.connection.arrived.notify()
        return payload

    def basic_get(self, queue: str, no_ack: bool = False, **_: Any) -> Any:
        with self.broker.lock:
            known = self._queue(queue, "basic_get")
            if not known.ready:
                return None
            payload = self.take(known, known.ready.popleft(), None)
            if no_ack:
                self.unacked.popitem()
        return self.Message(payload, channel=self)

    def basic_ack(self, delivery_tag: int, multiple: bool = False) -> None:
        with self.broker.lock:
            tags = [tag for tag in self.unacked if tag <= delivery_tag] if multiple else [delivery_tag]
            for tag in tags:
                self._settle(tag).queue.dispatch()

    def basic_reject(self, delivery_tag: int, requeue: bool = False) -> None:
        with self.broker.lock:
            if requeue:
                self._requeue([delivery_tag])
            else:
                self._settle(delivery_tag).queue.dispatch()

    def basic_recover(self, requeue: bool = False) -> None:  # noqa: ARG002 - AMQP knows no other way
        with self.broker.lock:
            self._requeue(list(self.unacked))

    def _settle(self, tag: int) -> Unacked:
        """The delivery is over: its consumer has room for another."""
        try:
            settled = self.unacked.pop(tag)
        except KeyError:
            raise PreconditionFailed(f"unknown delivery tag {tag}", (60, 80), "Channel.basic_ack") from None
        if settled.consumer is not None:
            settled.consumer.in_flight -= 1
        return settled

    def _requeue(self, tags: Iterable[int]) -> None:
        """Back to the head of the queue that each came from, in the old order."""
        queues = []
        for tag in sorted(tags, reverse=True):
            settled = self._settle(tag)
            settled.held.redelivered = True
            settled.queue.ready.appendleft(settled.held)
            queues.append(settled.queue)
        for queue in queues:
            queue.dispatch()

    def close(self) -> None:
        """Cancel, and give back what was not acked: also what a consumer was in the midst of."""
        if self.closed:
            return
        with self.broker.lock:
            queues = [self._withdraw(tag)[0] for tag in list(self.consumers)]
            # Back in their old order before anyone else is served.
            self._requeue(list(self.unacked))
            for queue in queues:
                queue.dispatch()
        super().close()


def _delivery(held: Held, tag: int, consumer_tag: str | None) -> Payload:
    """The payload as one receiver gets it: with the properties that AMQP would bring along."""
    properties = held.payload["properties"]
    return {
        **held.payload,
        "headers": dict(held.payload["headers"]),
        "properties": {
            **properties,
            "content_type": held.payload["content-type"],
            "content_encoding": held.payload["content-encoding"],
            "delivery_tag": tag,
            "delivery_info": {
                **properties["delivery_info"],
                "consumer_tag": consumer_tag,
                "redelivered": held.redelivered,
            },
        },
    }


class Transport(virtual.Transport):
    """One connection: an inbox that the broker fills and `drain_events` empties."""

    Channel = Channel
    recoverable_connection_errors = (RecoverableConnectionError, OSError)
    recoverable_channel_errors = (RecoverableChannelError,)  # not NO_ROUTE: asking again finds nobody either
    driver_type = "inproc"
    driver_name = "inproc"
    implements = virtual.Transport.implements.extend(exchange_type=frozenset(["direct", "topic", "fanout"]))

    def __init__(self, client: Any, **kwargs: Any) -> None:
        super().__init__(client, **kwargs)
        self.broker = _brokers.setdefault(client.hostname or "", Broker())
        self.state = self.broker.state
        self.arrived = threading.Condition(self.broker.lock)
        self.inbox: deque[tuple[Payload, int, Consumer]] = deque()

    def drain_events(self, connection: Any, timeout: float | None = None, **_: Any) -> None:  # noqa: ARG002 - kombu's signature
        """Hand over one message. Raises: socket.timeout after `timeout` seconds without any."""
        with self.arrived:
            if not self.arrived.wait_for(lambda: self.inbox, timeout):
                raise socket.timeout  # noqa: UP041 - the name by which kombu and nameko catch it
            payload, _tag, consumer = self.inbox.popleft()
        channel = consumer.channel
        consumer.callback(channel.Message(payload, channel=channel))

    def driver_version(self) -> str:
        return "1"

"""The entrypoint `@rpc`: nameko's, on our own connection, so that an outage is waited out.

nameko's own ends the process when a reply cannot be published, when the broker is absent at start, and when
a message without `reply_to` comes along. Here the service starts without a broker, answers wait, stray
messages are logged and dropped, and while the process drains what was taken can still be answered and acked.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import orjson
from kombu.entity import Queue
from nameko.exceptions import MalformedRequest, UnserializableValueError, serialize
from nameko.extensions import ProviderCollector
from nameko.rpc import RPC_QUEUE_TEMPLATE
from nameko.rpc import Rpc as NamekoRpc
from nameko.rpc import RpcConsumer as NamekoRpcConsumer

from kernel.bus import BusDown
from kernel.messaging.lines import RPC
from kernel.messaging.listener import Listener, body_of
from kernel.messaging.rim import rim

__all__ = ["rpc"]

_log = logging.getLogger(__name__)


class RpcConsumer(NamekoRpcConsumer):  # type: ignore[misc]  # nameko publishes no types
    """The queue of one service's calls, shared by its methods."""

    consumer: Listener

    def setup(self) -> None:
        name = self.container.service_name
        queue = Queue(RPC_QUEUE_TEMPLATE.format(name), exchange=RPC, routing_key=f"{name}.*", durable=True)
        self.consumer = rim().bus.listen(queue, self._on_message, prefetch=rim().host.rpc_prefetch)

    def start(self) -> None:
        """Returns at once: HTTP must answer while the broker is away."""
        self.consumer.start()

    def stop(self) -> None:
        """Called when all workers are through, so what is still unacked was never begun."""
        self.consumer.stop()

    def unregister_provider(self, provider: Any) -> None:
        """The service begins to stop: take no more calls, but keep the connection to ack those at work."""
        self.consumer.drain()
        ProviderCollector.unregister_provider(self, provider)

    def _on_message(self, message: Any) -> None:
        try:
            body = _decode(message)
            provider = self.get_provider_for_method(message.delivery_info["routing_key"])
            provider.handle_message(body, message)
        except Exception:  # noqa: BLE001 - no JSON, unknown method, wrong arguments: the caller hears of it
            fault = sys.exc_info()
            # From a thread of its own: an answer may wait for the broker, the listener must not.
            self.container.spawn_managed_thread(lambda: self.handle_result(message, None, fault))

    def handle_result(self, message: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        """Answer, then ack: the handler has committed by now."""
        body, exc_info = _encode(result, exc_info)
        reply_to = message.properties.get("reply_to")
        if reply_to is None:
            _log.warning("a call of %s without reply_to was dropped", message.delivery_info["routing_key"])
        else:
            try:
                correlation_id = message.properties.get("correlation_id")
                rim().bus.reply(reply_to, correlation_id, body, rim().host.reply_s_max)
            except BusDown as error:
                # The caller has given up long ago; a retry finds the committed answer by its command id.
                _log.warning("an answer was lost: %s", error)
        self.consumer.ack_message(message)
        return result, exc_info


def _decode(message: Any) -> dict[str, Any]:
    body = orjson.loads(body_of(message))
    if not isinstance(body, dict):
        raise MalformedRequest("a request is an object with `args` and `kwargs`")
    return body


def _encode(result: Any, exc_info: Any) -> tuple[bytes, Any]:
    """nameko's reply. What JSON does not know is a failure of the method, not of the process."""
    if exc_info is None:
        try:
            return orjson.dumps({"result": result, "error": None}), None
        except orjson.JSONEncodeError:
            exc_info = sys.exc_info()
            error = serialize(UnserializableValueError(result))
    else:
        error = serialize(exc_info[1])
    return orjson.dumps({"result": None, "error": error}), exc_info


class Rpc(NamekoRpc):  # type: ignore[misc]  # nameko publishes no types
    rpc_consumer = RpcConsumer()


Method = TypeVar("Method", bound=Callable[..., Any])


def rpc(method: Method) -> Method:
    """Mark a method of a service class as this entrypoint."""
    marked: Method = Rpc.decorator(method)
    return marked

"""A process for the tests of messaging: `python messaging_child.py {service|front|both} BROKER PORT [JSON]`.

`service` answers calls; `front` makes them for whoever asks by HTTP, so that a test sees what a caller meets.
"""
# ruff: noqa: E402 - the patch comes first

from __future__ import annotations

from kernel.messaging import monkey_patch

monkey_patch()

import json
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import eventlet.patcher
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Request, Response

from kernel.bus import Bus, BusDown, CallTimedOut, RemoteFailure
from kernel.messaging.host import HostConfig, PortTaken, run_services
from kernel.messaging.hosted import Hosted
from kernel.messaging.http import answer, mount
from kernel.messaging.probes import probes
from kernel.messaging.rpc import rpc

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class Desk:
    """Something with a beginning and an end."""

    def __init__(self, _settings: Any, bus: Bus) -> None:
        self.bus = bus
        self.probes = probes(lambda: [] if bus.up else ["broker"])

    def start(self) -> None:
        print("desk started", flush=True)

    def stop(self) -> None:
        print("desk stopped", flush=True)


class Service:
    name = "service"
    desk = Hosted(Desk)

    @rpc
    def echo(self, value: Any) -> Any:
        return value

    @rpc
    def pid(self) -> int:
        return os.getpid()

    @rpc
    def slow(self, seconds: float) -> str:
        print("slow begun", flush=True)
        time.sleep(seconds)
        return "done"

    @rpc
    def fails(self) -> None:
        raise ValueError("a defect")

    @rpc
    def answers_what_json_does_not_know(self) -> Any:
        return {1, 2}

    @mount
    def http(self, environ: Any) -> WSGIApplication:
        return answer(self.desk.probes, environ)


class Front(Desk):
    def __call__(self, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        request.max_content_length = 1 << 20
        routes: dict[str, Callable[[Request], Any]] = {
            "call": self.call,
            "body": self.body,
            "stream": self.stream,
            "wait": self.wait,
            "rounds": self.rounds,
            "hang": self.hang,
            "defect": self.defect,
        }
        route = routes.get(request.path.split("/")[1])
        if route is None:
            return self.probes(environ, start_response)
        result = route(request)
        return (result if isinstance(result, Response) else _json(result))(environ, start_response)

    def call(self, request: Request) -> Any:
        _, _, service, method = request.path.split("/")
        time.sleep(float(request.args.get("after_s", "0")))
        begun = time.monotonic()
        try:
            args = json.loads(request.args.get("args", "[]"))
            got = self.bus.call(service, method, *args, timeout_s=float(request.args.get("timeout_s", "5")))
            outcome = {"answer": got}
        except (BusDown, CallTimedOut, RemoteFailure) as error:
            outcome = {"error": type(error).__name__, "text": str(error)}
        return {**outcome, "seconds": time.monotonic() - begun}

    def rounds(self, request: Request) -> Any:
        """The mean time of a round trip."""
        count = int(request.args["count"])
        begun = time.perf_counter()
        for n in range(count):
            assert self.bus.call("service", "echo", n, timeout_s=5) == n
        return {"seconds": (time.perf_counter() - begun) / count}

    def body(self, request: Request) -> Any:
        try:
            return {"method": request.method, "bytes": len(request.get_data())}
        except RequestEntityTooLarge:
            return _json({"error": "too large"}, 413)

    def stream(self, _request: Request) -> Response:
        def parts() -> Iterator[str]:
            for n in range(3):
                yield f"{n}" * 5000
                time.sleep(0.5)

        return Response(parts())

    def wait(self, request: Request) -> Any:
        time.sleep(float(request.args["seconds"]))
        return {}

    def hang(self, _request: Request) -> Any:
        """Stop all green threads, as a library that waits in C does."""
        print("hanging", flush=True)
        eventlet.patcher.original("time").sleep(100)

    def defect(self, _request: Request) -> Any:
        raise ValueError("a defect")


class Gateway:
    name = "front"
    front = Hosted(Front)

    @mount
    def http(self, environ: Any) -> WSGIApplication:
        return answer(self.front, environ)


def _json(body: Any, status: int = 200) -> Response:
    return Response(json.dumps(body), status, content_type="application/json")


def main() -> int:
    logging.basicConfig(level=logging.INFO, stream=sys.stderr)
    role, broker, port, *options = sys.argv[1:]
    roles: dict[str, list[Any]] = {"service": [Service], "front": [Gateway], "both": [Service, Gateway]}
    classes = roles[role]
    host = HostConfig(broker, http_ports={classes[-1].name: int(port)}, **json.loads((options or ["{}"])[0]))
    try:
        return run_services(classes, host, {}, lambda ports: print("started", json.dumps(ports), flush=True))
    except PortTaken as refusal:
        print("refused", refusal, flush=True)
        return 3


if __name__ == "__main__":
    raise SystemExit(main())

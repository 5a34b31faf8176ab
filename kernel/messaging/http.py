"""The entrypoint `@mount`: every path and method of one port to one WSGI application.

nameko keeps lifecycle, workers and dependencies; the application (Flask) keeps routing. A method so marked
gets the WSGI environ and returns a WSGI application (a Response is one), most often
`answer(application, environ)`.
"""

from __future__ import annotations

import errno
import logging
import socket
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import eventlet
from eventlet import wsgi
from eventlet.event import Event
from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import Entrypoint
from nameko.web.server import HttpOnlyProtocol, WebServer
from werkzeug.wrappers import Response

from kernel.messaging.rim import rim
from kernel.messaging.taking import BodyIncomplete, is_large, take_body

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = ["answer", "mount"]

_log = logging.getLogger(__name__)

_LAST_ANSWERS_S = 5.0
_SINGLE = ("content-length", "transfer-encoding", "content-type", "host", "authorization", "idempotency-key")
_OUT_OF_FILES = (errno.EMFILE, errno.ENFILE)


class Answered:
    """What an application said to a request, for the server to say again: status, headers, body as it was.

    A WSGI application itself, as a Response is. Not a Response: to take the answer apart and build one of it
    would cost each request as much as reading its body does.
    """

    _status: str
    _headers: list[tuple[str, str]]

    def __init__(self, application: WSGIApplication, environ: WSGIEnvironment) -> None:
        self._body = application(environ, self._begin)

    def _begin(
        self, status: str, headers: list[tuple[str, str]], _error: object = None
    ) -> Callable[..., Any]:
        self._status, self._headers = status, headers
        return _no_writing

    def __call__(self, _environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response(self._status, self._headers)
        return self._body


def _no_writing(_: bytes) -> NoReturn:
    raise NotImplementedError("an application that writes instead of answering")


def answer(application: WSGIApplication, environ: WSGIEnvironment) -> WSGIApplication:
    """What `application` makes of the request; a streamed body stays a stream."""
    return Answered(application, environ)


class Protocol(HttpOnlyProtocol):  # type: ignore[misc]  # nameko publishes no types
    """Lets the application close the connection, which eventlet offers to nobody; strict with headers."""

    def parse_request(self) -> bool:
        """Refuses a header that may stand once and stands twice, and a length that is no number.

        Where a body ends would be one thing to a proxy and another to us; of two keys or tokens eventlet
        would make one, joined by a comma.
        """
        if not super().parse_request():
            return False
        if any(len(self.headers.get_all(name, ())) > 1 for name in _SINGLE):
            return self._refuse("http.header_repeated")
        if not (length := self.headers.get("content-length", "0")).isascii() or not length.isdecimal():
            return self._refuse("http.length_format")
        return True

    def _refuse(self, code: str) -> bool:
        self.close_connection = 1
        refusal = _refusal(400, code)
        body = refusal.get_data()
        head = f"HTTP/1.1 {refusal.status}\r\nContent-Type: {refusal.content_type}\r\n"
        self.wfile.write(f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)
        return False

    def get_environ(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environ()
        environ["gongzhi.close"] = self._close_after_this
        return environ

    def _close_after_this(self) -> None:
        self.close_connection = 1


class HttpServer(WebServer):  # type: ignore[misc]  # nameko publishes no types
    """The port of one service, opened by `run_services`; a service without a port has none."""

    _draining = False
    _waiting = 0  # requests that no worker has taken yet
    _large = 0  # requests with large bodies that are at work, or on their way in

    def start(self) -> None:
        self._sock = rim().sockets.get(self.container.service_name)
        self._connections: set[_Connection] = set()
        if self._sock is None:
            return
        self._serv = wsgi.Server(
            self._sock,
            self._sock.getsockname(),
            self._serve,
            protocol=Protocol,
            log_output=False,
            debug=False,
            keepalive=rim().host.socket_timeout_s,
            socket_timeout=rim().host.socket_timeout_s,
        )
        self._serv.log = _log  # tracebacks; requests are the application's to log
        accept = partial(self._accept, self._sock)
        self._gt = self.container.spawn_managed_thread(accept, identifier="http.accept")

    def stop_accepting(self) -> None:
        """The port is free for a successor from here on; requests at work go on."""
        if self._sock is not None and not self._draining:
            self._draining = True
            self._gt.kill()
            self._sock.close()

    def stop(self) -> None:
        """Give the last answers a moment to leave, then close what idles."""
        self.stop_accepting()
        with eventlet.Timeout(_LAST_ANSWERS_S, False):
            while any(connection.busy for connection in self._connections):
                eventlet.sleep(0.02)
        for connection in list(self._connections):
            connection.green.kill()

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                sock, address = listening.accept()
            except OSError as error:
                # A client that left before we came to it is nothing; out of files, waiting helps.
                if error.errno in _OUT_OF_FILES:
                    _log.warning("out of file descriptors: %s", error)
                    eventlet.sleep(0.1)
                continue
            sock.settimeout(rim().host.socket_timeout_s)
            connection = _Connection([address, sock, wsgi.STATE_IDLE])
            self._connections.add(connection)
            connection.green = self.container.spawn_managed_thread(
                partial(self._converse, connection), identifier="http.connection"
            )

    def _converse(self, connection: _Connection) -> None:
        try:
            self._serv.process_request(connection.state)
        except (OSError, ValueError) as error:
            # A client that sends nonsense or leaves in the midst of it must not end the service.
            _log.debug("connection: %s", error)  # not whose: addresses are kept nowhere
        finally:
            self._connections.discard(connection)
            connection.state[1].close()

    def _serve(self, environ: WSGIEnvironment, start_response: StartResponse) -> Any:
        response = self._respond(environ)
        return response(environ, start_response)

    def _respond(self, environ: WSGIEnvironment) -> WSGIApplication:
        if self._draining:
            environ["gongzhi.close"]()
            return _refusal(503, "http.stopping")
        if self._waiting >= rim().host.http_queue_max:
            return _refusal(503, "http.busy")
        large = is_large(environ)
        if large and self._large >= rim().host.large_bodies_at_once:
            environ["gongzhi.close"]()
            return _refusal(503, "http.busy")
        self._large += large
        try:
            # Here, not in a worker: a slow client must not hold one.
            take_body(environ)
            return self._worked(environ)
        except BodyIncomplete as error:
            environ["gongzhi.close"]()
            return _refusal(*error.args)
        finally:
            self._large -= large
            if large:
                environ["wsgi.input"].close()

    def _worked(self, environ: WSGIEnvironment) -> WSGIApplication:
        """What a worker makes of the request."""
        [mounted] = self._providers
        self._waiting += 1
        try:
            done = mounted.begin(environ)
        except ContainerBeingKilled:
            return _refusal(503, "http.stopping")
        finally:
            self._waiting -= 1
        answered: WSGIApplication = done.wait()
        return answered


class _Connection:
    """One client's socket, in the shape that eventlet keeps its state: [address, socket, state]."""

    green: Any

    def __init__(self, state: list[Any]) -> None:
        self.state = state

    @property
    def busy(self) -> bool:
        return bool(self.state[2] == wsgi.STATE_REQUEST)


class Mount(Entrypoint):  # type: ignore[misc]  # nameko publishes no types
    server = HttpServer()

    def setup(self) -> None:
        self.server.register_provider(self)

    def stop(self) -> None:
        # First of all, so that a load balancer turns away while the workers end.
        self.server.stop_accepting()

    def begin(self, environ: WSGIEnvironment) -> Event:
        """Start a worker, waiting for a free one; the event brings its answer."""
        done = Event()
        self.container.spawn_worker(self, (environ,), {}, handle_result=partial(self._hand_back, done))
        return done

    def _hand_back(self, done: Event, worker_ctx: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:  # noqa: ARG002 - nameko's signature
        # nameko has logged the exception; the client learns no more than that there was one.
        done.send(result if exc_info is None else _refusal(500, "http.defect"))
        return result, exc_info


Method = TypeVar("Method", bound=Callable[..., Any])


def mount(method: Method) -> Method:
    """Mark a method of a service class as this entrypoint."""
    marked: Method = Mount.decorator(method)
    return marked


def _refusal(status: int, code: str) -> Response:
    """A problem document without words: texts in two languages are the application's."""
    response = Response(
        f'{{"type":"about:blank","status":{status},"code":"{code}"}}',
        status=status,
        content_type="application/problem+json",
    )
    if status == 503:  # noqa: PLR2004 - Service Unavailable
        response.headers["Retry-After"] = "1"
    return response

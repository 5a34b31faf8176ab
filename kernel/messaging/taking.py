"""The body of a request, taken whole before a worker is: bounded in bytes and time, large ones on disk."""

from __future__ import annotations

import io
import tempfile
from typing import IO, TYPE_CHECKING, Final

import eventlet
from eventlet import wsgi

from kernel.messaging.rim import HostConfig, rim

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

# A body that the application will refuse for its length is read away up to here, so that the client gets
# to see the refusal instead of a reset connection.
_DISCARD_BYTES_MAX: Final = 16 * 1024 * 1024
_CHUNK: Final = 64 * 1024
_IN_MEMORY: Final = 512 * 1024
"""What is smaller of a large body stays in memory."""


class BodyIncomplete(Exception):  # noqa: N818 - what the client did
    """The body did not come in whole, or not in time; carries the status to answer with."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(status, code)


def is_large(environ: WSGIEnvironment) -> bool:
    """Whether this is where large bodies are taken."""
    return environ["REQUEST_METHOD"] == "POST" and environ.get("PATH_INFO") in rim().host.large_bodies


def take_body(environ: WSGIEnvironment) -> None:
    """Read the body ahead. Raises: BodyIncomplete.

    A longer one than is taken there reaches the application with its true length and no bytes: refusing it is
    the application's business. A chunked one has no stated length, so it gets the bound plus one. A large one
    stands on disk, in a file without a name: whoever called closes `wsgi.input`.
    """
    body: wsgi.Input = environ["eventlet.input"]
    host, large = rim().host, is_large(environ)
    longest, within_s = _bounds(host, environ)
    length = None if body.chunked_input else int(environ.get("CONTENT_LENGTH") or 0)
    into: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY) if large else io.BytesIO()  # noqa: SIM115
    try:
        with eventlet.Timeout(within_s, TimeoutError("the body took too long")):
            if length is not None and length > longest:
                _discard(body, length)
                environ["gongzhi.close"]()
                taken = 0
            else:
                taken = _read(body, longest + 1 if length is None else length, into)
    except TimeoutError:
        into.close()
        raise BodyIncomplete(408, "http.body_too_slow") from None
    except (OSError, ValueError):
        into.close()
        raise BodyIncomplete(400, "http.body_incomplete") from None
    if length is None:
        environ["CONTENT_LENGTH"] = str(taken)
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        if taken > longest:
            environ["gongzhi.close"]()
    elif length <= longest and taken < length:
        into.close()
        raise BodyIncomplete(400, "http.body_incomplete")
    into.seek(0)
    environ["wsgi.input"] = into


def _bounds(host: HostConfig, environ: WSGIEnvironment) -> tuple[int, float]:
    """Bytes, and seconds."""
    if is_large(environ):
        return host.large_bodies[environ["PATH_INFO"]], host.large_body_s_max
    return host.body_bytes_max, host.body_s_max


def _read(body: wsgi.Input, size: int, into: IO[bytes]) -> int:
    """Up to `size` bytes: less only where the body ends before."""
    left = size
    while left and (part := body.read(min(left, _CHUNK))):
        left -= len(part)
        into.write(part)
    return size - left


def _discard(body: wsgi.Input, length: int) -> None:
    if body.should_send_hundred_continue:
        return  # the client waits for our word before it sends any
    left = min(length, _DISCARD_BYTES_MAX)
    while left and (part := body.read(min(left, _CHUNK))):
        left -= len(part)

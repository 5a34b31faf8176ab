"""One process that hosts services: its port, its requests, its signals. The broker is in it."""

from __future__ import annotations

import json
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from support.children import Child, children, eventually, get

SCRIPT = Path(__file__).with_name("messaging_child.py")


@pytest.fixture
def started() -> Iterator[list[Child]]:
    with children() as all_of_them:
        yield all_of_them


def start(started: list[Child], port: int = 0, **options: Any) -> Child:
    child = Child(SCRIPT, "both", "inproc://", str(port), json.dumps(options))
    started.append(child)
    return child


@pytest.fixture
def url(started: list[Child]) -> str:
    """Of one process with short bounds."""
    url = start(
        started,
        body_s_max=1.5,
        socket_timeout_s=3,
        body_bytes_max=2_000_000,
        max_workers=20,
        http_queue_max=20,
    ).url()
    eventually(lambda: get(f"{url}/readyz") == {"status": "ready"})
    return url


def raw(url: str, request: bytes) -> bytes:
    """Whatever comes back until the server closes the connection."""
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(request)
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def test_a_call_within_the_process_takes_about_a_millisecond(url: str) -> None:
    get(f"{url}/rounds", count=50)
    rounds = [get(f"{url}/rounds", count=300)["seconds"] for _ in range(3)]
    assert min(rounds) < 0.005


def test_every_path_and_method_reaches_the_application(url: str) -> None:
    for method in ("GET", "POST", "PUT", "DELETE", "PATCH", "PURGE"):
        answer = httpx.request(method, f"{url}/body/a//b/%e5%85%b1?x=1", content=b"12345")
        assert answer.json() == {"method": method, "bytes": 5}
    assert httpx.head(f"{url}/body").status_code == 200
    assert httpx.get(url).status_code == 404
    assert "process_" in httpx.get(f"{url}/metrics").text


def test_a_stream_is_sent_as_it_comes(url: str) -> None:
    begun = time.monotonic()
    with httpx.stream("GET", f"{url}/stream") as answer:
        parts = answer.iter_raw()
        first = next(parts)
        first_at = time.monotonic() - begun
        rest = b"".join(parts)
    assert first_at < 0.5
    assert time.monotonic() - begun > 1.4
    assert len(first + rest) == 15_000


def test_bodies_come_whole_chunked_or_not_at_all(url: str) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(10):
            yield b"x" * 10_000

    assert httpx.post(f"{url}/body", content=chunks()).json()["bytes"] == 100_000
    assert httpx.post(f"{url}/body", content=b"x" * 1_500_000).status_code == 413  # by the application
    assert httpx.post(f"{url}/body", content=b"x" * 5_000_000).status_code == 413
    half = raw(url, b"POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf")
    assert b" 408 " in half.splitlines()[0]
    assert b"http.body_too_slow" in half
    broken = raw(url, b"POST /body HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
    assert b" 400 " in broken.splitlines()[0]
    refused = raw(
        url, b"POST /body HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 9000000\r\n\r\n"
    )
    assert b" 413 " in refused.splitlines()[0]
    assert raw(url, b"GET / HT") == b""  # closed after `socket_timeout_s`
    assert raw(url, b"\x00\xff nonsense\r\n\r\n")
    assert get(f"{url}/healthz") == {"status": "ok"}


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        (b"Content-Length: 5\r\nContent-Length: 40\r\n", b"http.header_repeated"),
        (b"Content-Length: 5\r\ncontent-length: 5\r\n", b"http.header_repeated"),
        (b"Content-Length: 5\r\nIdempotency-Key: a\r\nIdempotency-Key: b\r\n", b"http.header_repeated"),
        (b"Content-Length: 5\r\nAuthorization: a\r\nAuthorization: b\r\n", b"http.header_repeated"),
        (b"Content-Length: +5\r\n", b"http.length_format"),
        (b"Content-Length: 1_0\r\n", b"http.length_format"),
        (b"Content-Length: -5\r\n", b"http.length_format"),
        ("Content-Length: ５\r\n".encode(), b"http.length_format"),
    ],
)
def test_headers_that_two_may_read_differently_are_refused_and_the_connection_ends(
    url: str, headers: bytes, code: bytes
) -> None:
    second = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    answer = raw(url, b"POST /body HTTP/1.1\r\nHost: x\r\n" + headers + b"\r\n12345" + second)
    assert b" 400 " in answer.splitlines()[0]
    assert code in answer
    assert answer.count(b"HTTP/1.1") == 1  # what came behind is never a request of its own


def test_a_defect_of_the_application_is_a_500_and_nothing_else(url: str) -> None:
    answer = httpx.get(f"{url}/defect")
    assert (answer.status_code, answer.json()["code"]) == (500, "http.defect")
    assert get(f"{url}/healthz") == {"status": "ok"}


def test_more_requests_than_may_wait_are_turned_away(url: str) -> None:
    host, port = url.removeprefix("http://").split(":")
    connections = [socket.create_connection((host, int(port)), timeout=20) for _ in range(60)]
    for connection in connections:
        connection.sendall(b"GET /wait?seconds=2 HTTP/1.0\r\n\r\n")
    answers = []
    for connection in connections:
        with connection, connection.makefile("rb") as stream:
            answers.append(stream.read())
    # 20 workers, 20 that wait for one of them.
    assert sum(b" 200 OK" in answer for answer in answers) == 40
    assert sum(b" 503 " in answer and b"Retry-After: 1" in answer for answer in answers) == 20


def test_a_port_that_is_taken_is_refused_by_name(started: list[Child]) -> None:
    url = start(started).url()
    port = url.rpartition(":")[2]
    second = start(started, int(port))
    assert second.until("refused") == f"refused 127.0.0.1:{port} is taken by another process"
    assert second.wait(20) == 3


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_requests_end_and_frees_the_port(started: list[Child], number: signal.Signals) -> None:
    child = start(started)
    url = child.url()
    port = int(url.rpartition(":")[2])
    with ThreadPoolExecutor(2) as pool, httpx.Client() as kept_alive:
        kept_alive.get(url)
        waiting = pool.submit(lambda: httpx.get(f"{url}/wait?seconds=1.5", timeout=20))
        time.sleep(0.5)
        begun = time.monotonic()
        assert child.terminate(number) == 0
        assert time.monotonic() - begun < 10
        assert waiting.result().status_code == 200
    assert child.says("desk stopped", within=1)
    start(started, port).url()


def test_what_a_request_still_has_to_ask_is_answered_after_the_signal(started: list[Child]) -> None:
    child = start(started)
    url = child.url()
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(
            lambda: httpx.get(f'{url}/call/service/echo?args=["at last"]&after_s=1.5', timeout=20)
        )
        time.sleep(0.5)
        assert child.terminate(signal.SIGTERM) == 0
        assert asking.result().json()["answer"] == "at last"


def test_a_second_signal_ends_the_process_at_once(started: list[Child]) -> None:
    child = start(started)
    url = child.url()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(lambda: httpx.get(f"{url}/wait?seconds=8", timeout=20))
        time.sleep(0.5)
        child.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        assert child.process.poll() is None
        assert child.terminate(signal.SIGTERM, seconds=3) == 128 + signal.SIGTERM
        assert waiting.exception() is not None


def test_what_does_not_end_is_cut_off(started: list[Child]) -> None:
    child = start(started, drain_s_max=1)
    url = child.url()
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(lambda: httpx.get(f"{url}/wait?seconds=60", timeout=20))
        time.sleep(0.5)
        assert child.terminate(seconds=10) == 0
        assert waiting.exception() is not None
    assert "cut off" in "".join(child.stderr)


def test_a_process_whose_green_threads_hang_ends_too(started: list[Child]) -> None:
    child = start(started, stop_s_max=2)
    url = child.url()
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: httpx.get(f"{url}/hang", timeout=20))
        child.until("hanging")
        assert child.terminate(seconds=10) == 1
    assert "not stopped after 2 s, ending now" in "".join(child.stderr)

"""Services in processes of their own over a real RabbitMQ, which is killed, absent, and back again."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.children import Child, children, eventually, get
from support.servers import RabbitMq

SCRIPT = Path(__file__).with_name("messaging_child.py")


@pytest.fixture
def started() -> Iterator[list[Child]]:
    with children() as all_of_them:
        yield all_of_them


def start(started: list[Child], role: str, broker: str) -> Child:
    child = Child(SCRIPT, role, broker, "0")
    started.append(child)
    return child


def answers(front: str) -> Any:
    return get(f"{front}/call/service/echo", args='["hello"]').get("answer") == "hello"


def ask_meanwhile(front: str, path: str, **params: Any) -> tuple[threading.Thread, list[Any]]:
    got: list[Any] = []
    thread = threading.Thread(target=lambda: got.append(get(front + path, **params)))
    thread.start()
    return thread, got


def test_a_call_crosses_from_process_to_process(started: list[Child], broker_uri: str) -> None:
    service, front = start(started, "service", broker_uri), start(started, "front", broker_uri)
    url = front.url()
    assert service.url()
    eventually(lambda: answers(url))
    assert get(f"{url}/call/service/pid")["answer"] == service.process.pid
    assert get(f"{url}/call/service/fails")["error"] == "RemoteFailure"
    assert get(f"{url}/call/service/answers_what_json_does_not_know")["error"] == "RemoteFailure"
    assert get(f"{url}/call/service/no_such_method")["error"] == "RemoteFailure"
    assert get(f"{url}/call/service/echo")["error"] == "RemoteFailure"
    assert get(f"{url}/call/nobody/echo")["error"] == "NobodyListens"
    late = get(f"{url}/call/service/slow", args="[3]", timeout_s=1)
    assert late["error"] == "CallTimedOut"
    assert late["seconds"] < 1.5
    assert [service.terminate(), front.terminate()] == [0, 0]
    service.until("desk stopped", 1)


def test_a_broker_killed_in_mid_call_costs_that_call_at_most_and_everything_comes_back(
    started: list[Child], rabbitmq: RabbitMq, broker_uri: str
) -> None:
    service, front = start(started, "service", broker_uri), start(started, "front", broker_uri)
    url = front.url()
    eventually(lambda: answers(url))

    asking, got = ask_meanwhile(url, "/call/service/slow", args="[1]", timeout_s=12)
    service.until("slow begun")
    rabbitmq.kill()
    down = get(f"{url}/call/service/echo", args="[1]", timeout_s=2)
    assert down["error"] in ("BusDown", "CallTimedOut")
    assert down["seconds"] < 3
    assert get(f"{url}/healthz") == {"status": "ok"}
    assert get(f"{url}/readyz") == {"status": "waiting", "waiting_for": ["broker"]}
    rabbitmq.start()

    asking.join(20)
    assert got[0].get("answer") == "done" or got[0]["error"] in ("BusDown", "CallTimedOut")
    assert got[0]["seconds"] < 13
    eventually(lambda: answers(url), 10)
    assert get(f"{url}/readyz") == {"status": "ready"}
    assert [child.process.poll() for child in started] == [None, None]


def test_processes_start_without_a_broker_and_find_it_when_it_comes(
    started: list[Child], rabbitmq: RabbitMq, broker_uri: str
) -> None:
    rabbitmq.stop()
    service, front = start(started, "service", broker_uri), start(started, "front", broker_uri)
    url, probes = front.url(), service.url()
    for each in (url, probes):
        assert get(f"{each}/healthz") == {"status": "ok"}
        assert get(f"{each}/readyz") == {"status": "waiting", "waiting_for": ["broker"]}
    assert get(f"{url}/call/service/echo", args="[1]", timeout_s=1)["error"] == "BusDown"
    time.sleep(3)
    assert [child.process.poll() for child in started] == [None, None]
    rabbitmq.start()
    eventually(lambda: answers(url), 10)


def test_sigterm_ends_processes_in_an_outage_also_with_an_answer_on_its_way(
    started: list[Child], rabbitmq: RabbitMq, broker_uri: str
) -> None:
    service, front = start(started, "service", broker_uri), start(started, "front", broker_uri)
    url = front.url()
    eventually(lambda: answers(url))
    asking, _ = ask_meanwhile(url, "/call/service/slow", args="[1]", timeout_s=8)
    service.until("slow begun")
    rabbitmq.kill()
    time.sleep(2)  # the answer now waits for the broker
    begun = time.monotonic()
    assert front.terminate() == 0
    assert service.terminate() == 0
    assert time.monotonic() - begun < 30
    asking.join(10)


def test_a_process_that_ends_finishes_and_answers_what_it_has_begun(
    started: list[Child], broker_uri: str
) -> None:
    service, front = start(started, "service", broker_uri), start(started, "front", broker_uri)
    url = front.url()
    eventually(lambda: answers(url))
    asking, got = ask_meanwhile(url, "/call/service/slow", args="[3]", timeout_s=8)
    service.until("slow begun")
    assert service.terminate() == 0
    asking.join(10)
    assert got[0]["answer"] == "done"
    # Nothing was handed out a second time: a successor finds an empty queue.
    successor = start(started, "service", broker_uri)
    successor.url()
    eventually(lambda: answers(url))
    assert not successor.says("slow", within=1)

"""The gateway as the command line sees it: retries with the same key, problems, positions."""

from __future__ import annotations

import json
import threading
from typing import Any

import httpx
import pytest

from cli.client import Command, Gateway, Refused, Unreachable


class Impatient(threading.Event):
    """Nobody waits between two tries."""

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout is not None
        return self.is_set()


class Scripted:
    """A stranger at the other end: answers in the order given, and remembers what it was asked."""

    def __init__(self, *answers: httpx.Response | httpx.TransportError) -> None:
        self.answers = list(answers)
        self.asked: list[httpx.Request] = []

    def gateway(self, **how: Any) -> Gateway:
        made = Gateway("http://x", "t", "zh", transport=httpx.MockTransport(self._answer), **how)
        made._over = Impatient()
        return made

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, httpx.TransportError):
            raise answer
        return answer


def made(**fields: object) -> httpx.Response:
    return httpx.Response(
        201, json={"id": "don_1", **fields}, headers={"Ledger-Position": "members/2, funds/7"}
    )


def problem(status: int, code: str) -> httpx.Response:
    return httpx.Response(status, json={"code": code, "title": code, "status": status})


def test_a_write_is_tried_again_with_the_same_key_until_it_is_answered() -> None:
    script = Scripted(
        problem(429, "overloaded"), httpx.ReadTimeout("slow"), problem(504, "outcome_unknown"), made()
    )
    assert script.gateway().post("/v1/donations", {}, "k")["id"] == "don_1"
    assert {request.headers["Idempotency-Key"] for request in script.asked} == {"k"}
    assert len(script.asked) == 4


def test_who_must_wait_for_long_is_told_so_at_once() -> None:
    closed = problem(429, "members.too_many_failures")
    closed.headers["Retry-After"] = "900"
    script = Scripted(closed)
    with pytest.raises(Refused) as refused:
        script.gateway().post("/v1/sign-ins", {}, "k")
    assert (refused.value.wait_s, len(script.asked)) == (900, 1)


def test_a_refusal_is_final_and_carries_the_gateways_words() -> None:
    body = {
        "code": "invalid_input",
        "title": "T",
        "detail": "D",
        "errors": [{"field": "amount", "message": "M"}],
    }
    script = Scripted(httpx.Response(422, json=body))
    with pytest.raises(Refused) as refused:
        script.gateway().post("/v1/donations", {}, "k")
    assert (refused.value.code, refused.value.words()) == ("invalid_input", "amount: M")
    assert len(script.asked) == 1


def test_a_gateway_that_was_never_there_is_not_waited_for_one_that_was_is() -> None:
    with pytest.raises(Unreachable):
        Scripted(httpx.ConnectError("refused")).gateway().get("/v1/funds")
    script = Scripted(made(), httpx.ConnectError("restarting"), made())
    gateway = script.gateway()
    gateway.post("/v1/donations", {}, "k")
    gateway.get("/v1/funds")
    assert script.answers == []


def test_reads_wait_for_what_this_client_wrote() -> None:
    script = Scripted(made(), made(), httpx.Response(200, json={}))
    gateway = script.gateway()
    gateway.post("/v1/donations", {}, "k")
    gateway.post("/v1/donations", {}, "l")
    gateway.get("/v1/funds")
    assert script.asked[-1].headers["Ledger-Position"] == "funds/7, members/2"
    assert script.asked[-1].headers["Authorization"] == "Bearer t"
    assert script.asked[-1].headers["Accept-Language"] == "zh-CN"


def test_lists_are_read_to_their_end() -> None:
    script = Scripted(
        httpx.Response(200, json={"items": [{"id": "1"}], "next_cursor": "c"}),
        httpx.Response(200, json={"items": [{"id": "2"}], "next_cursor": None}),
    )
    assert [one["id"] for one in script.gateway().pages("/v1/funds", kind="other")] == ["1", "2"]
    assert [request.url.params.get("cursor") for request in script.asked] == [None, "c"]


def test_a_batch_gives_an_outcome_for_every_command() -> None:
    results = [
        {"status": 201, "record": "donation", "id": "don_1", "repeated": True},
        {"status": 422, "problem": {"code": "invalid_input", "status": 422}},
    ]
    script = Scripted(httpx.Response(201, json={"results": results}))
    taken, refused = script.gateway().batch([Command("a.b", "k1", {"x": 1}), Command("a.b", "k2", {})], "k")
    assert (taken.id, taken.repeated, taken.problem) == ("don_1", True, None)
    assert (refused.id, refused.problem) == (None, {"code": "invalid_input", "status": 422})
    sent = json.loads(script.asked[0].content)
    assert sent["commands"][0] == {"command": "a.b", "key": "k1", "x": 1}


def test_an_answer_that_is_no_problem_document_is_still_an_answer() -> None:
    with pytest.raises(Refused) as refused:
        Scripted(httpx.Response(404, text="<html>")).gateway().get("/v1/funds")
    assert refused.value.code == "http_404"


def test_a_run_that_wrote_ends_when_the_ledger_has_it() -> None:
    script = Scripted(
        made(), *(problem(504, "ledger.behind") for _ in range(9)), httpx.Response(200, json={})
    )
    with script.gateway() as gateway:
        gateway.post("/v1/donations", {}, "k")
    assert script.answers == []
    assert {request.url.path for request in script.asked[1:]} == {"/v1/ledger/position"}


def test_a_run_that_only_read_waits_for_nothing() -> None:
    script = Scripted(httpx.Response(200, json={}))
    with script.gateway() as gateway:
        gateway.get("/v1/funds")
    assert len(script.asked) == 1


def test_whoever_reads_a_demonstration_is_told_once() -> None:
    shown = {"Gongzhi-Demonstration": "true"}
    script = Scripted(*(httpx.Response(200, json={}, headers=headers) for headers in ({}, shown, shown)))
    told: list[str] = []
    gateway = script.gateway(demonstrated=lambda: told.append("demonstration"))
    gateway.get("/v1/funds")
    assert told == []
    gateway.get("/v1/funds")
    gateway.get("/v1/funds")
    assert told == ["demonstration"]

"""Who speaks HTTP with a running system: a person with a token, and the council that a story needs."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

import httpx
from support.running import Running

HOLDER = "滨湖世纪社区居委会"
NAMES = {
    "treasurer": "张三丰",
    "chair": "李四光",
    "project_lead": "王五岳",
    "auditor": "赵六合",
    "": "钱七星",
}
_AGAIN = frozenset({429, 502, 503, 504})


class UnansweredError(AssertionError):
    """Nothing but outages within the time."""


class Caller:
    """One token."""

    def __init__(self, system: Running, token: str, person: str = "", url: str = "") -> None:
        self.system, self.token, self.person, self.url = system, token, person, url or system.url

    def through(self, url: str) -> Caller:
        """The same person at another gateway."""
        return Caller(self.system, self.token, self.person, url)

    def get(self, path: str, after: Mapping[str, Any] | str | None = None, **query: str) -> httpx.Response:
        """`after`: what was made (its `at`), or a Ledger-Position, that the answer must know of."""
        headers = {"Authorization": f"Bearer {self.token}"}
        if after is not None:
            headers["Ledger-Position"] = after if isinstance(after, str) else after["at"]
        return self.system.client.get(f"{self.url}/v1/{path}", headers=headers, params=query)

    def post(self, path: str, body: Any = None, key: str | None = None, **query: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key or secrets.token_hex(8)}
        url = f"{self.url}/v1/{path}"
        return self.system.client.post(url, json={} if body is None else body, headers=headers, params=query)

    def made(self, path: str, body: Any = None, key: str | None = None) -> dict[str, Any]:
        """The record that this POST made; its `at` is the position that a read can wait for."""
        return record_of(self.post(path, body, key))

    def seen(self, path: str, after: Mapping[str, Any] | str | None = None, **query: str) -> Any:
        """What a GET shows, once the ledger has `after`."""
        answer = self.get(path, after, **query)
        assert answer.status_code == 200, (path, answer.status_code, answer.text)
        return answer.json()

    def insisted(self, path: str, body: Any, key: str, seconds: float) -> httpx.Response:
        """The answer to this command, asked for with one key through outages.

        Raises: UnansweredError; AssertionError at a 500, which is a defect whatever is out.
        """
        deadline = time.monotonic() + seconds
        while True:
            try:
                answer = self.post(path, body, key)
                assert answer.status_code < 500 or answer.status_code in _AGAIN, (path, answer.text)
                if answer.status_code not in _AGAIN:
                    return answer
                last = answer.text
            except httpx.TransportError as error:
                last = repr(error)
            if time.monotonic() > deadline:
                raise UnansweredError(f"{path}: no answer in {seconds} s; last: {last}")
            time.sleep(0.2)

    def every(self, path: str, after: Mapping[str, Any] | str | None = None, **query: str) -> Iterator[Any]:
        """All items of a list, page by page."""
        cursor: str | None = None
        while True:
            page = self.seen(path, after, limit="200", **query, **({"cursor": cursor} if cursor else {}))
            yield from page["items"]
            cursor = page["next_cursor"]
            if cursor is None:
                return


def record_of(answer: httpx.Response) -> dict[str, Any]:
    """What a 201 made."""
    assert answer.status_code == 201, (answer.request.url.path, answer.status_code, answer.text)
    return {**answer.json(), "at": answer.headers["Ledger-Position"]}


@dataclass(frozen=True)
class Council:
    """One caller per role, one without any, all with a token of their own."""

    founder: Caller
    treasurer: Caller
    chair: Caller
    lead: Caller
    auditor: Caller
    nobody: Caller

    def through(self, url: str) -> Council:
        """The same people at another gateway."""
        return Council(**{one.name: getattr(self, one.name).through(url) for one in fields(self)})


def settled(system: Running) -> Council:
    """A council with its people, three accounts of one holder, two funds and a project."""
    founder = Caller(system, system.founder_token())
    system.keep_quiet_about(*NAMES.values())
    treasurer, chair, lead, auditor, nobody = (
        appointed(founder, name, *([role] if role else [])) for role, name in NAMES.items()
    )
    for code, kind in (("bank", "bank"), ("wechat", "wechat"), ("cash", "cash")):
        founder.made("money-accounts", {"code": code, "name": code, "kind": kind, "legal_holder": HOLDER})
    for code, kind in (("gz", "co_governance"), ("gy", "public_welfare")):
        fund = {"code": code, "name": code, "kind": kind, "source": "donation", "legal_holder": HOLDER}
        founder.made("funds", fund)
    lead.made("projects", {"code": "bench", "name": "广场长椅", "purpose": "长椅"})
    return Council(founder, treasurer, chair, lead, auditor, nobody)


def appointed(founder: Caller, name: str, *roles: str) -> Caller:
    """Somebody with these mandates and a token."""
    system = founder.system
    system.keep_quiet_about(name)
    person = founder.made("people", {"name": name})["id"]
    for role in roles:
        founder.made("mandates", {"person": person, "role": role, "from": "2020-01-01"})
    token = founder.made("tokens", {"person": person})["token"]
    system.keep_quiet_about(token)
    return Caller(system, token, person)

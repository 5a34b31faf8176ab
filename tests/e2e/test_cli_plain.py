"""`gongzhi post` and `gongzhi get` against a standing house."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.served import standing
from support.terminal import Terminal


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    with standing(tmp_path_factory.mktemp("plain")) as (url, founder):
        yield Terminal(url, founder)


MEMBER = {"code": "hehua", "name": "荷花苑", "kind": "resident_unit"}


def test_what_is_posted_is_got_field_by_field(terminal: Terminal, tmp_path: Path) -> None:
    made = json.loads(terminal.run("post", "members", json.dumps(MEMBER)).out)
    assert made["name"] == "荷花苑"
    assert terminal.run("get", "members/hehua", "--field", "id").out == f"{made['id']}\n"
    assert terminal.run("get", "members", "q=荷花", "--field", "items.0.code").out == "hehua\n"
    file = tmp_path / "member.json"
    file.write_text(json.dumps({**MEMBER, "code": "hehua-2"}), encoding="utf-8")
    assert terminal.run("post", "/members", f"@{file}", "--field", "code").out == "hehua-2\n"
    body = json.dumps({**MEMBER, "code": "hehua-3"})
    assert terminal.run("post", "members", "-", "--field", "code", answers=body).out == "hehua-3\n"


def test_a_key_writes_once_and_a_try_writes_nothing(terminal: Terminal) -> None:
    body = json.dumps({**MEMBER, "code": "once"})
    tried = terminal.run("post", "members", body, "--dry-run", "--field", "dry_run")
    assert (tried.code, tried.out) == (0, "true\n")
    first, again = (terminal.run("post", "members", body, "--key", "once", "--field", "id") for _ in range(2))
    assert first.out == again.out
    other = terminal.run("post", "members", body)
    assert other.code == 1
    assert "members.code_taken" in other.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("post", "members", "[1]"), "not a JSON object"),
        (("post", "members", "{"), "not a JSON object"),
        (("post", "members", "@nowhere.json"), "nowhere.json"),
        (("get", "members", "kind"), "NAME=VALUE"),
        (("get", "members", "--field", "items.7.id"), "items.7.id"),
    ],
)
def test_what_cannot_be_understood_is_said(terminal: Terminal, arguments: tuple[str, ...], said: str) -> None:
    ran = terminal.run(*arguments)
    assert ran.code == 2
    assert said in ran.err

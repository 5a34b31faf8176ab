"""`gongzhi sign-in` against a standing house."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.served import standing
from support.terminal import Terminal

WORD, OTHER = "九个字的长口令也可以", "a quite different password"


@pytest.fixture(scope="module")
def founder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Terminal]]:
    """(the address, the founder's terminal)."""
    with standing(tmp_path_factory.mktemp("sign-in")) as (url, token):
        yield url, Terminal(url, token)


@pytest.fixture
def known(founder: tuple[str, Terminal]) -> tuple[Terminal, str]:
    """Somebody with a password: (their terminal, which has an old token; the name they sign in by)."""
    url, first = founder
    name = f"wei-{secrets.token_hex(4)}"
    person = first.run("post", "people", '{"name": "卫十二"}', "--field", "id").out.strip()
    once = first.run("post", f"people/{person}/one-time-tokens", "--field", "one_time_token").out.strip()
    body = {"name": name, "password": WORD, "one_time_token": once}
    assert first.run("post", "passwords", json.dumps(body), "--field", "person").out.strip() == person
    return Terminal(url, "an-old-token"), name


def test_who_is_asked_signs_in_and_is_told_how_to_go_on(
    founder: tuple[str, Terminal], known: tuple[Terminal, str]
) -> None:
    terminal, name = known
    ran = terminal.run("sign-in", answers=f"{name}\n{WORD}\n")
    assert ran.code == 0, ran
    [token] = re.findall(r"^  export GONGZHI_TOKEN=(\S+)$", ran.out, re.MULTILINE)
    assert WORD not in ran.out + ran.err  # typed without echo
    assert name in ran.out + ran.err  # the name is shown as it is typed
    assert Terminal(founder[0], token).run("get", "funds").code == 0


def test_a_script_gives_the_password_by_stdin_and_keeps_the_token_in_a_file(
    founder: tuple[str, Terminal], known: tuple[Terminal, str], tmp_path: Path
) -> None:
    terminal, name = known
    file = tmp_path / "the token"
    by_script = ("sign-in", "--name", name, "--password-stdin")
    ran = terminal.run(*by_script, "--save", str(file), answers=f"{WORD}\nmore\n")
    assert ran.code == 0, ran
    token = file.read_text().strip()
    assert file.stat().st_mode & 0o777 == 0o600
    assert token not in ran.out + ran.err
    assert f"export GONGZHI_TOKEN=\"$(cat '{file}')\"" in ran.out
    assert Terminal(founder[0], token).run("get", "funds").code == 0
    told = json.loads(terminal.run(*by_script, "--save", str(file), "--json", answers=WORD).out)
    assert set(told) == {"person", "council", "expires_at", "saved"}
    assert file.read_text().strip() not in {"", token}  # another, over the one before
    bare = json.loads(terminal.run(*by_script, "--json", answers=WORD).out)
    assert Terminal(founder[0], bare["token"]).run("get", "funds").code == 0


def test_no_token_is_written_over_a_link_and_nobody_is_signed_in_for_it(
    known: tuple[Terminal, str], tmp_path: Path
) -> None:
    terminal, name = known
    (tmp_path / "target").write_text("theirs")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    for path, said in ((tmp_path / "link", "is a link"), (tmp_path / "none" / "token", "no folder")):
        ran = terminal.run("sign-in", "--name", name, "--save", str(path), answers=f"{WORD}\n")
        assert (ran.code, said in ran.err, "Password" in ran.err) == (2, True, False), ran
    assert (tmp_path / "target").read_text() == "theirs"


def test_wrong_passwords_are_told_and_after_five_how_long_to_wait(known: tuple[Terminal, str]) -> None:
    terminal, name = known
    by_script = ("sign-in", "--name", name, "--password-stdin")
    for _ in range(5):
        ran = terminal.run(*by_script, answers=OTHER)
        assert (ran.code, "Name or password are not right" in ran.err) == (1, True), ran
    closed = terminal.run(*by_script, answers=WORD)
    assert closed.code == 1
    [seconds] = re.findall(r"again in (\d+) seconds", closed.err)
    assert 800 < int(seconds) <= 900
    in_chinese = terminal.run(*by_script, "--lang", "zh", answers=WORD)
    assert (in_chinese.code, "秒后再试" in in_chinese.err) == (1, True)
    assert not any(word in one.out + one.err for one in (ran, closed) for word in (WORD, OTHER))


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--password-stdin",), 2, "--name"),
        (("--name", "x", "--password-stdin"), 1, "password"),
        (("--name", "x", "--password-stdin", "--council", "!"), 1, "council"),
    ],
)
def test_what_cannot_be_understood_is_said(
    founder: tuple[str, Terminal], arguments: tuple[str, ...], code: int, said: str
) -> None:
    ran = founder[1].run("sign-in", *arguments, answers="\n")
    assert (ran.code, said in ran.err) == (code, True), ran


def test_who_has_no_token_yet_is_told_how_to_give_one_and_nothing_of_headers(
    founder: tuple[str, Terminal],
) -> None:
    ran = Terminal(founder[0], "").run("get", "funds")
    assert ran.code == 1, ran
    assert "GONGZHI_TOKEN" in ran.err
    assert "--as" in ran.err
    assert "Authorization" not in ran.err

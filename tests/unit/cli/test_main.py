"""The command line as such: shared options anywhere, and no house where only HTTP is spoken."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cli.main import build, hoisted


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("fund GZ --json", "--json fund GZ"),
        ("donate --lang zh --amount 5 --as treasurer", "--lang zh --as treasurer donate --amount 5"),
        ("fund --lang=zh", "--lang=zh fund"),
        ("donate --note -- --json", "donate --note -- --json"),
        ("fund --lang", "fund --lang"),
    ],
)
def test_shared_options_may_stand_anywhere(typed: str, read: str) -> None:
    assert hoisted(typed.split()) == read.split()


@pytest.mark.parametrize(
    "typed", ["--lang zh fund GZ", "import donations x.csv", "--as chair --json approve x"]
)
def test_commands_that_speak_http_bring_no_house_with_them(typed: str) -> None:
    program = (
        "import sys; from cli.main import build; build(sys.argv[1:]);"
        "sys.exit(any(name in sys.modules for name in ('nameko', 'sqlalchemy', 'flask')))"
    )
    assert subprocess.run([sys.executable, "-c", program, *typed.split()], check=False).returncode == 0


@pytest.mark.parametrize("typed", ["--help", "up", "--lang zh serve funds", ""])
def test_all_commands_are_there_where_a_house_may_be_meant(typed: str) -> None:
    names = {one.name for one in build(typed.split()).registered_commands}
    assert {"up", "serve", "init", "donate"} <= names

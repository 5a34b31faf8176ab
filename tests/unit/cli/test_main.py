"""The command line as such: shared options anywhere, and no house where only HTTP is spoken."""

from __future__ import annotations

import subprocess
import sys

import pytest
import typer

from cli.main import ROOMS, build, hoisted


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
    "typed", ["--lang zh fund GZ", "import donations x.csv", "--as chair --json approve x", "sign-in"]
)
def test_commands_that_speak_http_bring_no_house_with_them(typed: str) -> None:
    program = (
        "import sys; from cli.main import build; build(sys.argv[1:]);"
        "sys.exit(any(name in sys.modules for name in ('nameko', 'sqlalchemy', 'flask')))"
    )
    assert subprocess.run([sys.executable, "-c", program, *typed.split()], check=False).returncode == 0


@pytest.mark.parametrize("typed", ["--help", "", "--lang zh", "no-such-command"])
def test_all_commands_are_there_where_any_may_be_meant(typed: str) -> None:
    assert _names(build(typed.split())) == set().union(*ROOMS.values())


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_the_commands_by_which_it_is_found(room: str) -> None:
    for command in ROOMS[room]:
        assert _names(build(["--lang", "zh", command])) == ROOMS[room]


def test_who_hosts_one_service_does_not_wait_for_the_others() -> None:
    program = (
        "import sys; from cli.host.hosting import _classes; _classes('members');"
        "others = 'alembic', 'flask', 'httpx', 'services.funds', 'services.projects';"
        "sys.exit(any(name in sys.modules for name in others))"
    )
    assert subprocess.run([sys.executable, "-W", "ignore", "-c", program], check=False).returncode == 0


def test_upkeep_brings_databases_and_no_host() -> None:
    program = (
        "import sys; import cli.host.upkeep; sys.exit('nameko' in sys.modules or 'eventlet' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-W", "ignore", "-c", program], check=False).returncode == 0


def _names(app: typer.Typer) -> set[str | None]:
    commands = {one.name for one in app.registered_commands}
    return commands | {one.name for one in app.registered_groups}

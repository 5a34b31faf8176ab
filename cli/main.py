"""`gongzhi`: the command line. Each room puts its commands under the one application.

Exit codes: 0 done, 1 refused, 2 wrong usage, 3 the gateway cannot be reached (`import` says its own).
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Annotated, Final

import typer

from cli.session import USAGE, Session
from cli.texts import LANGUAGES

ROOMS: Final[Mapping[str, frozenset[str]]] = {
    "cli.setup": frozenset({"init"}),
    "cli.donate": frozenset({"donate", "allocate"}),
    "cli.paying": frozenset({"project", "request", "approve", "pay"}),
    "cli.listing": frozenset({"fund", "donations", "trial-balance", "findings"}),
    "cli.notices.commands": frozenset({"notice-text"}),
    "cli.plain": frozenset({"post", "get"}),
    "cli.signing": frozenset({"sign-in"}),
    "cli.importing.commands": frozenset({"import"}),
    "cli.host.hosting": frozenset({"up", "serve", "migrate"}),
    "cli.host.upkeep": frozenset({"backup", "restore", "fsck", "rebuild", "token"}),
}
"""Rooms with `add(app)`, and the commands that each of them puts there.

Some bring the whole house with them, which takes a second: of a known command its room alone is read.
"""

VALUED: Final = ("--lang", "--url", "--as", "--tokens")
"""Shared options that take a value."""

HELP: Final = (
    "共治：社区共治理事会的账 · Gongzhi: the books of a community co-governance council. "
    "GONGZHI_URL (http://127.0.0.1:8080), GONGZHI_TOKEN. "
    "退出码 · Exit: 0 成功 done, 1 被拒 refused, 2 用法有误 usage, 3 连不上 unreachable."
)


def build(arguments: Sequence[str] = ()) -> typer.Typer:
    """The application; of one room alone, where `arguments` (hoisted) name a command of it."""
    app = typer.Typer(
        help=HELP, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )  # fmt: skip
    app.callback()(_shared)
    command = _command(arguments)
    for name in [room for room, its in ROOMS.items() if command in its] or ROOMS:
        import_module(name).add(app)
    return app


def _command(arguments: Sequence[str]) -> str | None:
    """The first word that is neither a shared option nor its value."""
    left = iter(arguments)
    for one in left:
        if one in VALUED:
            next(left, None)
        elif not one.startswith("-"):
            return one
    return None


def _shared(
    ctx: typer.Context,
    url: Annotated[str | None, typer.Option("--url", help="网关地址 · Address of the gateway")] = None,
    lang: Annotated[str | None, typer.Option("--lang", help="zh | en")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="给机器读 · For machines")] = False,
    role: Annotated[
        str | None,
        typer.Option(
            "--as",
            help="用数据目录里这一角色的令牌 · With this role's token from the data folder",
            metavar="ROLE",
        ),
    ] = None,
    folder: Annotated[
        Path, typer.Option("--tokens", help="--as 所用的目录 · The folder for --as", envvar="GONGZHI_DATA")
    ] = Path("data"),
) -> None:
    if lang is not None and lang not in LANGUAGES:
        raise typer.BadParameter(", ".join(LANGUAGES), param_hint="--lang")
    session = Session.usual(url, lang, as_json=as_json)
    if role is not None:
        from cli.setup.commands import token_of_role

        if (token := token_of_role(folder, role)) is None:
            session.stop(USAGE, "token.no_role", role=role, folder=str(folder))
        session = replace(session, token=token)
    ctx.obj = session


def hoisted(arguments: Sequence[str]) -> list[str]:
    """The shared options first, wherever they were written: `gongzhi fund F1 --json` works too."""
    first: list[str] = []
    rest: list[str] = []
    left = list(arguments)
    while left:
        one = left.pop(0)
        if one == "--":
            rest += [one, *left]
            break
        if one == "--json" or one.startswith(tuple(f"{name}=" for name in VALUED)):
            first.append(one)
        elif one in VALUED and left:
            first += [one, left.pop(0)]
        else:
            rest.append(one)
    return first + rest


def main(arguments: Sequence[str] | None = None) -> None:
    """The entry of the installed program."""
    given = hoisted(sys.argv[1:] if arguments is None else arguments)
    build(given)(args=given, prog_name="gongzhi")

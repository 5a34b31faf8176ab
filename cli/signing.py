"""`gongzhi sign-in`: a name and a password for a token of today and tomorrow."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from cli.donate import fresh_key
from cli.keeping import NotOurs, allowed_mode, keep
from cli.session import REFUSED, USAGE, Session
from kernel.clock import accounting_date, parse_instant

SIGN_INS: Final = "/v1/sign-ins"
INCORRECT: Final = "members.sign_in_incorrect"
TOO_MUCH: Final = 429


def add(app: typer.Typer) -> None:
    """Puts the command under `app`."""
    app.command("sign-in", help="用登录名和密码登录 · Sign in by name and password")(sign_in)


def sign_in(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Option("--name", help="登录名 · The name you sign in by")] = None,
    password_stdin: Annotated[
        bool,
        typer.Option(
            "--password-stdin", help="密码取自标准输入的第一行 · The password is stdin's first line"
        ),
    ] = False,
    council: Annotated[
        str | None, typer.Option("--council", help="社区，只有一个时可省 · Where there are several")
    ] = None,
    save: Annotated[
        Path | None, typer.Option("--save", help="令牌存入此文件（0600） · Write the token there, mode 0600")
    ] = None,
) -> None:
    """Asks for what is not given, and says how to use the token."""
    session = Session.of(ctx)
    if save is not None:
        _check(session, save)  # before anything is typed
    said = {"name": name, "password": _password(session, name)} if password_stdin else _asked(session, name)
    if council is not None:
        said["council"] = council
    signed = _signed(session, said)
    if save is not None:
        _save(session, save, str(signed["token"]))
    shown = {key: value for key, value in signed.items() if save is None or key != "token"}
    session.result(shown if save is None else {**shown, "saved": str(save)})
    last_day = accounting_date(parse_instant(str(signed["expires_at"])) - timedelta(microseconds=1))
    session.tell("sign_in.done", last_day=last_day.isoformat())
    value = str(signed["token"]) if save is None else f'"$(cat {shlex.quote(str(save))})"'
    session.tell("sign_in.how", value=value)


def _asked(session: Session, name: str | None) -> dict[str, Any]:
    """What is typed, the password without echo; questions on stderr, for stdout may be read by a script."""
    if name is None:
        name = str(typer.prompt(session.say("sign_in.name"), err=True))
    password = typer.prompt(session.say("sign_in.password"), err=True, hide_input=True)
    return _readable(session, {"name": name, "password": str(password)})


def _password(session: Session, name: str | None) -> str:
    if name is None:
        session.stop(USAGE, "sign_in.needs_name")
    try:
        password = sys.stdin.readline().rstrip("\r\n")  # blanks count
    except UnicodeError:
        session.stop(USAGE, "sign_in.unreadable")
    return str(_readable(session, {"name": name, "password": password})["password"])


def _readable(session: Session, said: dict[str, Any]) -> dict[str, Any]:
    """`said`, unless the terminal sent bytes that are no text."""
    try:
        "".join(map(str, said.values())).encode()
    except UnicodeError:
        session.stop(USAGE, "sign_in.unreadable")
    return said


def _signed(session: Session, said: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the gateway answered, with the token. A token of the environment is not sent along."""
    from cli.client import Refused

    with session.reaching():
        try:
            with replace(session, token=None).gateway() as gateway:
                signed = gateway.post(SIGN_INS, said, fresh_key("sign-in"))
        except Refused as error:
            if error.code == INCORRECT:
                session.stop(REFUSED, "sign_in.incorrect")
            if error.status == TOO_MUCH:
                session.stop(REFUSED, "sign_in.wait", seconds=error.wait_s)
            raise
    if not signed.get("token"):
        # The first answer was lost on the way, and a token is told once.
        session.stop(REFUSED, "sign_in.lost")
    return signed


def _check(session: Session, path: Path) -> None:
    try:
        allowed_mode(path)
        if not path.parent.is_dir():
            session.stop(USAGE, "save.no_folder", path=str(path.parent))
    except NotOurs as error:
        session.stop(USAGE, error.code, path=str(error.path))
    except OSError as error:
        session.stop(USAGE, "file.unwritable", path=str(path), why=error.strerror)


def _save(session: Session, path: Path, token: str) -> None:
    try:
        keep(path, token)
    except NotOurs as error:
        session.stop(USAGE, error.code, path=str(error.path))
    except OSError as error:
        session.stop(USAGE, "file.unwritable", path=str(path), why=error.strerror)

"""`gongzhi post` and `gongzhi get`: every route of the gateway by hand or from a script, without curl."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from cli.donate import fresh_key
from cli.session import USAGE, Session

FROM_STDIN: Final = "-"
Address = Annotated[str, typer.Argument(help="地址，如 donations · The address behind /v1/", metavar="PATH")]
Field = Annotated[
    str | None,
    typer.Option("--field", help="只打印这一项，如 amount.amount · Print this field alone", metavar="A.B"),
]


def add(app: typer.Typer) -> None:
    """Puts the commands under `app`."""
    app.command("post", help="向任一地址写入 · Write by any route")(post)
    app.command("get", help="读取任一地址 · Read any route")(get)


def post(
    ctx: typer.Context,
    path: Address,
    body: Annotated[
        str, typer.Argument(help="JSON；- 为标准输入，@文件 · JSON, - for stdin, @FILE", metavar="JSON")
    ] = "{}",
    field: Field = None,
    idempotency_key: Annotated[
        str | None, typer.Option("--key", help="幂等键 · Idempotency key: the same never writes twice")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只试不写 · Try it, write nothing")] = False,
) -> None:
    """Prints the record that it made, as JSON."""
    session = Session.of(ctx)
    said = _object(session, body)
    with session.reaching(), session.gateway() as gateway:
        key = idempotency_key or fresh_key("post")
        record = gateway.post(f"/v1/{path.lstrip('/')}", said, key, dry_run=dry_run)
    _print(session, record, field)


def get(
    ctx: typer.Context,
    path: Address,
    query: Annotated[
        list[str] | None, typer.Argument(help="名=值 · NAME=VALUE of the query", metavar="NAME=VALUE")
    ] = None,
    field: Field = None,
) -> None:
    """Prints what is there, as JSON; of a list its first page."""
    session = Session.of(ctx)
    asked = dict(_pair(session, one) for one in query or ())
    with session.reaching(), session.gateway() as gateway:
        found = gateway.get(f"/v1/{path.lstrip('/')}", **asked)
    _print(session, found, field)


def _object(session: Session, body: str) -> Mapping[str, Any]:
    """The JSON object that was given, read from where it is."""
    try:
        if body == FROM_STDIN:
            body = sys.stdin.read()
        elif body.startswith("@"):
            body = Path(body[1:]).read_text(encoding="utf-8")
        said = json.loads(body)
    except OSError as error:
        session.stop(USAGE, "file.unreadable", path=body[1:], why=error.strerror)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        session.stop(USAGE, "post.not_json")
    return said


def _pair(session: Session, text: str) -> tuple[str, str]:
    name, given, value = text.partition("=")
    if not (name and given):
        session.stop(USAGE, "get.not_a_pair", text=text)
    return name, value


def _print(session: Session, found: Any, field: str | None) -> None:
    if field is None:
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for name in field.split("."):
        found = _within(found, name)
        if found is None:
            session.stop(USAGE, "field.none", field=field)
    print(found if isinstance(found, str) else json.dumps(found, ensure_ascii=False))


def _within(found: Any, name: str) -> Any:
    if isinstance(found, Mapping):
        return found.get(name)
    if isinstance(found, Sequence) and not isinstance(found, str) and name.isdecimal():
        return found[int(name)] if int(name) < len(found) else None
    return None

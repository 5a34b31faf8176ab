"""`gongzhi init`: a council, its people, accounts and funds, by questions or by one workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from cli.importing.faults import CannotStart
from cli.session import USAGE, Session
from cli.setup import asking, workbook
from cli.setup.applying import apply
from cli.setup.plan import NotUnderstood, Setup
from cli.setup.tokens import TokenFile
from cli.texts import Words

Data = Annotated[
    Path,
    typer.Option(
        "--data", help="数据目录：读 first-run-token，写 tokens.json · The data folder", envvar="GONGZHI_DATA"
    ),
]


def add(app: typer.Typer) -> None:
    """Puts `init` under `app`."""
    app.command("init", help="建立社区：人员、账户、资金、令牌 · Set the council up")(init)


def init(
    ctx: typer.Context,
    data: Data = Path("data"),
    file: Annotated[Path | None, typer.Option("--file", help="填好的 XLSX · The filled workbook")] = None,
    template: Annotated[
        Path | None,
        typer.Option("--template", help="写出空白 XLSX 后结束 · Write an empty workbook and stop"),
    ] = None,
) -> None:
    """A second run adds nothing."""
    session = Session.of(ctx)
    if template is not None:
        if template.exists():
            session.stop(USAGE, "init.template_exists", path=str(template))
        workbook.write_template(template)
        session.result({"template": str(template)})
        session.tell("init.template", path=str(template))
        return
    token = _founder(session, data)
    setup = _setup(session, file)
    tokens = TokenFile.at(data / "tokens.json", url=session.url)
    with session.reaching(), session.gateway(token) as gateway:
        done = apply(gateway, setup, session.today(), tokens)
    session.result({
        "members": len(setup.units), "people": done.people, "accounts": [one.code for one in setup.accounts],
        "funds": [one.code for one in setup.funds], "issued": done.issued, "tokens": str(tokens.path),
        "issued_before": done.issued_before,
    })  # fmt: skip
    session.tell(
        "init.done", units=len(setup.units), people=len(setup.people), accounts=len(setup.accounts),
        funds=len(setup.funds), issued=done.issued, path=str(tokens.path),
    )  # fmt: skip
    for name in done.issued_before:
        session.tell("init.issued_before", name=name, person=done.people[name])
    _say_next(session, setup, data)


def _say_next(session: Session, setup: Setup, data: Path) -> None:
    """The first donation, by whoever can record it from here."""
    if not setup.funds or not setup.accounts:
        return
    held = {office.role for person in setup.people for office in person.offices}
    if token_of_role(data, "treasurer") is not None:
        with_ = f"--as treasurer --tokens {data} "
    elif "treasurer" in held:
        with_ = ""
    else:
        session.tell("init.no_treasurer")
        return
    session.tell(
        "init.next" if with_ else "init.next_with_their_token",
        fund=setup.funds[0].code, account=setup.accounts[0].code, options=with_,
    )  # fmt: skip


def _founder(session: Session, data: Path) -> str:
    """The token that was named (--as, GONGZHI_TOKEN), or the first-run token of the folder."""
    if session.token is not None:
        return session.token
    path = data / "first-run-token"
    if not path.is_file():
        session.stop(USAGE, "init.no_token", path=str(path))
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        session.stop(USAGE, "file.unreadable", path=str(path), why=error.strerror or str(error))


def _setup(session: Session, file: Path | None) -> Setup:
    if file is None:
        return asking.ask(session.say)
    try:
        return workbook.read(file)
    except CannotStart as error:
        session.stop(USAGE, error.code, **error.about)
    except NotUnderstood as error:
        session.stop(USAGE, error.code, **_in_words(session.say, error.about))


def _in_words(say: Words, about: dict[str, Any]) -> dict[str, Any]:
    """A fault inside a line, put into words of its own."""
    if "code_" not in about:
        return about
    return {**about, "reason": say(about["code_"], **about["about"])}


def token_of_role(data: Path, role: str) -> str | None:
    """The token of the one who holds `role`, from tokens.json or demo-tokens.json in `data`.

    The founder's is the one of the first run, where it is in neither.
    """
    for name in ("tokens.json", "demo-tokens.json"):
        if (data / name).is_file() and (found := TokenFile.at(data / name).of_role(role)):
            return found[0]
    first = data / "first-run-token"
    return first.read_text().strip() if role == "founder" and first.is_file() else None

"""`gongzhi notice-text`: prints the post, and writes the page for the board."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.parse import quote

import typer

from cli.client import Gateway
from cli.notices.page import html
from cli.notices.sheet import Sheet, post, sheet
from cli.session import REFUSED, USAGE, Session
from cli.texts import Words

PATHS: Final[Mapping[str, str]] = {
    "project": "projects",
    "spending": "spending",
    "resolution": "resolutions",
    "allocation": "allocations",
    "fund": "funds",
}
_NAMED: Final = ("project", "fund")
"""What such a thing names by its id, and people by its name."""


def add(app: typer.Typer) -> None:
    """Puts the command under `app`."""
    app.command(
        "notice-text", help="公示文本，可发群、可张贴 · The text of a notice, to post and to hang up"
    )(notice_text)


def notice_text(
    ctx: typer.Context,
    notice: Annotated[str, typer.Argument(help="公示编号 · Id of the notice")],
    html_file: Annotated[
        Path | None, typer.Option("--html", help="写成一页 A4 网页 · One A4 page as HTML", metavar="FILE")
    ] = None,
    pdf_file: Annotated[
        Path | None, typer.Option("--pdf", help="写成一页 A4 PDF · One A4 page as PDF", metavar="FILE")
    ] = None,
) -> None:
    """At most 500 characters, in Chinese unless --lang says otherwise. Names of people are masked."""
    session = Session.of(ctx)
    # Residents read it, not whoever sits at the terminal: its language is not the one that counts.
    say = Words(ctx.find_root().params.get("lang") or "zh")
    with session.reaching(), session.gateway() as gateway:
        found = gateway.get(_path("notices", notice))
        about = gateway.get(_path(PATHS[found["about_kind"]], found["about"]))
        names = {about[kind]: _name(gateway, kind, about[kind]) for kind in _NAMED if about.get(kind)}
    if found["status"] == "withdrawn":
        session.stop(REFUSED, "notice.withdrawn", id=notice)
    made = sheet(say, found, about, names)
    session.result({"text": post(made)})
    if not session.as_json:
        typer.echo(post(made))
    _written(session, made, say.language, html_file, pdf_file)


def _written(
    session: Session, made: Sheet, language: str, html_file: Path | None, pdf_file: Path | None
) -> None:
    pages: list[tuple[Path, bytes]] = []
    if html_file is not None:
        pages.append((html_file, html(made, language).encode()))
    if pdf_file is not None:
        from cli.notices.pdf import pdf  # with reportlab: who wants the text alone waits for no fonts

        pages.append((pdf_file, pdf(made)))
    for path, page in pages:
        try:
            path.write_bytes(page)
        except OSError as error:
            session.stop(USAGE, "file.unwritable", path=path, why=error.strerror or type(error).__name__)
        session.warn(session.say("file.written", path=path))


def _name(gateway: Gateway, kind: str, ref: str) -> str:
    found: Mapping[str, Any] = gateway.get(_path(PATHS[kind], ref))
    return str(found["name"])


def _path(kind: str, ref: str) -> str:
    return f"/v1/{kind}/{quote(ref, safe='')}"

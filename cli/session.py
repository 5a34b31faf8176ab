"""What every command shares: the address, the token, the language, and where words and figures go."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from cli.texts import Words, usual_language
from kernel.clock import SystemClock, accounting_date

if TYPE_CHECKING:
    from cli.client import Gateway

URL: Final = "http://127.0.0.1:8080"
OK, REFUSED, USAGE, UNREACHABLE = 0, 1, 2, 3
"""Exit codes; `gongzhi import` has its own meanings for 2 and 3 (its help says them)."""


@dataclass(frozen=True, slots=True)
class Session:
    """One run of the command line."""

    url: str
    token: str | None
    say: Words
    as_json: bool = False

    @classmethod
    def of(cls, ctx: typer.Context) -> Session:
        found = ctx.find_object(cls)
        return found if found is not None else cls.usual()

    @classmethod
    def usual(
        cls,
        url: str | None = None,
        language: str | None = None,
        *,
        as_json: bool = False,
    ) -> Session:
        """As the environment says; an empty variable is one that is not set."""
        return cls(
            url=url or os.environ.get("GONGZHI_URL") or URL,
            token=os.environ.get("GONGZHI_TOKEN") or None,
            say=Words(language or usual_language()),
            as_json=as_json,
        )

    def gateway(self, token: str | None = None) -> Gateway:
        from cli.client import Gateway  # with httpx: who hosts a service asks no gateway

        return Gateway(
            self.url,
            token or self.token,
            self.say.language,
            demonstrated=lambda: self.warn(self.say("demonstration")),
            waiting=lambda url: self.warn(self.say("waiting", url=url)),
        )

    # --- what is shown: results on stdout, all else on stderr ------------------------------------------
    def tell(self, key: str, /, **about: Any) -> None:
        """A sentence for the person at the terminal; machines read the result alone."""
        if not self.as_json:
            self._out().print(self.say(key, **about), highlight=False, markup=False, soft_wrap=True)

    def warn(self, text: str) -> None:
        Console(stderr=True).print(text, highlight=False, markup=False, soft_wrap=True)

    def result(self, data: Any) -> None:
        """The result as JSON, when that was asked for."""
        if self.as_json:
            print(json.dumps(data, ensure_ascii=False, indent=2))

    def table(self, title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table; columns whose name begins with `>` are figures."""
        if self.as_json:
            return
        shown = Table(title=title, title_justify="left")
        for column in columns:
            shown.add_column(column.removeprefix(">"), justify="right" if column[0] == ">" else "left",
                overflow="fold")  # fmt: skip
        for row in rows:
            shown.add_row(*map(_literal, row))
        self._out().print(shown)

    @contextmanager
    def progress(self, what: str, total: int) -> Iterator[Progress]:
        """A bar on stderr; none where nobody looks. Its first task is the work."""
        shown = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            disable=self.as_json or not sys.stderr.isatty(),
        )
        with shown:
            shown.add_task(what, total=total)
            yield shown

    def stop(self, exit_code: int, key: str, /, **about: Any) -> NoReturn:
        """Ends the run with a sentence that says what to do."""
        words = self.say(key, **about)
        if self.as_json:
            self.result({"error": {"code": key, "message": words}})
        self.warn(words)
        raise typer.Exit(exit_code)

    @contextmanager
    def reaching(self, refused: int = REFUSED, unreachable: int = UNREACHABLE) -> Iterator[None]:
        """Turns the gateway's no, or its silence, into an exit code and a sentence."""
        from cli.client import Refused, Unreachable

        try:
            yield
        except Unreachable as error:
            self.stop(unreachable, "unreachable", url=error.url, why=error.why)
        except Refused as error:
            if error.code == "token.missing":
                # The gateway speaks of headers; whoever sits here sets a variable, or names a role.
                self.stop(refused, "token.missing")
            key = {401: "refused.token", 403: "refused.role"}.get(error.status, "refused")
            self.stop(refused, key, words=error.words(), code=error.code)

    @staticmethod
    def today() -> date:
        """Today's accounting date."""
        return accounting_date(SystemClock().now())

    @staticmethod
    def _out() -> Console:
        console = Console()
        return console if console.is_terminal else Console(width=160)


def _literal(cell: str) -> Any:
    from rich.text import Text

    return Text(cell)

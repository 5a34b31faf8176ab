"""`gongzhi` at a terminal: the same program in this process, with what it printed and how it ended."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from typer.testing import CliRunner

from cli.main import build, hoisted


@dataclass(frozen=True, slots=True)
class Ran:
    """One run."""

    code: int
    out: str
    err: str

    def data(self) -> Any:
        """What `--json` printed."""
        return json.loads(self.out)


class Terminal:
    """Somebody's terminal: their address, token and language."""

    def __init__(self, url: str, token: str | None = None, language: str = "en") -> None:
        self._environ = {
            "GONGZHI_URL": url,
            "GONGZHI_TOKEN": token or "",
            "LANG": f"{language}.UTF-8",
            "LC_ALL": "",
        }

    def run(self, *arguments: str, answers: str | None = None) -> Ran:
        """`gongzhi ARGUMENTS`, with `answers` typed."""
        # Each run is a program of its own: nothing of the session is kept between two of them.
        given = hoisted(arguments)
        result = CliRunner().invoke(build(given), given, input=answers, env=self._environ)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.exit_code, result.stdout, result.stderr)

    def data(self, *arguments: str) -> Any:
        """The result of a run that must go well, as data."""
        ran = self.run(*arguments, "--json")
        assert ran.code == 0, (arguments, ran)
        return ran.data()

"""docs/roles.md, read: every route of the application, and which roles may use it."""

from __future__ import annotations

import re
import typing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flask import Flask

from services.members.events import Role

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "roles.md"
ROLES: Final[tuple[str, ...]] = typing.get_args(Role)
EVERYBODY: Final = "everybody"
"""Whoever shows a token of the council, also without any mandate."""
OPEN: Final = "no token"
_ROW: Final = re.compile(r"\| (GET|POST|PUT|PATCH|DELETE) \| `(/[^`]*)` \| ([^|]+) \|(?: .*\|)?")


@dataclass(frozen=True, slots=True)
class Row:
    """`who`: roles, or EVERYBODY or OPEN alone."""

    method: str
    path: str
    who: tuple[str, ...]

    @property
    def route(self) -> str:
        return f"{self.method} {self.path}"

    def may(self, role: str | None) -> bool:
        """Whether somebody with this one role, or with none, may use it."""
        return self.who in ((EVERYBODY,), (OPEN,)) or role in self.who

    def __str__(self) -> str:
        return f"| {self.method} | `{self.path}` | {', '.join(self.who)} | |"


def rows() -> tuple[Row, ...]:
    """Of all tables of the page. Raises: ValueError at a line that begins like a row and is none."""
    found = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("|") or line.startswith(("| Method |", "|---")):
            continue
        match = _ROW.fullmatch(line)
        if match is None:
            raise ValueError(f"docs/roles.md: no row: {line}")
        found.append(Row(match[1], match[2], tuple(match[3].strip().split(", "))))
    return tuple(found)


def routes(app: Flask) -> set[tuple[str, str]]:
    """(method, path) of all that the application answers."""
    return {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
        if method not in ("HEAD", "OPTIONS")
    }

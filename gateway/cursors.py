"""Cursors as callers hold them: bound to the query that they came from.

A place in one list means nothing in another: whoever changes the filters begins anew.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import orjson

from gateway.problems import Problem

_TAG_LENGTH: Final = 12
_BESIDE: Final = frozenset({"limit", "cursor"})
"""What may differ from page to page."""


@dataclass(frozen=True, slots=True)
class Walk:
    """One caller's way through one list. `after` is the place as the books know it; None: the beginning."""

    tag: str
    after: str | None

    def next(self, place: str | None) -> str | None:
        """The cursor of the next page; None where this was the last."""
        return None if place is None else self.tag + place


def walk(council: str, path: str, query: Mapping[str, Any]) -> Walk:
    """The walk that a validated query goes on with. Raises: Problem where its cursor is another query's."""
    tag = _tag(council, path, query)
    cursor: str | None = query.get("cursor")
    if cursor is None:
        return Walk(tag, None)
    if not cursor.startswith(tag):
        raise Problem("invalid_input", fields={"cursor": ["cursor.invalid"]})
    return Walk(tag, cursor[_TAG_LENGTH:])


def _tag(council: str, path: str, query: Mapping[str, Any]) -> str:
    narrowing = {
        name: str(value) for name, value in query.items() if name not in _BESIDE and value is not None
    }
    about = orjson.dumps([council, path, narrowing], option=orjson.OPT_SORT_KEYS)
    digest = hashlib.sha256(about).digest()
    return base64.urlsafe_b64encode(digest).decode()[:_TAG_LENGTH]

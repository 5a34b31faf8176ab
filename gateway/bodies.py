"""The bytes of a request -> JSON data. Strict, and bounded before anything is built from them."""

from __future__ import annotations

import json
import re
from typing import Any, Final, NoReturn

from flask import Request

from gateway.problems import Problem

BYTES_MAX: Final = 1 << 20
DEPTH_MAX: Final = 32
MEDIA_TYPE: Final = "application/json"

# Texts are skipped whole; an unfinished one reaches to the end, and the parser will refuse it.
_TEXT: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)', re.DOTALL)
_OTHER: Final = re.compile(r"[^\[\]{}]+")
_INNERMOST: Final = re.compile(r"\{\}|\[\]")


class _Repeated(ValueError):  # noqa: N818 - named as what it says
    """The same key twice in one object; readers differ on which counts."""


def read(request: Request) -> Any:
    """The JSON data of the body; an empty body is an empty object.

    Raises: Problem body.too_large, body.media_type, body.not_json, body.too_deep, body.duplicate_key.
    """
    if (request.content_length or 0) > BYTES_MAX:
        raise Problem("body.too_large")
    body = request.get_data(cache=False)
    if not body:
        return {}
    if request.mimetype != MEDIA_TYPE:
        raise Problem("body.media_type")
    return parse(body)


def parse(body: bytes) -> Any:
    """JSON data: UTF-8, no duplicate keys, no NaN or Infinity, at most DEPTH_MAX deep. Raises: Problem."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise Problem("body.not_json") from None
    # Most bodies have fewer brackets than may be nested: no need to look closer.
    if text.count("{") + text.count("[") > DEPTH_MAX and depth(text) > DEPTH_MAX:
        raise Problem("body.too_deep")
    try:
        # The standard library, not orjson: it alone tells of duplicate keys, and lets a lone surrogate
        # through to validation, which names the field.
        return _decoder.decode(text)
    except _Repeated:
        raise Problem("body.duplicate_key") from None
    except ValueError:  # JSONDecodeError, and integers of thousands of digits
        raise Problem("body.not_json") from None


def depth(text: str) -> int:
    """How deep arrays and objects are nested, brackets inside texts not counted; of JSON data exactly."""
    left = _OTHER.sub("", _TEXT.sub("", text))
    deep = 0
    while deep <= DEPTH_MAX and (less := _INNERMOST.sub("", left)) != left:
        left, deep = less, deep + 1
    return deep + len(left)  # what is left of JSON is nothing, unless it is too deep


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Repeated
    return found


def _no_constant(_: str) -> NoReturn:
    raise ValueError("NaN and Infinity are no JSON")


_decoder: Final = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_no_constant)

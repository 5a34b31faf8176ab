"""The bytes that we hash: RFC 8785 canonical JSON, narrowed so that any JSON library can check it.

ASCII keys, no floats, integers within ±(2^53 - 1), no NUL, no lone surrogates, no control characters.
Pure. Source: RFC 8785; RFC 7493 (I-JSON).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import orjson

INTEGER_MAX: Final = 2**53 - 1
_FORBIDDEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


class NotCanonical(ValueError):  # noqa: N818 - named as what it says
    """The value has no canonical bytes here; `path` says where."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(path, why)
        self.path = path
        self.why = why


def encode(value: Mapping[str, Any]) -> bytes:
    """The canonical bytes of `value`. Raises: NotCanonical."""
    check(value)
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def decode(body: bytes) -> dict[str, Any]:
    """The value of canonical bytes, without checking that they are canonical."""
    value: dict[str, Any] = orjson.loads(body)
    return value


def clean_text(text: str) -> bool:
    """Whether `text` may enter an event: no control characters (line breaks too), no lone surrogates."""
    return _FORBIDDEN.search(text) is None


def check(value: Any, path: str = "") -> None:  # noqa: C901 - one case per JSON type
    """Raises NotCanonical unless `value` has one canonical form that every JSON library reads alike."""
    match value:
        case str():
            if _FORBIDDEN.search(value):
                raise NotCanonical(path, "text.control_character")
        case bool() | None:
            pass
        case int():
            if not -INTEGER_MAX <= value <= INTEGER_MAX:
                raise NotCanonical(path, "number.too_large")
        case dict():
            for key, item in value.items():
                if not (isinstance(key, str) and key.isascii() and clean_text(key)):
                    raise NotCanonical(path, "key.not_ascii")
                check(item, f"{path}.{key}" if path else key)
        case list() | tuple():
            for index, item in enumerate(value):
                check(item, f"{path}.{index}")
        case _:
            raise NotCanonical(path, "type")

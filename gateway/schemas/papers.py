"""The field that names a paper: what it is that a policy may want kept here."""

from __future__ import annotations

from typing import Any, Final

from kernel import wire

_HASH: Final = wire.sha256()


class Paper(wire.Pattern):
    """SHA-256 (lower-case hex) of a paper that somebody signed, or that shows what was done."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(_HASH.pattern, _HASH.fault, **kwargs)

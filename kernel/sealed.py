"""Sealed text: a salted commitment in the log, the text in a vault beside it (PIPL). Pure.

With the opening (salt and text) anyone checks the text against the log; without it the digest tells nothing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sealed:
    """SHA-256(32 random bytes || UTF-8 text), in hex."""

    sealed: str


@dataclass(frozen=True, slots=True)
class Opening:
    """What a vault keeps of a sealed text."""

    sealed: str
    salt: bytes
    text: str

    def holds(self) -> bool:
        """Whether this opening really opens its seal."""
        return commitment(self.salt, self.text).sealed == self.sealed


def commitment(salt: bytes, text: str) -> Sealed:
    """The seal over `text` with 32 bytes of `salt`."""
    return Sealed(hashlib.sha256(salt + text.encode()).hexdigest())

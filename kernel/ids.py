"""Ids: a prefix that says what it names, and 100 bits in lower-case Crockford base 32.

New ids derive from council, actor and command id, so that a retry of the same command meets the same thing.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Callable
from typing import Final

_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_LENGTH: Final = 20
ID: Final = re.compile(rf"[a-z]{{3}}_[{_ALPHABET}]{{{_LENGTH}}}", re.ASCII)
CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", re.ASCII)
"""What people call a fund, an account, a project or a member by: short, ASCII, never the shape of an id."""


_PAIRS: Final = [first + second for first in _ALPHABET for second in _ALPHABET]
"""Ten bits -> two letters: ids are made for every command, often several."""


def _base32(digest: bytes) -> str:
    number = int.from_bytes(digest[:13], "big") >> 4
    return "".join([_PAIRS[number >> shift & 1023] for shift in range(90, -1, -10)])


def derived(prefix: str, *parts: str) -> str:
    """The id that belongs to `parts`: the same parts give the same id, for ever."""
    return f"{prefix}_{_base32(hashlib.sha256(chr(0).join((prefix, *parts)).encode()).digest())}"


def deriving(council: str, actor: str, command_id: str) -> Callable[[str], str]:
    """A source of new ids for one command: the n-th id of a prefix is the same at every retry."""
    counts: dict[str, int] = {}

    def new_id(prefix: str) -> str:
        counts[prefix] = n = counts.get(prefix, 0) + 1
        return derived(prefix, council, actor, command_id, str(n))

    return new_id


def salted(key: bytes, *parts: str) -> str:
    """A short digest of `parts` that tells nothing to who lacks `key`: a caller's key, as the log has it."""
    return _base32(hmac.digest(key, chr(0).join(parts).encode(), "sha256"))


def is_id(text: str, prefix: str | None = None) -> bool:
    """Whether `text` has the shape of an id (of `prefix`)."""
    return ID.fullmatch(text) is not None and (prefix is None or text.startswith(prefix + "_"))


def folded(code: str) -> str:
    """What a code is kept and found under: who reads a list aloud tells no case, nor a full-width form."""
    return unicodedata.normalize("NFKC", code).casefold()


def new_secret() -> str:
    """256 random bits as text, for tokens and keys: the one place that draws them."""
    return secrets.token_urlsafe(32)


def random_bytes(count: int = 32) -> bytes:
    """`count` random bytes, for salts."""
    return secrets.token_bytes(count)


def token_digest(secret: str) -> str:
    """What is kept of a token: SHA-256 in hex, enough for 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()

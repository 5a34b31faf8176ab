"""Passwords and their hashes: argon2id. Slow on purpose, so it is done few at a time and beside the hub."""

from __future__ import annotations

from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type, hash_secret_raw

_HASHER: Final = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)


def hashed(password: str) -> str:
    """The hash, with its salt and parameters, as argon2 writes it."""
    return _HASHER.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether `password` is the one of the hash; for nobody's hash it takes as long to say no."""
    try:
        return _HASHER.verify(kept or _nobodys(), password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def digest(typed: bytes, salt: bytes) -> str:
    """The same for the same, and as slow to guess from as a hash that is kept."""
    return hash_secret_raw(typed, salt, 3, 64 * 1024, 1, 32, Type.ID).hex()


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody signs in by this")

"""Encryption of a file that shows people, under a key of its own: AES-256-GCM, piece by piece.

    beginning   b"GZF1"
    pieces      of 64 KiB each, the last one shorter (perhaps empty): ciphertext and tag

The nonce is the number of the piece and whether it is the last (the STREAM construction): pieces that are
swapped, left out or cut off are found, and no piece is given out before its tag was checked. A key encrypts
one file once, so that no nonce comes twice under it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

BEGINNING: Final = b"GZF1"
PIECE: Final = 64 * 1024
TAG: Final = 16
KEY: Final = 32
"""Bytes of a key."""


class Damaged(Exception):  # noqa: N818 - what is wrong
    """These are not the bytes that were encrypted under this key."""


def encrypted(plain: IO[bytes], key: bytes) -> Iterator[bytes]:
    """`plain`, from where it stands to its end."""
    yield BEGINNING
    cipher, number, piece = AESGCM(key), 0, plain.read(PIECE)
    while True:
        following = plain.read(PIECE)
        yield cipher.encrypt(_nonce(number, last=not following), piece, None)
        if not following:
            return
        number, piece = number + 1, following


def encrypted_size(size: int) -> int:
    """How many bytes `size` bytes become."""
    pieces = max(1, -(-size // PIECE))
    return len(BEGINNING) + size + pieces * TAG


def decrypted(coded: IO[bytes], key: bytes) -> Iterator[bytes]:
    """What was encrypted. Raises: Damaged."""
    if coded.read(len(BEGINNING)) != BEGINNING:
        raise Damaged("beginning")
    cipher, number, piece = AESGCM(key), 0, coded.read(PIECE + TAG)
    while True:
        following = coded.read(PIECE + TAG)
        try:
            yield cipher.decrypt(_nonce(number, last=not following), piece, None)
        except InvalidTag:
            raise Damaged(f"piece {number}") from None
        if not following:
            return
        number, piece = number + 1, following


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])

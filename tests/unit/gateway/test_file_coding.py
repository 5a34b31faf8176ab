"""Encryption of files, piece by piece; and what is told of a file by its content."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.files import coding
from gateway.files.coding import PIECE, TAG, Damaged, decrypted, encrypted, encrypted_size
from gateway.files.media import media_type

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
SIZES = st.sampled_from((0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 7))


def coded(plain: bytes, key: bytes = KEY) -> bytes:
    return b"".join(encrypted(io.BytesIO(plain), key))


def plain_of(code: bytes, key: bytes = KEY) -> bytes:
    return b"".join(decrypted(io.BytesIO(code), key))


@given(SIZES, st.binary(min_size=1, max_size=20))
def test_what_was_encrypted_comes_back(size: int, seed: bytes) -> None:
    plain = (seed * (size // len(seed) + 1))[:size]
    code = coded(plain)
    assert plain_of(code) == plain
    assert len(code) == encrypted_size(size)
    assert size < 20 or plain not in code


@given(SIZES.filter(bool), st.data())
def test_a_byte_that_is_changed_anywhere_is_found(size: int, data: st.DataObject) -> None:
    code = bytearray(coded(bytes(size)))
    at = data.draw(st.integers(0, len(code) - 1))
    code[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Damaged):
        plain_of(bytes(code))


def test_pieces_that_are_cut_off_swapped_or_left_out_are_found() -> None:
    begin, step = len(coding.BEGINNING), PIECE + TAG
    code = coded(bytes(2 * PIECE + 5))
    first, second, last = (
        code[begin : begin + step],
        code[begin + step : begin + 2 * step],
        code[begin + 2 * step :],
    )
    head = code[:begin]
    for wrong in (
        head + first,
        head + first + second,
        head + second + first + last,
        head + first + last,
        head,
        b"",
    ):
        with pytest.raises(Damaged):
            plain_of(wrong)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(Damaged):
        plain_of(coded(b"a face"), OTHER)


@given(st.binary(max_size=300))
def test_whatever_comes_is_told_or_refused_and_never_breaks(data: bytes) -> None:
    for beginning in (b"", b"PK\x03\x04", b"%PDF-1.7", b"RIFF"):
        media_type(io.BytesIO(beginning + data))


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1))
def test_text_is_text(text: str) -> None:
    found = media_type(io.BytesIO(b" " + text.encode()))
    assert found == "text/plain"

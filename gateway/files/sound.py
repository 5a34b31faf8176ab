"""Whether a file is put together as its kind is. Pure but for reading: nothing is decoded, unpacked or run.

Libraries that name a type look at its first bytes alone, as `media` does; those that know more of it decode
it, which nobody should do with what a stranger sent. Here its parts are walked: they must be there, in their
order, and fit into the file.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from typing import IO, Final

__all__ = ["heic", "jpeg", "pdf", "png", "webp"]

_PARTS_MAX: Final = 100_000
_TAIL: Final = 4096
"""So far from its end a PDF says where its parts are; some mail systems add a few lines."""
_PIECE: Final = 64 * 1024
_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""JPEG: segments that tell the size of the picture."""


def png(file: IO[bytes]) -> bool:
    """A header that is whole, pixels, and an end."""
    size = _size(file)
    file.seek(8)
    seen: set[bytes] = set()
    for _ in range(_PARTS_MAX):
        head = file.read(8)
        if len(head) < 8:  # noqa: PLR2004 - a length and a name of four bytes each
            return False
        length, name = int.from_bytes(head[:4]), head[4:]
        if file.tell() + length + 4 > size:
            return False
        if not seen:
            data = file.read(length)
            if name != b"IHDR" or length != 13 or zlib.crc32(name + data) != int.from_bytes(file.read(4)):  # noqa: PLR2004
                return False
            if not (any(data[:4]) and any(data[4:8])):
                return False
        else:
            file.seek(length + 4, os.SEEK_CUR)
        seen.add(name)
        if name == b"IEND":
            return b"IDAT" in seen
    return False


def jpeg(file: IO[bytes]) -> bool:
    """Segments up to the pixels, the size of the picture among them, and an end after these."""
    size = _size(file)
    file.seek(2)
    framed = False
    for _ in range(_PARTS_MAX):
        marker = file.read(2)
        while marker == b"\xff\xff":  # filled up
            marker = b"\xff" + file.read(1)
        if len(marker) < 2 or marker[0] != 0xFF:  # noqa: PLR2004
            return False
        length = int.from_bytes(file.read(2))
        end = file.tell() - 2 + length
        if length < 2 or end > size:  # noqa: PLR2004 - which counts itself
            return False
        if marker[1] in _FRAMES:
            frame = file.read(5)
            framed = any(frame[3:5])  # the height may come later, the width not
        file.seek(end)
        if marker[1] == 0xDA:  # noqa: PLR2004 - the pixels begin
            return framed and _has(file, b"\xff\xd9")
    return False


def webp(file: IO[bytes]) -> bool:
    """A frame of the size that it says, with a picture in it."""
    size = _size(file)
    file.seek(4)
    inside = int.from_bytes(file.read(4), "little")
    file.seek(12)
    name, length = file.read(4), int.from_bytes(file.read(4), "little")
    return name in (b"VP8 ", b"VP8L", b"VP8X") and 12 + length <= inside and inside + 8 <= size


def heic(file: IO[bytes]) -> bool:
    """Boxes that fit, a description of the picture among them, and its data."""
    names = [name for name, whole in _boxes(file) if whole]
    return bool(names) and names[0] == b"ftyp" and {b"meta", b"mdat"} <= {*names}


def _boxes(file: IO[bytes]) -> Iterator[tuple[bytes, bool]]:
    size, at = _size(file), 0
    for _ in range(_PARTS_MAX):
        file.seek(at)
        head = file.read(16)
        if len(head) < 8:  # noqa: PLR2004
            return
        length, name = int.from_bytes(head[:4]), head[4:8]
        if length == 1:
            length = int.from_bytes(head[8:16])
        elif length == 0:
            length = size - at
        yield name, length >= 8 and at + length <= size  # noqa: PLR2004
        if length < 8:  # noqa: PLR2004
            return
        at += length


def pdf(file: IO[bytes]) -> bool:
    """Where it is to be read from stands at its end."""
    file.seek(max(0, _size(file) - _TAIL))
    tail = file.read(_TAIL)
    return b"%%EOF" in tail and b"startxref" in tail


def _has(file: IO[bytes], wanted: bytes) -> bool:
    """Whether it comes from here on."""
    before = b""
    while piece := file.read(_PIECE):
        if wanted in before + piece:
            return True
        before = piece[1 - len(wanted) :]
    return False


def _size(file: IO[bytes]) -> int:
    file.seek(0, os.SEEK_END)
    return file.tell()

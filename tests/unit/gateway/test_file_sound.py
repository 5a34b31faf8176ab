"""Files are told by their first bytes, and taken only where their parts bear that out."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from gateway.files import media


def picture(kind: str, **how: bool) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((64, 48), 90).save(out, kind, **how)
    return out.getvalue()


def page() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 720, "an invoice")
    canvas.save()
    return out.getvalue()


def sheet() -> bytes:
    out, book = io.BytesIO(), Workbook()
    book.create_sheet("2026").append(["date", "amount"])
    book.save(out)
    return out.getvalue()


def box(name: bytes, inside: bytes) -> bytes:
    return struct.pack(">I", len(inside) + 8) + name + inside


HEIC: Final = box(b"ftyp", b"heic\0\0\0\0mif1heic") + box(b"meta", b"\0" * 40) + box(b"mdat", b"\x01" * 64)
WHOLE: Final = {
    "png": (picture("PNG"), "image/png"),
    "jpeg": (picture("JPEG"), "image/jpeg"),
    "progressive jpeg": (picture("JPEG", progressive=True), "image/jpeg"),
    "webp": (picture("WEBP"), "image/webp"),
    "webp without loss": (picture("WEBP", lossless=True), "image/webp"),
    "heic": (HEIC, "image/heic"),
    "pdf": (page(), media.PDF),
    "xlsx": (sheet(), media.XLSX),
}


def told(data: bytes) -> str | None:
    return media.media_type(io.BytesIO(data))


@pytest.mark.parametrize(("data", "found"), WHOLE.values(), ids=WHOLE)
def test_what_programs_write_is_taken(data: bytes, found: str) -> None:
    assert told(data) == found
    # Phones and mail systems put something behind it.
    assert told(data + b"\n") == found


@pytest.mark.parametrize("data", [data for data, _ in WHOLE.values()], ids=WHOLE)
def test_the_first_bytes_alone_are_not_enough(data: bytes) -> None:
    for head in (12, 16, 32, len(data) // 2):
        assert told(data[:head]) is None, head
    assert told(data[:16] + b"<script>alert(1)</script>" * 40) is None


def chunk(name: bytes, inside: bytes) -> bytes:
    return struct.pack(">I", len(inside)) + name + inside + struct.pack(">I", zlib.crc32(name + inside))


def test_a_png_has_a_header_that_is_whole_and_pixels() -> None:
    head, size = b"\x89PNG\r\n\x1a\n", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixels, end = chunk(b"IDAT", zlib.compress(b"\0\0")), chunk(b"IEND", b"")
    assert told(head + chunk(b"IHDR", size) + pixels + end) == "image/png"
    for wrong in (
        head + chunk(b"IHDR", size) + end,
        head + pixels + chunk(b"IHDR", size) + end,
        head + chunk(b"IHDR", bytes(4) + size[4:]) + pixels + end,
        head + chunk(b"IHDR", size)[:-1] + b"\0" + pixels + end,
        head + chunk(b"IHDR", size) + pixels,
    ):
        assert told(wrong) is None


def test_archives_that_are_packed_strangely_or_lack_their_contents_are_not_taken() -> None:
    for packing, name in (
        (zipfile.ZIP_LZMA, "[Content_Types].xml"),
        (zipfile.ZIP_BZIP2, "[Content_Types].xml"),
        (zipfile.ZIP_DEFLATED, "contents.xml"),
    ):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", packing) as archive:
            archive.writestr(name, "<Types/>")
            archive.writestr("xl/workbook.xml", "<workbook/>")
        assert told(out.getvalue()) is None, packing


HEADS: Final = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"RIFF\x40\0\0\0WEBPVP8 ",
    b"\0\0\0\x18ftypheic",
    b"PK\x03\x04",
)


@given(st.sampled_from((b"", *HEADS)), st.binary(max_size=300))
def test_whatever_a_stranger_sends_is_told_or_refused_and_nothing_breaks(head: bytes, data: bytes) -> None:
    assert told(head + data) in {None, *media.ENDINGS}


@given(st.sampled_from([data for data, _ in WHOLE.values()]), st.data())
def test_a_file_that_was_damaged_anywhere_breaks_nothing(data: bytes, draw: st.DataObject) -> None:
    at = draw.draw(st.integers(0, len(data) - 1))
    changed = bytearray(data)
    changed[at] = draw.draw(st.integers(0, 255))
    assert told(bytes(changed)) in {None, *media.ENDINGS}

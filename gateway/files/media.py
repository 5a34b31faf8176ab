"""What a file is, by its content: a short list of what is kept, and nothing else. Pure but for reading.

Its first bytes name it, and its parts must bear that out (`sound`).

What a caller says of it counts for one thing alone: whether text is a table (CSV).
"""

from __future__ import annotations

import codecs
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import IO, Final

from gateway.files import sound

PDF: Final = "application/pdf"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CSV: Final = "text/csv"
TEXT: Final = "text/plain"

ENDINGS: Final = {
    PDF: "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "image/heic": "heic",
    XLSX: "xlsx",
    DOCX: "docx",
    CSV: "csv",
    TEXT: "txt",
}
"""Media type -> how the name of such a file ends."""

HEAD: Final = 64
"""So many bytes from the beginning tell all but what is inside an archive, and text."""
_PIECE: Final = 64 * 1024
_BEGINNINGS: Final = (
    (re.compile(rb"%PDF-[12]\.[0-9]"), PDF),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb"....ftyp(?:heic|heix|heim|heis|mif1)", re.DOTALL), "image/heic"),
)
_SOUND: Final[Mapping[str, Callable[[IO[bytes]], bool]]] = {
    PDF: sound.pdf,
    "image/png": sound.png,
    "image/jpeg": sound.jpeg,
    "image/webp": sound.webp,
    "image/heic": sound.heic,
}
_ARCHIVE: Final = b"PK\x03\x04"
_CONTENTS: Final = "[Content_Types].xml"
_INSIDE: Final = (("xl/workbook.xml", XLSX), ("word/document.xml", DOCX))
_ENTRIES_MAX: Final = 10_000
_NOT_IN_TEXT: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


def media_type(file: IO[bytes], declared: str = "") -> str | None:
    """The type of what stands in `file`, read from its beginning; None where it is not kept."""
    file.seek(0)
    head = file.read(HEAD)
    for beginning, found in _BEGINNINGS:
        if beginning.match(head):
            return found if _SOUND[found](file) else None
    if head.startswith(_ARCHIVE):
        return _of_archive(file)
    if not _is_text(file):
        return None
    return CSV if declared.partition(";")[0].strip().lower() == CSV else TEXT


def _of_archive(file: IO[bytes]) -> str | None:
    """An office document without macros; of what is in it a few bytes of its contents are unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = {one.filename for one in archive.infolist()[:_ENTRIES_MAX]}
            contents = archive.getinfo(_CONTENTS)
            if contents.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                return None
            with archive.open(contents) as beginning:
                if b"<" not in beginning.read(HEAD):
                    return None
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, RuntimeError, EOFError, OSError):
        return None  # broken, encrypted, or packed in a way that office programs do not know
    if any(name.endswith("vbaProject.bin") for name in names):
        return None
    return next((found for inside, found in _INSIDE if inside in names), None)


def _is_text(file: IO[bytes]) -> bool:
    """UTF-8, or GB 18030, in which banks here write their tables; no control characters."""
    return any(_is_text_in(file, encoding) for encoding in ("utf-8", "gb18030"))


def _is_text_in(file: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while piece := file.read(_PIECE):
            if _NOT_IN_TEXT.search(decoder.decode(piece)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True

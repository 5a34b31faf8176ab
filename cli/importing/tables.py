"""Rows out of a CSV or XLSX file that somebody else made: bounded, decoded, with the number of each line.

Whatever the file claims about itself, what is read of it is bounded here, before a library sees it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

from cli.importing.faults import CannotStart

FILE_BYTES_MAX: Final = 64 * 2**20
UNPACKED_BYTES_MAX: Final = 512 * 2**20
PARTS_MAX: Final = 2_000
ROWS_MAX: Final = 1_000_000
COLUMNS_MAX: Final = 60
HEADER_ROWS: Final = 30
"""The header stands in the first so many rows, or nowhere."""

BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError,
    OverflowError, EOFError, NotImplementedError, OSError,
)  # fmt: skip
"""What openpyxl raises, beside its own, on a workbook that is not one (SyntaxError: its XML)."""

Cell = str | int | float | datetime | date | time | None


@dataclass(frozen=True, slots=True)
class Row:
    """`number`: the line in the file (CSV: where the record begins) or the row of the sheet, from 1."""

    number: int
    cells: tuple[Cell, ...]

    def blank(self) -> bool:
        return all(cell is None or (isinstance(cell, str) and not tidy(cell)) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet, or one reading of a text by one delimiter."""

    name: str
    rows: list[Row]
    serial_dates_from_1904: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """`sha256` (hex) of the bytes; `tables`: the sheets, or the readings of a text by each delimiter."""

    sha256: str
    tables: list[Table]
    is_workbook: bool


def tidy(text: str) -> str:
    """Without blanks of any width around it, and without the mark that some exports begin a cell with."""
    return text.strip(" \t\r\n\u00a0\u3000\ufeff").removeprefix("`").strip()


def read(path: Path) -> File:
    """The tables of `path`. Raises: CannotStart."""
    try:
        if path.stat().st_size > FILE_BYTES_MAX:
            raise CannotStart("file.too_large", mib=FILE_BYTES_MAX // 2**20)
        body = path.read_bytes()
    except OSError as error:
        raise CannotStart("file.unreadable", path=str(path), why=error.strerror or str(error)) from None
    sha256 = hashlib.sha256(body).hexdigest()
    if body.startswith(b"PK\x03\x04"):
        return File(sha256, _workbook(body), is_workbook=True)
    if body.startswith(b"\xd0\xcf\x11\xe0"):
        raise CannotStart("file.old_excel")
    text = decode(body)
    return File(sha256, [_delimited(text, mark) for mark in _delimiters(text)], is_workbook=False)


def decode(body: bytes) -> str:
    """Text in UTF-8 (with or without a mark), UTF-16 (with one) or GB18030. Raises: CannotStart."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif body.startswith(b"\xef\xbb\xbf"):
        encodings = ["utf-8-sig"]
    else:
        # UTF-8 first: text in GB18030 is next to never valid UTF-8, the other way round it often is.
        encodings = ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise CannotStart("file.encoding")


def _delimiters(text: str) -> list[str]:
    """The marks that occur near the top, the most frequent first; a comma where there is none."""
    head = "".join(itertools.islice(io.StringIO(text), HEADER_ROWS))
    marks = sorted((mark for mark in ",;\t" if mark in head), key=lambda mark: -head.count(mark))
    return marks or [","]


def _delimited(text: str, delimiter: str) -> Table:
    # Strict: a quote that never closes would swallow the rest of the file as one cell.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    begins = 1
    try:
        for cells in reader:
            if len(rows) >= ROWS_MAX:
                raise CannotStart("file.too_many_rows", rows=ROWS_MAX)
            rows.append(Row(begins, tuple(cells[:COLUMNS_MAX])))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise CannotStart("file.csv", line=begins, why=str(error)) from None
    return Table("", rows)


def _workbook(body: bytes) -> list[Table]:
    import openpyxl  # a third of the time in which the program starts, and most files are CSV
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        _refuse_bombs(body)
        book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True)
        epoch_1904 = book.epoch.year != 1899  # noqa: PLR2004 - the other epoch, of old Macintoshes, is 1904
        return [Table(sheet.title, _sheet(sheet), epoch_1904) for sheet in book.worksheets]
    except CannotStart:
        raise
    except (*BROKEN, InvalidFileException) as error:
        raise CannotStart("file.workbook", why=f"{type(error).__name__}: {error}"[:200]) from None


def _refuse_bombs(body: bytes) -> None:
    """The archive's own sizes bind what `zipfile` unpacks, so summing them bounds the memory."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        parts = archive.infolist()
        if len(parts) > PARTS_MAX or sum(part.file_size for part in parts) > UNPACKED_BYTES_MAX:
            raise CannotStart("file.bomb", mib=UNPACKED_BYTES_MAX // 2**20)
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                with archive.open(part) as stream:
                    # A workbook never declares entities; one that does wants to grow in the parser.
                    if b"<!DOCTYPE" in stream.read(4096).upper():
                        raise CannotStart("file.bomb", mib=UNPACKED_BYTES_MAX // 2**20)


def _sheet(sheet: Any) -> list[Row]:
    sheet.reset_dimensions()  # what a sheet says of its own size is not to be relied on
    rows: list[Row] = []
    values: Iterator[Sequence[Cell]] = sheet.iter_rows(max_col=COLUMNS_MAX, values_only=True)
    for number, cells in enumerate(values, start=1):
        if number > ROWS_MAX:
            raise CannotStart("file.too_many_rows", rows=ROWS_MAX)
        row = Row(number, _without_tail(cells))
        if not row.blank():
            rows.append(row)
    return rows


def _without_tail(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Without the cells that are only there because another row is longer."""
    end = len(cells)
    while end and cells[end - 1] is None:
        end -= 1
    return tuple(cells[:end])

"""What a person wrote in a cell -> a sum, a date, a text. What could mean two things is refused. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import Final

from cli.importing.faults import LineFault
from cli.importing.tables import Cell, tidy
from kernel import canonical
from kernel.money import MoneyError, parse_minor

_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?", re.ASCII)
_SYMBOLS: Final = {"CNY": ("¥", "CN¥", "RMB", "CNY"), "USD": ("$", "US$", "USD"), "EUR": ("€", "EUR"),
    "GBP": ("£", "GBP"), "HKD": ("HK$", "HKD"), "TWD": ("NT$", "TWD"), "SGD": ("S$", "SGD"),
    "JPY": ("¥", "JPY")}  # fmt: skip
_SUFFIXES: Final = {"CNY": ("元", "圆", "CNY", "RMB")}
_DATES: Final = (
    re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", re.ASCII),
    re.compile(r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})", re.ASCII),
    re.compile(r"([0-9]{4})\.([0-9]{1,2})\.([0-9]{1,2})", re.ASCII),
    re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日", re.ASCII),
    re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})", re.ASCII),
)
_TIME_OF_DAY: Final = re.compile(r"[T ]\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z?", re.ASCII)
_SERIAL_DAYS: Final = range(20_000, 80_000)
"""What a spreadsheet's day numbers are between 1954 and 2119; `20240131` is none of them."""
_EXACT_DIGITS: Final = 15
"""A spreadsheet keeps a number to so many digits; a longer serial number has lost its end."""


def written(cell: Cell) -> str:
    """The text of a cell, as a person reads it."""
    match cell:
        case None:
            return ""
        case str():
            return tidy(cell)
        case bool():
            return str(cell)
        case datetime() | date():
            return cell.isoformat()
        case _ if isinstance(cell, float):
            # Cells hold binary fractions; 15 digits are what a spreadsheet means by them, and what it shows.
            return format(cell, ".15g")
        case _:
            return str(cell)


def amount(cell: Cell, currency: str) -> int:
    """Minor units, greater than zero. Raises: LineFault line.amount_*."""
    raw = written(cell)
    text = "".join(unicodedata.normalize("NFKC", raw).split())
    if not text:
        raise LineFault("line.amount_missing")
    for symbol in _SYMBOLS.get(currency, ()):
        if text.upper().startswith(symbol):
            text = text[len(symbol) :]
            break
    for suffix in _SUFFIXES.get(currency, (currency,)):
        text = text.removesuffix(suffix)
    if _GROUPED.fullmatch(text):
        text = text.replace(",", "")
    try:
        minor = parse_minor(text, currency)
    except MoneyError as error:
        raise LineFault("line." + error.code.replace("money.", "amount_"), text=raw[:40]) from None
    if minor <= 0:
        raise LineFault("line.amount_not_positive", text=raw[:40])
    return minor


def day(cell: Cell, *, from_1904: bool = False) -> date | None:
    """The date in a cell; None when it is blank. Raises: LineFault line.date."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool) and int(cell) in _SERIAL_DAYS:
        return (date(1904, 1, 1) if from_1904 else date(1899, 12, 30)) + timedelta(days=int(cell))
    raw = written(cell)
    text = unicodedata.normalize("NFKC", raw)
    if not text:
        return None
    for form in _DATES:
        found = form.match(text)
        if found and (found.end() == len(text) or _TIME_OF_DAY.fullmatch(text, found.end())):
            try:
                return date(*map(int, found.groups()))
            except ValueError:
                break
    raise LineFault("line.date", text=raw[:40])


def text(cell: Cell) -> str | None:
    """A line of text, None when blank; line breaks in a cell become blanks. Raises: LineFault line.text."""
    found = " ".join(part for part in written(cell).replace("\t", " ").splitlines() if part).strip()
    if not canonical.clean_text(found):
        raise LineFault("line.text", text=ascii(found)[:40])
    return found or None


def serial(cell: Cell) -> str | None:
    """A serial number: text, zeros in front kept. Raises: LineFault line.reference_*."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if isinstance(cell, float) and not cell.is_integer():
            raise LineFault("line.reference_number", text=written(cell))
        digits = str(int(cell))
        if len(digits.lstrip("-")) > _EXACT_DIGITS:
            raise LineFault("line.reference_lost_digits", text=digits)
        return digits
    found = text(cell)
    if found is not None and re.fullmatch(r"[!-~]{1,64}", found, re.ASCII) is None:
        raise LineFault("line.reference_format", text=found[:40])
    return found

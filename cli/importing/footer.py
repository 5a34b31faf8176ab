"""The lines of totals below the gifts: what they claim of count and sum. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from cli.importing.faults import LineFault
from cli.importing.tables import Row
from cli.importing.values import amount, written

_TOTAL: Final = re.compile(
    r"(?:合\s*计|总\s*计|总\s*额|总\s*数|共\s*计|汇\s*总|累\s*计|共(?=\s*[0-9])|(?:grand\s+)?totals?\b|sum\b)",
    re.IGNORECASE,
)
_COUNT: Final = re.compile(
    r"(?<![0-9.,])([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)\s*"
    r"(?:笔|条|人次|人|户|donations?\b|gifts?\b|records?\b|lines?\b|rows?\b|items?\b)",
    re.IGNORECASE,
)
_SUM: Final = re.compile(r"(?:[¥$€£]\s*)?([0-9][0-9,]*(?:\.[0-9]+)?)\s*(元|圆|CNY|RMB|USD)?")


@dataclass(frozen=True, slots=True)
class Footer:
    """What one line of totals says; None: nothing of it."""

    line: int
    count: int | None
    minor: int | None


def is_total(row: Row, donor_at: int | None) -> bool:
    """Whether the first words of the row (or what stands in the donor's place) speak of a total."""
    first = next((text for cell in row.cells if (text := written(cell))), "")
    donor = written(row.cells[donor_at]) if donor_at is not None and donor_at < len(row.cells) else ""
    return any(_TOTAL.match(unicodedata.normalize("NFKC", text)) for text in (first, donor))


def read(row: Row, amount_at: int, currency: str) -> Footer:
    """Count and sum of a line of totals. Raises: LineFault when it says neither, or a broken sum."""
    cell = row.cells[amount_at] if amount_at < len(row.cells) else None
    others = [
        unicodedata.normalize("NFKC", written(one))
        for place, one in enumerate(row.cells)
        if place != amount_at
    ]
    minor: int | None = None
    own = unicodedata.normalize("NFKC", written(cell))
    if own and not _COUNT.search(own) and not _TOTAL.match(own):
        minor = amount(cell, currency)
    elif own:
        others.append(own)
    words = " ".join(others)
    counted = _COUNT.search(words)
    if minor is None:
        minor = _sum_in(words[: counted.start()] + words[counted.end() :] if counted else words, currency)
    if counted is None and minor is None:
        raise LineFault("footer.unreadable", text=words[:40].strip())
    return Footer(row.number, int(counted[1].replace(",", "")) if counted else None, minor)


def _sum_in(words: str, currency: str) -> int | None:
    """The sum in a text like `合计：1,234.00元`; one with a unit or decimals rather than a bare number."""
    found = [(match[1], match[2]) for match in _SUM.finditer(words)]
    marked = [number for number, unit in found if unit or "." in number]
    numbers = marked or [number for number, _ in found]
    return amount(numbers[-1], currency) if numbers else None

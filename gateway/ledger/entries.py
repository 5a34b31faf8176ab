"""Journal entries: lines of debit and credit that cannot but balance. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Line:
    """One line. Sums in minor units; a reversal (红字) is negative in the same column."""

    account: str
    debit: int
    credit: int
    fund: str = ""
    project: str = ""
    party: str = ""
    money_account: str = ""
    restriction: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """The entry of one fact, in the book (账套) of one legal holder and in one currency."""

    book: str
    currency: str
    occurred_on: date
    chart: str
    template: str
    summary_zh: str
    summary: str
    purpose: str
    lines: tuple[Line, ...]


def merged(lines: list[Line]) -> tuple[Line, ...]:
    """Lines that differ in nothing but their sum as one, in the order of their first; debits stay debits."""
    sums: dict[tuple[bool, Line], Line] = {}
    for line in lines:
        place = line.debit != 0, replace(line, debit=0, credit=0)
        known = sums.get(place)
        sums[place] = (
            line
            if known is None
            else replace(line, debit=known.debit + line.debit, credit=known.credit + line.credit)
        )
    return tuple(sums.values())

"""What a member unit was called on the day of a record: a list of before shows the old name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from gateway.reading import Reading
from kernel.clock import accounting_date, parse_instant

FIELD: Final = "member"
SHOWN_AS: Final = "member_name"
Names = Sequence[Mapping[str, str]]
"""The names of a unit, each with the day from which it holds, the earliest first."""


def add(books: Reading, council: str, records: Sequence[Mapping[str, Any]], shown: Sequence[Any]) -> None:
    """Let what is shown of each record that names a unit say its name of the day too; None if not known."""
    named = [(record, out) for record, out in zip(records, shown, strict=True) if FIELD in record]
    wanted = {record[FIELD] for record, _ in named if record[FIELD] is not None}
    known = books.member_names(council, wanted) if wanted else {}
    for record, out in named:
        out[SHOWN_AS] = of_day(known.get(record[FIELD], ()), _day(record))


def of_day(names: Names, day: str) -> str | None:
    """The name that held on `day` (ISO); of a day before the first one, the first."""
    held = [one["name"] for one in names if one["from"] <= day] or [one["name"] for one in names[:1]]
    return held[-1] if held else None


def _day(record: Mapping[str, Any]) -> str:
    day = record.get("occurred_on")
    if day is None and (at := record.get("recorded_at")) is not None:
        day = accounting_date(parse_instant(at)).isoformat()
    return str(day or "")

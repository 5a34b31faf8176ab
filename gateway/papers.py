"""Whether the papers that a record names are kept here, or are paper that lies elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from gateway.reading import Reading

NAMED: Final = "attachments"
SHOWN_AS: Final = "papers"
STATES: Final = ("here", "outside", "erased")


def read(books: Reading, council: str, record: Mapping[str, Any]) -> dict[str, Any]:
    """{"papers": [{"file", "kept", "media_type", "size"}, ...]} in their order; {} where there are none."""
    named = [*_named(record)]
    if not named:
        return {}
    files = dict.fromkeys(file for attachments in named for file in attachments)
    return {SHOWN_AS: [_shown(file, books.record(council, "file", file)) for file in files]}


def _named(record: Mapping[str, Any]) -> Iterator[list[str]]:
    """Of the record itself, and of the parts of it."""
    for part in (record, *record.values()):
        if isinstance(part, Mapping) and isinstance(part.get(NAMED), list):
            yield part[NAMED]


def _shown(file: str, record: Mapping[str, Any] | None) -> dict[str, Any]:
    if record is None:
        return {"file": file, "kept": "outside"}
    kept = "erased" if record["status"] == "erased" else "here"
    return {"file": file, "kept": kept, "media_type": record["media_type"], "size": record["size"]}

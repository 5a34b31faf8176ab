"""What both imports share on the way from file to summary."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from cli.client import Command, Gateway
from cli.importing.faults import Refused
from cli.importing.report import Report
from cli.importing.sending import Item, Tally, send

Named = TypeVar("Named", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line said."""

    path: Path
    fund: str | None = None
    account: str | None = None
    dry_run: bool = False
    day: date | None = None
    donors_by_name: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None


def begun(options: Options, sha256: str, fund: Mapping[str, Any], account: Mapping[str, Any]) -> Report:
    """An empty summary of this import."""
    return Report(
        file=options.path.name,
        sha256=sha256,
        currency=fund["currency"],
        dry_run=options.dry_run,
        fund=fund["code"],
        account=account["code"],
    )


def count(report: Report, tally: Tally, refused: Sequence[Refused]) -> None:
    """What became of the lines: a line of several facts counts once, and as refused if one of them is."""
    report.refused = sorted({one.line: one for one in (*tally.refused, *refused)}.values(), key=_line)
    no = {one.line for one in report.refused}
    taken = {item.line for item in tally.taken} - no
    report.taken = len(taken)
    known = {item.line for item in tally.known} - taken - no
    report.known = len(known)
    report.elsewhere = sorted(known & {item.line for item in tally.elsewhere})


def _line(refused: Refused) -> int:
    return refused.line


def registered(
    gateway: Gateway, parties: Mapping[Named, tuple[int, Command]]
) -> tuple[dict[Named, str], dict[Named, Refused]]:
    """The ids of parties, made now or before, and those refused. A party comes with its first line."""
    items = [Item(line, command) for line, command in parties.values()]
    tally = send(gateway, items, lambda _: None)
    ids: dict[Named, str] = {}
    refused: dict[Named, Refused] = {}
    by_line = {one.line: one for one in tally.refused}
    for named, (line, command) in parties.items():
        if command.key in tally.ids:
            ids[named] = tally.ids[command.key]
        else:
            refused[named] = by_line.get(line) or Refused(line, "line.known_otherwise")
    return ids, refused

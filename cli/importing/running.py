"""What both imports share on the way from file to summary."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from cli.client import Command, Gateway
from cli.importing.choice import UNSAID, Choice
from cli.importing.faults import Refused
from cli.importing.report import Report
from cli.importing.sending import How, Item, Tally, send
from cli.session import Session

Named = TypeVar("Named", bound=Hashable)
Step = Callable[[int, int], object]
"""Told how many were answered, and how many of them were taken."""


@dataclass(slots=True)
class Pace:
    """How far an import has come, for whoever has to say so when it is cut off.

    `sending`: something may have been recorded from here on; `taken`: what is known to be.
    """

    sending: bool = False
    answered: int = 0
    taken: int = 0

    def begin(self) -> None:
        self.sending = True

    def step(self, answered: int, taken: int) -> None:
        self.answered += answered
        self.taken += taken


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
    choice: Choice = UNSAID
    pace: Pace = field(default_factory=Pace)


@contextmanager
def sending(session: Session, options: Options, total: int) -> Iterator[Step]:
    """A bar for the person who waits, and the pace for the case that it is cut off."""
    with session.progress(session.say("import.sending"), total) as bar:

        def step(answered: int, taken: int) -> None:
            options.pace.step(answered, taken)
            bar.advance(bar.task_ids[0], answered)

        if not options.dry_run:
            options.pace.begin()
        yield step


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


def _line(refused: Refused) -> int:
    return refused.line


def registered(
    gateway: Gateway, parties: Mapping[Named, tuple[int, Command]], *, dry_run: bool = False
) -> tuple[dict[Named, str], dict[Named, Refused]]:
    """The ids of parties, made now or before, and those refused. A party comes with its first line.

    A dry run makes none: then the ids are of those alone who were made before.
    """
    items = [Item(line, command) for line, command in parties.values()]
    tally = send(gateway, items, How(lambda _, __: None, dry_run=dry_run))
    ids: dict[Named, str] = {}
    refused: dict[Named, Refused] = {}
    by_line = {one.line: one for one in tally.refused}
    new = {item.command.key for item in tally.taken} if dry_run else set()
    for named, (line, command) in parties.items():
        if command.key in new:
            continue
        if command.key in tally.ids:
            ids[named] = tally.ids[command.key]
        else:
            refused[named] = by_line.get(line) or Refused(line, "line.known_otherwise")
    return ids, refused

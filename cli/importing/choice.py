"""What the treasurer says of lines that look recorded already and bear no serial number. Pure.

By their content alone nobody can tell whether two such lines, of two files, are one gift or two: the same
list that grew, or another collection box. The import takes neither for granted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from cli.importing.faults import CannotStart

ALL: Final = frozenset({"all", "全部"})
_PART: Final = re.compile(r"([0-9]{1,9})(?:\s*-\s*([0-9]{1,9}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines by number, or all of them."""

    ranges: tuple[range, ...] = ()
    all: bool = False

    def named(self, line: int) -> bool:
        return any(line in one for one in self.ranges)


@dataclass(frozen=True, slots=True)
class Choice:
    """`known`: the gifts that are in the books; `another`: gifts of their own. A line named beats `all`."""

    known: Lines = Lines()
    another: Lines = Lines()

    def of(self, line: int) -> Literal["known", "another"] | None:
        """Raises: CannotStart where both are said of it."""
        for known, another in (
            (self.known.named(line), self.another.named(line)),
            (self.known.all, self.another.all),
        ):
            if known and another:
                raise CannotStart("option.both", line=line)
            if known or another:
                return "known" if known else "another"
        return None


UNSAID: Final = Choice()


def choice(known: str | None, another: str | None) -> Choice:
    """As the options say it. Raises: CannotStart."""
    made = Choice(_lines("--known", known), _lines("--another", another))
    if made.known.all and made.another.all:
        raise CannotStart("option.both", line="1-")
    return made


def _lines(option: str, text: str | None) -> Lines:
    """`all`, or `2-31,40`."""
    if text is None:
        return Lines()
    if text.strip().casefold() in ALL:
        return Lines(all=True)
    ranges: list[range] = []
    for part in text.replace("\uff0c", ",").split(","):
        found = _PART.fullmatch(part.strip())
        if found is None:
            raise CannotStart("option.lines", option=option, text=text[:80])
        ranges.append(range(int(found[1]), int(found[2] or found[1]) + 1))
    return Lines(tuple(ranges))


def written(lines: Iterable[int]) -> str:
    """Lines as the options take them: `2-31,40`."""
    sorted_lines = sorted(set(lines))
    breaks = [at + 1 for at, (one, after) in enumerate(pairwise(sorted_lines)) if after != one + 1]
    parts = zip([0, *breaks], [*breaks, len(sorted_lines)], strict=True)
    return ",".join(
        str(sorted_lines[first]) if last - first == 1 else f"{sorted_lines[first]}-{sorted_lines[last - 1]}"
        for first, last in parts
        if last > first
    )

"""What the treasurer says of lines that look recorded already."""

from __future__ import annotations

import pytest

from cli.importing.choice import choice, written
from cli.importing.faults import CannotStart


def test_lines_are_named_one_by_one_in_runs_or_all_at_once() -> None:
    said = choice("2-4\uff0c 9", None)
    assert [line for line in range(12) if said.of(line)] == [2, 3, 4, 9]
    assert {choice(None, "全部").of(line) for line in (1, 999)} == {"another"}
    assert choice(None, None).of(1) is None


def test_a_line_that_is_named_beats_all_of_them() -> None:
    said = choice("all", "7")
    assert (said.of(6), said.of(7)) == ("known", "another")


@pytest.mark.parametrize(("known", "another"), [("x", None), ("1-", None), (None, ""), ("all", "all")])
def test_what_says_nothing_or_both_is_not_begun(known: str | None, another: str | None) -> None:
    with pytest.raises(CannotStart):
        choice(known, another)
    with pytest.raises(CannotStart, match=r"option\.both"):
        choice("1-3", "3").of(3)


def test_lines_are_written_as_the_options_take_them() -> None:
    lines = [2, 3, 4, 9, 11, 12]
    assert written(reversed(lines)) == "2-4,9,11-12"
    assert [line for line in range(20) if choice(written(lines), None).of(line)] == lines
    assert written([]) == ""

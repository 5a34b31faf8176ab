"""A running balance against the movements that should make it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cli.importing.balance import WINDOW, Gap, gaps

MOVES = st.lists(st.integers(-500, 500).filter(bool), min_size=1, max_size=30)


def rows(moves: list[int], gap_at: int | None = None, gap: int = 0) -> list[tuple[int, int, int]]:
    balance = 0
    made = []
    for line, move in enumerate(moves, start=1):
        balance += move + (gap if line - 1 == gap_at else 0)
        made.append((line, move, balance))
    return made


@given(MOVES)
def test_a_balance_that_follows_its_movements_has_no_gap(moves: list[int]) -> None:
    assert gaps(rows(moves)) == []


@given(MOVES, st.data())
def test_a_fee_that_is_counted_a_few_rows_later_is_no_gap(moves: list[int], data: st.DataObject) -> None:
    made = rows(moves)
    at = data.draw(st.integers(0, len(moves) - 1))
    later = data.draw(st.integers(0, min(WINDOW - 1, len(moves) - 1 - at)))
    fee = data.draw(st.integers(1, 99))
    for row in range(at, at + later):
        line, move, balance = made[row]
        made[row] = (line, move, balance + fee)
    assert gaps(made) == []


def test_a_gap_is_named_with_its_line_and_its_sum() -> None:
    moves = [1000, 2003, 3011, 4007, 5021, 6037, 7019, 8039]
    assert gaps(rows(moves, gap_at=7, gap=113)) == [Gap(8, 113)]
    assert gaps(rows(moves, gap_at=2, gap=-50)) == [Gap(3, -50)]


@given(MOVES, st.data())
def test_gaps_sum_to_what_the_balance_is_off_at_the_end(moves: list[int], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(moves) - 1))
    made = rows(moves, gap_at=at, gap=data.draw(st.integers(-5000, 5000)))
    assert sum(gap.minor for gap in gaps(made)) == made[-1][2] - sum(moves)

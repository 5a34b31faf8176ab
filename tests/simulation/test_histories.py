"""Thousands of seeded histories, on every processor; docs/simulation.md says what happens in them.

SIM_HISTORIES: how many in `make test`. A seed that fails is played again, with its trace, by
`python -m simulation SEED` from this folder's parent (`--books` for those on the real ledger).
"""

from __future__ import annotations

import os
from typing import Final

import pytest
from simulation.running import play_all, replay

HISTORIES: Final = int(os.environ.get("SIM_HISTORIES") or 5_000)
IN_ALL: Final = 20_000
ON_BOOKS, ON_BOOKS_IN_ALL = 30, 400
SHOWN_MAX: Final = 5


def _must_hold(first: int, end: int, *, books: bool = False) -> None:
    failures = play_all(range(first, end), books=books)
    shown = "\n".join(map(str, failures[:SHOWN_MAX]))
    assert not failures, f"{len(failures)} of {end - first} histories break a rule:\n{shown}"


def test_every_rule_holds_after_thousands_of_histories() -> None:
    _must_hold(0, HISTORIES)


def test_every_rule_holds_over_the_real_ledger_on_sqlite() -> None:
    _must_hold(0, ON_BOOKS, books=True)


def test_a_seed_is_one_history() -> None:
    assert replay(7) == replay(7)


@pytest.mark.soak
def test_every_rule_holds_after_the_other_histories() -> None:
    _must_hold(HISTORIES, max(IN_ALL, HISTORIES + 1))


@pytest.mark.soak
def test_every_rule_holds_over_the_real_ledger_at_length() -> None:
    _must_hold(ON_BOOKS, ON_BOOKS_IN_ALL, books=True)

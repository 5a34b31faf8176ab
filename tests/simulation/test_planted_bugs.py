"""Bugs planted on purpose: each is found, by the rule that it breaks, in histories that pass without it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import structlog
from simulation.bugs import BUGS
from simulation.council import KINDS
from simulation.hunting import FOUND_BY, SEEDS_MAX, first_found
from simulation.opening import opening
from simulation.running import play, quiet


@pytest.fixture(autouse=True)
def _opened_without_bugs() -> Iterator[None]:
    before = structlog.get_config()
    quiet()
    for kind in KINDS:
        opening(kind)
    yield
    structlog.configure(**before)


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_is_found_where_the_real_house_holds(bug: str) -> None:
    found = first_found(bug)
    assert found is not None, f"not found in {SEEDS_MAX} histories"
    assert play(found.seed) is None


def test_every_planted_bug_has_its_rule() -> None:
    assert set(FOUND_BY) >= set(BUGS)
    assert len(BUGS) >= 10

"""Bugs planted on purpose: each is found, by the rule that it breaks, in histories that pass without it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Final

import pytest
import structlog
from simulation.bugs import BUGS, planted
from simulation.bugs_decided import FOUND_DECIDED
from simulation.council import KINDS
from simulation.opening import opening
from simulation.running import Failure, play, quiet

SEEDS_MAX: Final = 1_500
"""A bug that hides longer than this is not found."""
FOUND_BY: Final[Mapping[str, AbstractSet[str]]] = {
    "a cursor is moved before the facts, in a transaction of its own": {
        "note.order", "noted.allocations", "noted.payments", "noted.returns", "noted.erasures"},
    "a cursor is moved after the facts, in a transaction of its own": {"command.once"},
    "events that come again are noted again": {"command.once", "redelivery"},
    "a follower compares nothing with its source": {"restore.stream_stops"},
    "an old message ends a stall": {"restore.stream_stops"},
    "a writer that was held stays so": {"answer.none", "writer.halted"},
    "a page is taken before its root is compared": {"restore.stream_stops", "restore.mixed"},
    "a command is answered before the commit": {"answer.kept", "command.lost", "answer.same"},
    "the state in memory changes before the commit": {"replay.documents"},
    "a used key is not looked up": {"answer.same", "command.once", "key.reused"},
    "what another process wrote is not read before writing": {
        "log.positions", "answer.same", "answer.none"},
    "the relay moves on before it publishes, and messages are trusted to come": {
        "cursor.behind", "copy.bytes"},
    "the guard is not asked after a restore": {"restore.guard"},
    "the guard is asked at the start alone": {"restore.guard"},
    "the ledger puts effects before their causes": {"order.cause"},
    "what a refused group changed stays": {"replay.documents", "fund.negative"},
    "a used key with another body is taken for the same": {"key.reused"},
    "a lost COMMIT is tried again under new ids": {"command.lost", "command.once", "answer.same"},
    "a refilled log forgets what it had noted and done": {"answer.same", "command.once", "answer.unmade"},
    "a request to reverse that has ended is open still": {"reversal.once"},
    "who asks to be erased is erased at once": {"vault.held"},
    "one service alone is waited for before somebody is erased": {"vault.held"},
    "what is approved names no payee to hold": {"vault.held"},
    "erasing leaves the openings": {"vault.erased"},
    "what is sealed about somebody erased is kept": {"vault.erased"},
    **FOUND_DECIDED,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _opened_without_bugs() -> Iterator[None]:
    before = structlog.get_config()
    quiet()
    for kind in KINDS:
        opening(kind)
    yield
    structlog.configure(**before)


def _first_found(bug: str) -> Failure | None:
    """The first history that shows `bug` by a rule that it is known to break."""
    for seed in range(SEEDS_MAX):
        with planted(bug):
            failure = play(seed)
        if failure is not None and failure.rule in FOUND_BY[bug]:
            return failure
    return None


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_is_found_where_the_real_house_holds(bug: str) -> None:
    found = _first_found(bug)
    assert found is not None, f"not found in {SEEDS_MAX} histories"
    assert play(found.seed) is None


def test_every_planted_bug_has_its_rule() -> None:
    assert set(FOUND_BY) >= set(BUGS)
    assert len(BUGS) >= 10

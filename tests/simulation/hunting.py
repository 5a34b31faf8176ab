"""The hunt for a planted bug: the first history that shows it, by a rule that it is known to break.

Which history that is changes with the rules of the house. So a hunt begins with the seed that showed the bug
when `python -m simulation --hunt` last wrote `found_at.json`, and goes through all others where that one does
not any more: a seed that is out of date costs time, and hides nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path
from typing import Final

from simulation.bugs import BUGS, planted
from simulation.bugs_decided import FOUND_DECIDED
from simulation.history import History
from simulation.running import Failure, play, ready

FOUND_AT: Final = Path(__file__).with_name("found_at.json")
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


def first_found(bug: str) -> Failure | None:
    """The first history of the hunt that shows `bug`; None: no history does."""
    for seed in _seeds(bug):
        with planted(bug):
            failure = play(seed)
        if failure is not None and failure.rule in FOUND_BY[bug]:
            return failure
    return None


def _seeds(bug: str) -> Iterator[int]:
    """Every seed below SEEDS_MAX, the remembered one first."""
    remembered = json.loads(FOUND_AT.read_text()).get(bug)
    yield from () if remembered is None else (remembered,)
    yield from (seed for seed in _by_turns() if seed != remembered)


@cache
def _by_turns() -> list[int]:
    """Histories of every kind by turns: of those that show most bugs of decisions there are few."""
    seen: Counter[str] = Counter()
    turn = {}
    for seed in range(SEEDS_MAX):
        kind = History(seed).kind
        turn[seed] = seen[kind]
        seen[kind] += 1
    return sorted(turn, key=lambda seed: (turn[seed], seed))


def hunt() -> int:
    """Write down anew where each bug is found. 1: one is not."""
    ready()
    found = {bug: first_found(bug) for bug in BUGS}
    FOUND_AT.write_text(
        json.dumps({bug: one.seed for bug, one in found.items() if one}, indent=1, ensure_ascii=False) + "\n"
    )
    return 0 if all(found.values()) else 1

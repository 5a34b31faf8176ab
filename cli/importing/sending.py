"""Many commands to the gateway in batches, several in flight; what was known is told from what is new."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any, Final

from cli.client import Command, Gateway, Outcome
from cli.client import Refused as Answer
from cli.importing.choice import UNSAID, Choice
from cli.importing.faults import Refused
from cli.importing.keys import key

BATCH_MAX: Final = 500
BATCH_BYTES_MAX: Final = 900_000
"""The gateway takes bodies of up to 1 MiB."""
IN_FLIGHT: Final = 4
TRIES: Final = 6
NOT_DECIDED: Final = frozenset({429, 503, 504})
KEY_REUSED: Final = "idempotency.key_reused"
LOOKS_RECORDED: Final = "line.looks_recorded"


@dataclass(frozen=True, slots=True)
class Item:
    """One command and the line that it comes from.

    `list_path` and `known_as`: where, and by which of its fields, a record is found that took the same key
    from another file. `again`: of a line that nothing but its content tells from another, the same command as
    the n-th more of its kind. Without either the key says all: same key, same fact.
    """

    line: int
    command: Command
    list_path: str = ""
    known_as: Mapping[str, Any] = field(default_factory=dict)
    again: Callable[[int], Command] | None = None


@dataclass(slots=True)
class Tally:
    """What became of the items. `ids`: by key, the ids of the records that were taken or known."""

    taken: list[Item] = field(default_factory=list)
    known: list[Item] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)

    def add(self, other: Tally) -> None:
        self.taken += other.taken
        self.known += other.known
        self.refused += other.refused
        self.ids |= other.ids


@dataclass(frozen=True, slots=True)
class How:
    """How items are sent. `advance` is told how many were answered, and how many of them were taken."""

    advance: Callable[[int, int], object]
    dry_run: bool = False
    choice: Choice = UNSAID


def send(gateway: Gateway, items: Sequence[Item], how: How) -> Tally:
    """Sends all of `items`, in no order between batches.

    Raises: client.Refused (the batches as such are refused), client.Unreachable, CannotStart.
    """
    tally = Tally()
    reused = _sent(gateway, items, tally, how)
    alike: list[Item] = []
    numbered: list[Item] = []
    for item in reused:
        if item.known_as:
            numbered.append(item)
        elif item.again is None or how.choice.of(item.line) == "known":
            tally.known.append(item)
        else:
            alike.append(item)
    _settle(gateway, numbered, tally)
    _settle_alike(gateway, alike, tally, how)
    tally.refused.sort(key=lambda one: one.line)
    return tally


def _sent(gateway: Gateway, items: Sequence[Item], tally: Tally, how: How) -> list[Item]:
    """Sends `items` into `tally`; those are left whose key was used with another body."""
    reused: list[Item] = []
    with ThreadPoolExecutor(IN_FLIGHT) as pool:
        futures = [pool.submit(_answered, gateway, part, how.dry_run) for part in parts(items)]
        try:
            for future in futures:
                answered, before = future.result(), len(tally.taken)
                for item, outcome in answered:
                    _sort(item, outcome, tally, reused)
                how.advance(len(answered), len(tally.taken) - before)
        except BaseException:
            # What is waiting for an answer is let go of; what is only queued is never sent.
            gateway.give_up()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return reused


def parts(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Runs of items, each within what one batch may hold."""
    part: list[Item] = []
    size = 0
    for item in items:
        weight = len(json.dumps(item.command.body, ensure_ascii=False).encode()) + 300
        if part and (len(part) == BATCH_MAX or size + weight > BATCH_BYTES_MAX):
            yield part
            part, size = [], 0
        part.append(item)
        size += weight
    if part:
        yield part


def _answered(gateway: Gateway, part: Sequence[Item], dry_run: bool) -> list[tuple[Item, Outcome]]:
    """Every item with its outcome; those that nothing was decided about are asked again, with their keys."""
    done: dict[int, Outcome] = {}
    waiting = list(range(len(part)))
    for attempt in range(TRIES):
        if attempt:
            time.sleep(min(2**attempt, 10))
        commands = [part[at].command for at in waiting]
        # The batch's own key is that of its content, and of the attempt: an answer "not decided" is no
        # answer to be met again.
        digest = hashlib.sha256("\n".join(one.key for one in commands).encode()).hexdigest()
        found = gateway.batch(commands, key("batch", digest, attempt), dry_run=dry_run)
        done.update(zip(waiting, found, strict=True))
        waiting = [at for at in waiting if _undecided(done[at])]
        if not waiting:
            break
    return [(item, done[at]) for at, item in enumerate(part)]


def _undecided(outcome: Outcome) -> bool:
    return outcome.problem is not None and outcome.problem.get("status") in NOT_DECIDED


def _sort(item: Item, outcome: Outcome, tally: Tally, reused: list[Item]) -> None:
    if outcome.id is not None:
        (tally.known if outcome.repeated else tally.taken).append(item)
        tally.ids[item.command.key] = outcome.id
    elif outcome.problem is not None and outcome.problem.get("code") == KEY_REUSED:
        reused.append(item)
    else:
        tally.refused.append(_refused(item.line, outcome.problem or {}))


def _refused(line: int, problem: Mapping[str, Any]) -> Refused:
    answer = Answer(int(problem.get("status", 0)), problem)
    return Refused(line, answer.code, words=answer.words())


def _settle(gateway: Gateway, reused: Sequence[Item], tally: Tally) -> None:
    """Keys that were used with another body: the same line of another file, or another content?

    A record names the file that it came from, so an export that overlaps an older one has the same keys
    with other bodies. What is in the books decides.
    """
    books: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for item in reused:
        body = item.command.body
        day = str(body["occurred_on"])
        if (item.list_path, day) not in books:
            asked = {"fund": body.get("fund"), "from": day, "to": day}
            books[item.list_path, day] = list(gateway.pages(item.list_path, **asked))
        same = [r for r in books[item.list_path, day] if all(r.get(k) == v for k, v in item.known_as.items())]
        if same:
            tally.known.append(item)
            tally.ids[item.command.key] = str(same[0]["id"])
        else:
            tally.refused.append(Refused(item.line, "line.known_otherwise"))


def _settle_alike(gateway: Gateway, items: Sequence[Item], tally: Tally, how: How) -> None:
    """Lines without serial number that look just like one recorded from another file, or with other options.

    The numbers after it are tried in turn. One that was used with this very body: this line of this very file
    was recorded before, as another gift. One that is free: nobody has recorded it so; then it is recorded
    where the treasurer says that it is another gift, and otherwise left for them to say.
    """
    waiting = {item.line: item for item in items}
    trying = replace(how, dry_run=True, advance=_silent)
    going = replace(how, advance=lambda _, taken: how.advance(0, taken))  # answered they were before
    number = 0
    while waiting:
        number += 1
        tries = [replace(one, command=one.again(number)) for one in waiting.values() if one.again is not None]
        trial = Tally()
        used = _sent(gateway, tries, trial, trying)
        tally.known += trial.known
        tally.refused += trial.refused
        others = [item for item in trial.taken if how.choice.of(item.line) == "another"]
        unsaid = {item.line for item in trial.taken} - {item.line for item in others}
        tally.refused += [Refused(line, LOOKS_RECORDED) for line in unsaid]
        if how.dry_run:
            tally.taken += others
        else:
            used += _sent(gateway, others, tally, going)  # somebody else may take the number meanwhile
        waiting = {item.line: waiting[item.line] for item in used}


def _silent(answered: int, taken: int) -> None:
    """Nobody is told."""

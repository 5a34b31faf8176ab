"""Bugs planted on purpose: each is a small change of a real room, and the simulator must find it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any, Final
from unittest.mock import patch

from simulation.bugs_decided import OF_DECISIONS

from gateway.books import appender
from kernel import follow, refill
from kernel.bus import BusDown, CallTimedOut, RemoteFailure
from kernel.desk import Desk
from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.errors import NotApplied, Refusal
from kernel.follow import Follower
from kernel.guard import Guard
from kernel.lane import Lane
from kernel.merkle import leaf_hash
from kernel.page import Page
from kernel.relay import Message, Relay, encode_message
from kernel.testing.memory import MemoryTransaction
from kernel.tickets import Done, Group, Noted, Noting, Refused, Ticket
from kernel.writer import Writer
from services.members.domain import foreign
from services.members.domain.documents import Party
from services.members.domain.people import erasure, noting
from services.members.events import PartyId, PersonErased
from services.projects.domain.documents import PendingReversal
from services.projects.domain.reversals import decide as reversals
from services.projects.events import ReversalId

Changes = Sequence[tuple[Any, str, Any]]
"""What is put in whose place: (room or class, name, the wrong thing)."""


def _note_all(self: Writer, batch: Any, noting: Noting, draft: Any) -> Callable[[], None]:
    """Repeats are not passed over."""
    reached = batch.page.cursor(batch.tx, noting.source)
    for position, body in enumerate(noting.bodies, noting.after + 1):
        self._note(batch, noting.source, position, body, draft)
        if position > reached.size:
            reached = reached.append(leaf_hash(body))
    batch.page.move_cursor(noting.source, reached)
    return lambda: noting.settle(Noted(reached.size))


def _note_only(self: Writer, batch: Any, noting: Noting, draft: Any) -> Callable[[], None]:
    """The facts alone; the cursor is somebody else's business."""
    for position, body in enumerate(noting.bodies, noting.after + 1):
        self._note(batch, noting.source, position, body, draft)
    return lambda: noting.settle(Noted(noting.after + len(noting.bodies)))


def _fresh(desk: Desk, council: str, source: str, after: int, bodies: Sequence[bytes]) -> Any:
    reached = desk.log.cursor(council, source)
    return reached, bodies[reached.size - after :]


def _move(desk: Desk, council: str, source: str, reached: Any) -> None:
    with desk.log.writing(council) as tx:
        tx.move_cursor(source, reached)


def _cursor_first(
    self: Desk, council: str, source: str, after: int, bodies: Sequence[bytes], *_: object
) -> None:
    reached, fresh = _fresh(self, council, source, after, bodies)
    _move(self, council, source, reached.extend(map(leaf_hash, fresh)))
    NOTE(self, council, source, reached.size, fresh)


def _cursor_last(
    self: Desk, council: str, source: str, after: int, bodies: Sequence[bytes], *_: object
) -> None:
    reached, fresh = _fresh(self, council, source, after, bodies)
    NOTE(self, council, source, reached.size, fresh)
    _move(self, council, source, reached.extend(map(leaf_hash, fresh)))


def _answer_first(self: Writer, tickets: Sequence[Ticket]) -> None:
    """Who waits is answered while the transaction is still open."""
    try:
        with self._log.writing(self.council) as tx:
            self._catch_up(tx)
            batch = self._batch = self._begin(tx, tickets)
            settle = [self._take(batch, ticket) for ticket in tickets]
            for one in settle:
                one()
            if not batch.page.empty:
                batch.page.put_down(tx)
    finally:
        self._batch = None
    batch.layer.merge(self.shelf)
    self._head = batch.page.head


def _remember_first(self: Writer, tickets: Sequence[Ticket]) -> None:
    """The state in memory is changed before the commit."""
    try:
        with self._log.writing(self.council) as tx:
            self._catch_up(tx)
            batch = self._batch = self._begin(tx, tickets)
            settle = [self._take(batch, ticket) for ticket in tickets]
            batch.layer.merge(self.shelf)
            if not batch.page.empty:
                batch.page.put_down(tx)
    finally:
        self._batch = None
    self._head = batch.page.head
    for one in settle:
        one()


def _forget_ids(self: Writer, tx: Any, tickets: Any) -> Any:
    """Whether a command was carried out before is not asked."""
    batch = BEGIN(self, tx, tickets)
    batch.known = {}
    return batch


def _append_unchecked(self: Any, head: Any, entries: Any, commands: Any, vault: Any) -> None:
    """A store without unique keys, so that nothing else stops what the fence should."""
    self.changes.append(lambda: self._append(head, entries, commands, vault))


def _move_first(self: Relay, council: str) -> int:
    """The relay's position moves before the broker has the events."""
    reached = self._log.published(council)
    _, bodies = self._log.page(council, reached.size, 500)
    if not bodies:
        return 0
    self._log.move_published(council, reached.extend(map(leaf_hash, bodies)))
    message = Message(self._service, council, reached.size, reached.root().hex(), bodies)
    self._publish(f"{self._service}.{council}", encode_message(message))
    return len(bodies)


def _look_back(self: Follower) -> None:
    """A source that is ahead is not asked: its messages will come."""
    try:
        heads = self._source.heads()
    except (BusDown, CallTimedOut, RemoteFailure):
        return
    for council, (position, _) in heads.items():
        if council in self.stalled or position < self._sink.cursor(council).size:
            self._guarded(council, None)


def _keep_refused(self: Writer, batch: Any, group: Group, draft: Any) -> list[Any]:
    """What a refused group changed before it was refused stays in memory."""
    answers: list[Any] = []
    for at, item in enumerate(group.items):
        try:
            answers.append(self._decide(batch, item, draft))
        except Refusal as refusal:
            draft.layer.merge(batch.layer)
            others: list[Any] = [Refused(NotApplied())] * len(group.items)
            others[at] = Refused(refusal)
            return others
    return answers


def _any_body(self: Writer, batch: Any, item: Any, before: Any, draft: Any) -> Done:
    """The fingerprint is not compared."""
    return REPEAT(self, batch, replace(item, fingerprint=before.fingerprint), before, draft)


def _new_ids(self: Lane, batch: Sequence[Ticket]) -> list[Ticket]:
    """After a lost connection the same commands go in under new ids."""
    kept = STILL_WANTED(self, batch)
    for ticket in kept:
        if isinstance(ticket, Group):
            ticket.items = [replace(item, command_id=item.command_id + "x") for item in ticket.items]
    return kept


def _fetch_unasked(self: Follower, council: str, *_: Any) -> None:
    """Neither roots nor ends are compared with the source's."""
    reached = self._sink.cursor(council)
    page = self._source.read_log(council, reached.size, 500)
    if page.bodies:
        self._sink.take(council, reached.size, page.bodies)


def _look_seldom(self: Follower, council: str, message: Any) -> bool:
    """An old message asks nothing, and is taken for a sign that the stream flows."""
    if message is not None and message.after + len(message.bodies) <= self._sink.cursor(council).size:
        return True
    return LOOK(self, council, message)


def _hold_for_ever(self: Lane, why: str) -> None:
    """What stopped once is not looked at again."""
    HOLD(self, why)
    self.halted = why


def _keep_all(self: Page, draft: Any, recorded_at: str, erased: Any) -> None:  # noqa: ARG001
    """Nobody asks whether whom a text is about was erased before."""
    KEEP(self, draft, recorded_at, lambda _: False)


def _nothing(*_: Any, **__: Any) -> None:
    """What should be done is not."""


def _yes(*_: Any, **__: Any) -> bool:
    return True


NAMED: Final = noting.named
HIDE: Final = erasure._hide
KEEP: Final = Page.keep
NOTE: Final = Desk.note
BEGIN: Final = Writer._begin
REPEAT: Final = Writer._repeat
STILL_WANTED: Final = Lane._still_wanted
LOOK: Final = Follower._look
HOLD: Final = Lane._hold


def _whatever_its_state(view: View, ref: ReversalId) -> PendingReversal:
    """Confirmed, withdrawn, rejected: all the same."""
    pending = view.get(PendingReversal, ref)
    assert pending is not None
    return pending


def _unless_approved(fact: Any) -> str | None:
    """The payment's own fact will do."""
    return None if isinstance(fact, foreign.SpendingApproved) else NAMED(fact)


def _erased_when_hidden(view: View, person: PartyId, command: Any, given: Given) -> Sequence[Saying]:
    """Who is held by nothing that is noted so far is erased in the breath that hides them."""
    said = HIDE(view, person, command, given)
    party = view.get(Party, person)
    assert party is not None
    if party.held_on(given.today):
        return said
    return [*said, Saying(PersonErased(person), person, given.today)]


BUGS: Final[Mapping[str, Changes]] = {
    "a cursor is moved before the facts, in a transaction of its own": [
        (Desk, "note", _cursor_first),
        (Writer, "_take_noting", _note_only),
    ],
    "a cursor is moved after the facts, in a transaction of its own": [
        (Desk, "note", _cursor_last),
        (Writer, "_take_noting", _note_only),
    ],
    "events that come again are noted again": [(Writer, "_take_noting", _note_all)],
    "a follower compares nothing with its source": [
        (follow, "_compare", _nothing),
        (Follower, "_fetch", _fetch_unasked),
    ],
    "an old message ends a stall": [(Follower, "_look", _look_seldom)],
    "a writer that was held stays so": [(Lane, "_hold", _hold_for_ever)],
    "a page is taken before its root is compared": [(Follower, "_compare_page", _nothing)],
    "a command is answered before the commit": [(Writer, "commit", _answer_first)],
    "the state in memory changes before the commit": [(Writer, "commit", _remember_first)],
    "a used key is not looked up": [
        (Writer, "_begin", _forget_ids),
        (MemoryTransaction, "append", _append_unchecked),
    ],
    "what another process wrote is not read before writing": [
        (Writer, "_catch_up", _nothing),
        (MemoryTransaction, "append", _append_unchecked),
    ],
    "the relay moves on before it publishes, and messages are trusted to come": [
        (Relay, "step", _move_first),
        (Follower, "poll", _look_back),
    ],
    "the guard is not asked after a restore": [(Guard, "word", _nothing)],
    "the guard is asked at the start alone": [(Writer, "is_vouched", _yes)],
    "the ledger puts effects before their causes": [(appender, "is_ready", _yes)],
    "what a refused group changed stays": [(Writer, "_decide_group", _keep_refused)],
    "a used key with another body is taken for the same": [(Writer, "_repeat", _any_body)],
    "a lost COMMIT is tried again under new ids": [(Lane, "_still_wanted", _new_ids)],
    "a refilled log forgets what it had noted and done": [(refill, "_remember", _nothing)],
    "a request to reverse that has ended is open still": [(reversals, "_open", _whatever_its_state)],
    "who asks to be erased is erased at once": [(erasure, "_hide", _erased_when_hidden)],
    "one service alone is waited for before somebody is erased": [
        (Party, "is_known_everywhere", property(lambda self: self.hidden))
    ],
    "what is approved names no payee to hold": [(noting, "named", _unless_approved)],
    "erasing leaves the openings": [(MemoryTransaction, "erase", _nothing)],
    "what is sealed about somebody erased is kept": [(Page, "keep", _keep_all)],
    **OF_DECISIONS,
}


@contextmanager
def planted(bug: str) -> Iterator[None]:
    """The house with `bug` in it."""
    with ExitStack() as stack:
        for room, name, wrong in BUGS[bug]:
            stack.enter_context(patch.object(room, name, wrong))
        yield

"""The one writer of a council's log: group commit under the head row's lock.

While a batch commits, the next gathers; one transaction then locks the head, evolves what another process
wrote, decides every command against the state in memory, writes all events at once and answers every waiter.
So a hot fund has no version conflicts, positions have no gaps, and one fsync serves many.

What if we die right here? Before COMMIT: nothing was written, nobody was answered, the caller's retry decides
afresh. After COMMIT: the retry meets its command id and gets the same answer. When COMMIT's answer is lost,
the batch runs again and finds its own command ids.
"""

from __future__ import annotations

import traceback
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any, Final

import structlog

from kernel.acting import actor_data, under_mandate
from kernel.clock import Clock, accounting_date, instant_text, parse_instant
from kernel.codec import Codec, Envelope, decode_envelope, told_of
from kernel.db import StorageFault
from kernel.documents import Layer, Shelf
from kernel.domain import Actor, Domain, Given, Saying, Told
from kernel.errors import Broken, DeadlinePassed, Halted, KeyReused, NotApplied, Refusal
from kernel.ids import deriving
from kernel.log import Head, Log, LogTransaction, Remembered
from kernel.merkle import Range, leaf_hash
from kernel.page import Draft, Page
from kernel.sealed import Opening
from kernel.tickets import Answer, Done, Due, Group, Item, Noted, Noting, Refused, Ticket, due_first

_log = structlog.get_logger(__name__)
PAGE: Final = 1000  # events read at once when catching up


class Unvouched(Exception):  # noqa: N818 - named as what it says
    """The database is not the one, or not in the run, that writing was allowed on: ask again first."""


@dataclass(slots=True)
class _Batch:
    """What one commit works with."""

    tx: LogTransaction
    layer: Layer
    page: Page
    now: datetime
    known: Mapping[str, Remembered]
    fresh: set[str] = field(default_factory=set)
    """Ids made in this batch: nothing of theirs is in the log, so nothing is looked for."""


class Writer:
    """Decides and appends for one council. Not thread-safe: one thread (or the simulator) drives it."""

    def __init__(self, council: str, domain: Domain, log: Log, clock: Clock) -> None:
        self.council = council
        self.domain = domain
        self._log = log
        self._clock = clock
        self._codec = Codec(domain.facts, domain.upcasters)
        self._secrets = frozenset(fact.TYPE for fact in domain.secrets)  # type: ignore[attr-defined]
        self._foreign = {source: Codec(facts) for source, facts in domain.foreign.items()}
        self._head = Head(Range())
        self._batch: _Batch | None = None
        self.read_from = ""
        """The witness of the database at the beginning of the last `load`."""
        self.vouched_for: str | None = None
        """The witness that writing was allowed on, "" for none; None where nobody guards this writer."""
        self.tried = False
        """Whether the last `commit` came as far as COMMIT."""
        self._milestones: list[Range] = [Range()]
        self._asked_on: date | None = None
        """On which day it was last asked what is due: nothing of a new day is decided before that."""
        self.shelf = Shelf(domain.resident, self._load)

    # --- state ---------------------------------------------------------------------------------------

    @property
    def head(self) -> Head:
        """The head up to which the shelf is evolved."""
        return self._head

    def load(self) -> None:
        """Read the log up to its head, outside any lock. Raises: CouncilUnknown, DatabaseDown, Halted."""
        first: str | None = None
        while True:
            head, bodies = self._log.page(self.council, self._head.position, PAGE)
            # The first page's: a database that is replaced while we read is not the one that we read.
            first = head.witness if first is None else first
            self._take_in(bodies, head)
            if self._head.position >= head.position:
                self._require_same(head)
                self.read_from = first
                return

    def is_vouched(self, witness: str) -> bool:
        """Whether writing was allowed on the database of this witness."""
        return self.vouched_for in (None, witness)

    def _require_same(self, head: Head) -> None:
        """Raises: Halted when the log is not the one that we knew."""
        if head.position < self._head.position:
            here, known = head.position, self._head.position
            raise Halted(f"the log of {self.council} ends at {here}, it had {known}: restore them")
        if head.root != self._head.root:
            raise Halted(f"the log of {self.council} was replaced under us at {head.position}")

    def _take_in(self, bodies: Sequence[bytes], head: Head) -> None:
        """Evolve a page of the log that ends at `head`. Raises: Halted where events of it are missing."""
        here = self._head.position
        if here < head.position and not bodies:
            raise Halted(
                f"the log of {self.council} ends at {head.position} and has none after {here}: restore them"
            )
        self._absorb(bodies)

    def _absorb(self, bodies: Sequence[bytes]) -> None:
        """Evolve stored events into the shelf; documents that nobody asked for stay in the log."""
        recorded_at = self._head.recorded_at
        # All of it read before any of it is evolved: what cannot be read leaves the state as it was.
        for told in [self._codec.told(decode_envelope(body)) for body in bodies]:
            for kind, key in self.domain.keys(told.fact):
                if self.shelf.holds(kind, key):
                    self.shelf.put(key, self.domain.evolve(kind, self.shelf.get(kind, key), told))
            recorded_at = told.recorded_at
        self._move(Head(self._head.range.extend(map(leaf_hash, bodies)), recorded_at))

    def _move(self, head: Head) -> None:
        self._head = head
        if head.position >= self._milestones[-1].size + PAGE:
            self._milestones.append(head.range)

    def milestone(self, position: int) -> Range:
        """The range over the first events, as many as is known of, `position` at most."""
        # The list only grows, so it may be asked from any thread.
        return self._milestones[bisect_right(self._milestones, position, key=lambda one: one.size) - 1]

    def range_at(self, position: int) -> Range:
        """The range over the first events, `position` of them; what no milestone tells is read.

        For whoever drives the writer. Raises: CouncilUnknown, StorageFault.
        """
        if position == self._head.position:
            return self._head.range
        known = self.milestone(position)
        _, bodies = self._log.page(self.council, known.size, position - known.size)
        return known.extend(map(leaf_hash, bodies))

    def _load(self, kind: type, key: str) -> object | None:
        """Fold the events of one subject, up to where the shelf stands."""
        if self._batch is None:
            bodies = self._log.subject(self.council, key)
        elif key in self._batch.fresh:
            return None
        else:
            bodies = self._batch.tx.subject(key)
        document: object | None = None
        for told in (self._codec.told(decode_envelope(body)) for body in bodies):
            if told.position <= self._head.position and (kind, key) in self.domain.keys(told.fact):
                document = self.domain.evolve(kind, document, told)
        return document

    def _catch_up(self, tx: LogTransaction) -> None:
        """Evolve what another process wrote. Raises: Unvouched; Halted when the log is not what it was."""
        if not self.is_vouched(tx.head.witness):
            raise Unvouched(tx.head.witness)
        while self._head.position < tx.head.position:
            self._take_in(tx.bodies(self._head.position, PAGE), tx.head)
        self._require_same(tx.head)

    # --- one batch -----------------------------------------------------------------------------------

    def commit(self, tickets: Sequence[Ticket]) -> None:
        """Decide, write and settle every ticket.

        Raises: StorageFault (DatabaseDown when it may pass), Unvouched, Halted, CouncilUnknown; then none is
        settled, and the state in memory is as before.
        """
        self.tried = False
        try:
            with self._log.writing(self.council) as tx:
                self._catch_up(tx)
                batch = self._batch = self._begin(tx, tickets)
                if self._asked_on != (today := accounting_date(batch.now)):
                    tickets = due_first(tickets)
                settle = [self._take(batch, ticket) for ticket in tickets]
                if not batch.page.empty:
                    batch.page.put_down(tx)
                    self.tried = True
        finally:
            self._batch = None
        # Committed; an answer given before this line could be of something that never happened.
        batch.layer.merge(self.shelf)
        self._move(batch.page.head)
        if any(isinstance(one, Due) and one.undone is None for one in tickets):
            self._asked_on = today
        for one in settle:
            one()

    def _begin(self, tx: LogTransaction, tickets: Iterable[Ticket]) -> _Batch:
        ids = [item.command_id for ticket in tickets if isinstance(ticket, Group) for item in ticket.items]
        now = self._clock.now()
        if self._head.recorded_at:
            now = max(now, parse_instant(self._head.recorded_at))  # recorded times never run backwards
        page = Page(self._head, self._secrets)
        return _Batch(tx, Layer(self.shelf), page, now, tx.remembered(ids) if ids else {})

    def _take(self, batch: _Batch, ticket: Ticket) -> Callable[[], None]:
        """Decide one ticket into the page; the answer is handed over after the commit."""
        if ticket.deadline is not None and self._clock.now() > ticket.deadline:
            return lambda: ticket.fail(DeadlinePassed("the deadline passed before this was decided"))
        draft = batch.page.draft(Layer(batch.layer))
        try:
            if isinstance(ticket, Noting):
                settle = self._take_noting(batch, ticket, draft)
            elif isinstance(ticket, Due):
                self._say_due(batch, draft)
                settle = ticket.settle
            elif isinstance(ticket, Group):
                answers = self._decide_group(batch, ticket, draft)
                if ticket.dry_run or not all(isinstance(one, Done) for one in answers):
                    return lambda: ticket.settle(answers)  # the draft is dropped
                settle = lambda: ticket.settle(answers)  # noqa: E731 - the twin of the line above
            else:
                raise TypeError(type(ticket).__name__)  # noqa: TRY301 - a fault of ours like any other
        except StorageFault:
            raise  # the transaction is lost with it: the whole batch runs again
        except Exception as error:  # noqa: BLE001
            # A fault of ours in one command fails that command alone: answered, and logged to be mended.
            frames = traceback.format_tb(error.__traceback__)  # its text may hold anything
            _log.error("ticket.broken", council=self.council, kind=type(error).__name__, frames=frames)
            broken = Broken(type(error).__name__)
            return lambda: ticket.fail(broken)
        erased = partial(self.domain.erased, draft.layer)
        batch.page.keep(draft, instant_text(batch.now), erased)
        draft.layer.merge(batch.layer)
        return settle

    # --- commands ------------------------------------------------------------------------------------

    def _decide_group(self, batch: _Batch, group: Group, draft: Draft) -> list[Answer]:
        answers: list[Answer] = []
        for at, item in enumerate(group.items):
            try:
                answers.append(self._decide(batch, item, draft))
            except Refusal as refusal:
                others: list[Answer] = [Refused(NotApplied())] * len(group.items)
                others[at] = Refused(refusal)
                return others
        return answers

    def _decide(self, batch: _Batch, item: Item, draft: Draft) -> Done:
        ref = item.command_id
        before = batch.known.get(ref) or batch.page.remembered(ref) or draft.remembered(ref)
        if before is not None:
            return self._repeat(batch, item, before, draft)
        actor = under_mandate(item.actor, item.command, self.domain.recorders)
        given = self._given(batch, actor, item.command_id, (*draft.openings, *item.openings))
        sayings = self.domain.decide(draft.layer, item.command, given)
        if not sayings:
            # No event would remember that it was carried out, and nothing could answer it again.
            raise ValueError(f"{item.command.COMMAND} says nothing")
        first = draft.next_position
        self._write(draft, sayings, _Origin(item.command_id, actor, None), batch.now)
        draft.commands.append(Remembered(item.command_id, item.fingerprint, first, draft.next_position - 1))
        draft.openings += item.openings
        return Done(tuple(draft.envelopes[first - draft.start :]))

    def _repeat(self, batch: _Batch, item: Item, before: Remembered, draft: Draft) -> Done:
        """The same answer, from the same events.

        Raises: KeyReused for another body; Forbidden for another person who could not have done it.
        """
        if before.fingerprint and before.fingerprint != item.fingerprint:
            raise KeyReused
        made: Sequence[Envelope] | None
        if before.first >= draft.start:
            made = draft.envelopes[before.first - draft.start : before.last + 1 - draft.start]
        else:
            made = batch.page.made(before.first, before.last)
        if made is None:
            bodies = batch.tx.bodies(before.first - 1, before.last - before.first + 1)
            made = [decode_envelope(body) for body in bodies]
        if made[0].actor["person"] != item.actor.person:
            # A key of the whole council: a mandate that has ended answers only what its holder did.
            under_mandate(item.actor, item.command, self.domain.recorders)
        return Done(tuple(made), repeated=True)

    def _given(self, batch: _Batch, actor: Actor, command_id: str, ours: Sequence[Opening] = ()) -> Given:
        derive = deriving(self.council, actor.person, command_id)

        def new_id(prefix: str) -> str:
            made = derive(prefix)
            batch.fresh.add(made)
            return made

        opened = partial(batch.page.opened, batch.tx, ours)
        return Given(self.council, actor, batch.now, accounting_date(batch.now), new_id, opened)

    # --- what is due ---------------------------------------------------------------------------------

    def is_anything_due(self) -> bool:
        """Whether time has made something true that is not said yet, by the state in memory."""
        if self.domain.due is None:
            return False
        now = self._clock.now()
        given = Given(self.council, self._itself(), now, accounting_date(now), lambda prefix: f"{prefix}_")
        return bool(self.domain.due(self.shelf.residents(), given))

    def _say_due(self, batch: _Batch, draft: Draft) -> None:
        """Decided anew under the lock: another process may have said it a moment ago."""
        if self.domain.due is None:
            return
        # The place in the log makes the id its own: nobody sends this again.
        actor, command_id = self._itself(), f"due/{draft.next_position}"
        sayings = self.domain.due(draft.layer, self._given(batch, actor, command_id))
        self._write(draft, sayings, _Origin(command_id, actor, None), batch.now)

    def _itself(self) -> Actor:
        """The service, where nobody else acts."""
        return Actor(f"service:{self.domain.name}")

    # --- noting --------------------------------------------------------------------------------------

    def _take_noting(self, batch: _Batch, noting: Noting, draft: Draft) -> Callable[[], None]:
        reached = batch.page.cursor(batch.tx, noting.source)
        if noting.after > reached.size:
            raise ValueError(f"{noting.source}: events behind {noting.after}, but noted up to {reached.size}")
        if noting.after < reached.size:
            # Another process noted meanwhile, perhaps of another log than the one these bytes were compared
            # with: none of them goes on top of it. The follower reads on from the cursor, and compares anew.
            return lambda: noting.settle(Noted(reached.size))
        for position, body in enumerate(noting.bodies, noting.after + 1):
            self._note(batch, noting.source, position, body, draft)
            reached = reached.append(leaf_hash(body))
        batch.page.move_cursor(noting.source, reached)
        return lambda: noting.settle(Noted(reached.size))

    def _note(self, batch: _Batch, source: str, position: int, body: bytes, draft: Draft) -> None:
        """Remember one event of another log by facts of our own."""
        envelope = decode_envelope(body)
        if (envelope.service, envelope.council, envelope.position) != (source, self.council, position):
            raise ValueError(f"{source}/{position} is not what it says it is")
        codec = self._foreign[source]
        if not codec.knows(envelope.type):
            return
        actor, command_id = self._itself(), f"{source}/{position}"
        given = self._given(batch, actor, command_id)
        sayings = self.domain.note[source](draft.layer, codec.told(envelope), given)
        cause = {"service": source, "position": position}
        self._write(draft, sayings, _Origin(command_id, actor, cause), batch.now)

    # --- events --------------------------------------------------------------------------------------

    def _write(self, draft: Draft, sayings: Sequence[Saying], origin: _Origin, now: datetime) -> None:
        """Put facts into the draft and evolve them at once, so that the next command sees them."""
        for saying in sayings:
            fact = saying.fact
            envelope = Envelope(
                council=self.council,
                service=self.domain.name,
                position=draft.next_position,
                type=fact.TYPE,
                subject=saying.subject,
                command_id=origin.command_id,
                actor=actor_data(origin.actor),
                occurred_on=saying.occurred_on.isoformat() if saying.occurred_on else None,
                recorded_at=instant_text(now),
                cause=origin.cause,
                data=self._codec.data(fact),
            )
            draft.add(envelope, saying.concerns)
            self._evolve(draft.layer, told_of(envelope, fact))
            if (person := self.domain.erases(fact)) is not None:
                draft.erased.append(person)

    def _evolve(self, layer: Layer, told: Told) -> None:
        for kind, key in self.domain.keys(told.fact):
            layer.put(key, self.domain.evolve(kind, layer.get(kind, key), told))


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where facts come from: a command of somebody, or an event of another log."""

    command_id: str
    actor: Actor
    cause: dict[str, Any] | None

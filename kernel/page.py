"""What one batch makes: events with their positions, remembered commands, openings, moved cursors.

Nothing is written until the page is put down in one call, so a refused group leaves no trace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kernel.codec import Envelope
from kernel.documents import Layer
from kernel.ids import is_id
from kernel.log import Entry, Head, LogTransaction, Remembered, VaultRow
from kernel.merkle import Range, leaf_hash
from kernel.sealed import Opening, Sealed


@dataclass(slots=True)
class Draft:
    """What one group has made so far, from position `start` on, over its own layer of documents."""

    start: int
    layer: Layer
    envelopes: list[Envelope] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    commands: list[Remembered] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)
    concerns: list[tuple[str, ...]] = field(default_factory=list)
    """Beside each event: whom its sealed text speaks of besides those that it names."""

    @property
    def next_position(self) -> int:
        """Where the next event goes."""
        return self.start + len(self.envelopes)

    def add(self, envelope: Envelope, concerns: tuple[str, ...]) -> None:
        """One event more, and whom its sealed text speaks of besides those that it names."""
        self.bodies.append(envelope.encoded())
        self.envelopes.append(envelope)
        self.concerns.append(concerns)

    def remembered(self, command_id: str) -> Remembered | None:
        """A command that this very draft carried out."""
        return next((one for one in self.commands if one.command_id == command_id), None)


class Page:
    """The drafts of a batch that stand, behind one head."""

    def __init__(self, head: Head, secrets: frozenset[str] = frozenset()) -> None:
        self.head = head
        self._secrets = secrets
        self.envelopes: list[Envelope] = []
        self._entries: list[Entry] = []
        self._commands: dict[str, Remembered] = {}
        self._vault: list[VaultRow] = []
        self._erased: list[str] = []
        self._cursors: dict[str, Range] = {}
        self._first = head.position + 1

    def draft(self, layer: Layer) -> Draft:
        """A fresh draft behind what stands."""
        return Draft(self.head.position + 1, layer)

    def keep(self, draft: Draft, recorded_at: str, erased: Callable[[str], bool]) -> None:
        """The draft stands: its events move the head. What it sealed about somebody `erased` is not kept."""
        if draft.bodies:
            self.head = Head(self.head.range.extend(map(leaf_hash, draft.bodies)), recorded_at)
        for envelope, body in zip(draft.envelopes, draft.bodies, strict=True):
            self._entries.append(Entry(envelope.position, envelope.subject, envelope.type, body))
        self.envelopes += draft.envelopes
        self._commands.update((c.command_id, c) for c in draft.commands)
        told = zip(draft.envelopes, draft.concerns, strict=True)
        concerning = _concerning(draft.openings, told, self._secrets)
        self._vault += [row for row in concerning if not any(map(erased, row.concerns))]
        self._erased += draft.erased

    def remembered(self, command_id: str) -> Remembered | None:
        """A command that this very batch carried out."""
        return self._commands.get(command_id)

    def made(self, first: int, last: int) -> Sequence[Envelope] | None:
        """Events of this batch by position; None when they are older."""
        return self.envelopes[first - self._first : last + 1 - self._first] if first >= self._first else None

    def cursor(self, tx: LogTransaction, source: str) -> Range:
        """How far `source` was noted, this batch included."""
        return self._cursors.get(source) or tx.cursor(source)

    def move_cursor(self, source: str, reached: Range) -> None:
        """Noted so far: moves with the facts that noting made."""
        self._cursors[source] = reached

    def opened(
        self, tx: LogTransaction, ours: Iterable[Opening], seals: Iterable[Sealed]
    ) -> Mapping[Sealed, str]:
        """What `ours` (not kept yet), this batch and the vault hold of `seals`, but for secrets."""
        wanted = {one.sealed: one for one in seals}
        here = (*(row.opening for row in self._vault if not row.secret), *ours)
        texts = {one.sealed: one.text for one in here if one.sealed in wanted}
        if missing := wanted.keys() - texts.keys():
            texts |= {digest: one.text for digest, one in tx.openings(sorted(missing)).items()}
        return {wanted[digest]: text for digest, text in texts.items()}

    @property
    def empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self._entries or self._cursors)

    def put_down(self, tx: LogTransaction) -> None:
        """Write all of it into the transaction."""
        if self._entries:
            tx.append(self.head, self._entries, list(self._commands.values()), self._vault)
        # After the openings are in, so that an erasure of this very batch finds them.
        for person in self._erased:
            tx.erase(person)
        for source, reached in self._cursors.items():
            # Same transaction as the facts: a crash between the two would note an event twice, or never.
            tx.move_cursor(source, reached)


def _concerning(
    openings: Iterable[Opening],
    events: Iterable[tuple[Envelope, tuple[str, ...]]],
    secrets: frozenset[str],
) -> list[VaultRow]:
    """Each opening with the people whom it concerns: those named beside its seal, and those told besides.

    One that no event holds (a no-op) is dropped. `secrets`: types of facts whose seals are told to nobody.
    """
    rows, told = [], list(events)
    for opening in openings:
        concerns: set[str] = set()
        held = secret = False
        for envelope, besides in told:
            values = envelope.data.values()
            if any(isinstance(v, dict) and v.get("sealed") == opening.sealed for v in values):
                held = True
                secret = secret or envelope.type in secrets
                named = (*besides, *(v for v in values if isinstance(v, str)))
                concerns.update(v for v in named if is_id(v, "per"))
        if held:
            rows.append(VaultRow(opening, tuple(sorted(concerns)), secret))
    return rows

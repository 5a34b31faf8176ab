"""A log that was restored to an older moment gets its missing events back from a copy of it, byte by byte.

What is beside the events comes back as far as they tell it: the ids of commands (so that a retry meets what
it made; their fingerprints are in no copy, so any body is taken for the same), the cursors over other logs
(so that nothing is noted twice), and erasures (a restored vault holds what was erased since). Openings of
texts sealed since the backup are lost: they were in the vault alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kernel.codec import Codec, Envelope, decode_envelope
from kernel.domain import Domain
from kernel.log import Entry, Head, Log, Remembered
from kernel.merkle import Range, leaf_hash


class NotOurs(ValueError):  # noqa: N818 - named as what it says
    """The bytes do not continue this log."""


@dataclass(slots=True)
class _Found:
    """What the missing events tell."""

    entries: list[Entry] = field(default_factory=list)
    commands: dict[str, Remembered] = field(default_factory=dict)
    noted: dict[str, int] = field(default_factory=dict)
    erased: list[str] = field(default_factory=list)
    recorded_at: str = ""


def refill(
    log: Log, domain: Domain, council: str, bodies: Sequence[bytes], range_of: Callable[[str, int], Range]
) -> int:
    """Append `bodies`, which a copy holds behind our own head; returns how many events.

    `range_of(source, position)` is the range over the first events of another service's log. Writers of this
    service must be stopped. Raises: NotOurs, StorageFault.
    """
    head = log.head(council) or Head(Range())
    found = _read(domain, council, head.position, bodies)
    # Fetched before the lock: nothing waits inside a transaction.
    reached = {source: range_of(source, position) for source, position in found.noted.items()}
    with log.writing(council) as tx:
        if tx.head != head:
            raise NotOurs(f"{domain.name} of {council} moved to {tx.head.position} while it was refilled")
        if not found.entries:
            return 0
        moved = Head(head.range.extend(map(leaf_hash, bodies)), found.recorded_at)
        tx.append(moved, found.entries, list(found.commands.values()), ())
        for person in found.erased:
            tx.erase(person)
        for source, cursor in reached.items():
            if cursor.size > tx.cursor(source).size:
                tx.move_cursor(source, cursor)
    return len(bodies)


def _read(domain: Domain, council: str, after: int, bodies: Sequence[bytes]) -> _Found:
    codec, found = Codec(domain.facts, domain.upcasters), _Found()
    for position, body in enumerate(bodies, after + 1):
        envelope = decode_envelope(body)
        if (envelope.service, envelope.council, envelope.position) != (domain.name, council, position):
            raise NotOurs(f"{envelope.service}/{envelope.council}/{envelope.position} in place of {position}")
        found.entries.append(Entry(position, envelope.subject, envelope.type, body))
        found.recorded_at = envelope.recorded_at
        _remember(found, envelope)
        if codec.knows(envelope.type) and (person := domain.erases(codec.fact(envelope))) is not None:
            found.erased.append(person)
    return found


def _remember(found: _Found, envelope: Envelope) -> None:
    if envelope.cause is not None:
        found.noted[envelope.cause["service"]] = envelope.cause["position"]
        return
    before = found.commands.get(envelope.command_id)
    first = envelope.position if before is None else before.first
    found.commands[envelope.command_id] = Remembered(envelope.command_id, "", first, envelope.position)

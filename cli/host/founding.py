"""The first run: a council, its founder and the founder's token, written by the members log's own writer.

Everything here works on a running system too: two processes that write one council stay correct.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from kernel.clock import SystemClock
from kernel.codec import Codec, decode_envelope
from kernel.db import Database
from kernel.domain import Actor
from kernel.errors import Refusal
from kernel.ids import new_secret, salted, token_digest
from kernel.intake import Sealer
from kernel.log import Log
from kernel.tickets import Done, Group, Item, Refused, Undone
from kernel.writer import Writer
from services.members import schemas
from services.members.domain import DOMAIN
from services.members.events import CouncilFounded, MandateGiven

FIRST_RUN_TOKEN: Final = "first-run-token"  # noqa: S105 - a file's name
_CODEC: Final = Codec(DOMAIN.facts)
HOST: Final = Actor("service:members")
"""Who has the machine needs no mandate; what is done so stands in the log with this actor."""


class LedgerAhead(Exception):  # noqa: N818 - a refusal
    """The ledger has more of the members log than the log itself: it was lost, or restored too old."""

    def __init__(self, council: str, copied: int, position: int) -> None:
        super().__init__(council, copied, position)
        self.council, self.copied, self.position = council, copied, position

    def about(self) -> dict[str, str | int]:
        """For a sentence."""
        return {"council": self.council, "copied": self.copied, "position": self.position}


def on_host(
    log: Log, council: str, command: str, key: str, body: Mapping[str, Any], *, copied: int = 0
) -> Done:
    """Carry out a command of the members service as the machine itself.

    `copied` is how many events of this log the ledger has: behind its copy nothing is written, as in the
    service itself (docs/adr/0012). Raises: Refusal, DatabaseDown, LedgerAhead.
    """
    sealer = Sealer()
    writer = Writer(council, DOMAIN, log, SystemClock())
    writer.load()
    if copied > writer.head.position:
        raise LedgerAhead(council, copied, writer.head.position)
    loaded = schemas.load(command, body, sealer.seal)
    vault_key = log.vault_key(council)
    item = Item(
        loaded, HOST, salted(vault_key, HOST.person, key), salted(vault_key, key), tuple(sealer.openings)
    )
    group = Group(items=[item])
    writer.commit([group])
    match group.answers[0]:
        case Done() as done:
            return done
        case Refused(refusal):
            raise refusal
        case Undone(why):
            raise why


def found_council(
    log: Log, folder: Path, council: str, copied: Callable[[], int], *, demonstration: bool = False
) -> Path | None:
    """Found `council` unless it stands; the file of the founder's token, if there is one.

    `copied` says how many events of the council's members log the ledger has; it is asked only where there
    is none here. Raises: Refusal, DatabaseDown, LedgerAhead, and what `copied` raises.
    """
    file = folder / FIRST_RUN_TOKEN
    head = log.head(council)
    if head is None or head.position == 0:
        # The file first: a founder whose token nobody has could not be let in. A crash before the commit
        # leaves a file whose token the next start founds the council with.
        if (known := copied()) > 0:
            raise LedgerAhead(council, known, 0)
        secret = read_secret(file) or write_secret(file, new_secret())
        log.found(council)
        on_host(
            log,
            council,
            "members.found_council",
            "found",
            {
                "name": f"{council}（演示 demonstration）" if demonstration else council,
                "demonstration": demonstration,
                "founder_name": "发起人 Founder",
                "digest": token_digest(secret),
            },
        )
    return file if file.exists() else None


def is_demonstration(log: Log, council: str) -> bool:
    """Whether `council` was founded as one, by its first fact. Raises: CouncilUnknown, DatabaseDown."""
    _, bodies = log.page(council, 0, 1)
    facts = map(_CODEC.fact, map(decode_envelope, bodies))
    return any(isinstance(fact, CouncilFounded) and fact.demonstration for fact in facts)


def copied_in(ledger: Database, council: str) -> int:
    """How many events of a council's members log are copied in this ledger. Raises: StorageFault."""
    from gateway.books.copies import Copies  # with all of the ledger's rooms: a service alone needs none

    reached = Copies(ledger).heads(council).get("members")
    return reached.size if reached is not None else 0


def reissue_token(log: Log, council: str, person: str, copied: int, *, revoke_others: bool) -> str:
    """A new token for `person`, recorded as issued on the host. Raises: as `on_host`."""
    secret = new_secret()
    body = {"person": person, "digest": token_digest(secret), "revoke_others": revoke_others}
    on_host(
        log, council, "members.reissue_token", f"reissue/{token_digest(secret)[:32]}", body, copied=copied
    )
    return secret


def founder_of(log: Log, council: str) -> str:
    """The id of the first person with a founder's mandate. Raises: Refusal for a council without one."""
    _, bodies = log.page(council, 0, 10)
    for body in bodies:
        fact = _CODEC.fact(decode_envelope(body))
        if isinstance(fact, MandateGiven) and fact.role == "founder":
            return fact.person
    raise Refusal("no founder")


def read_secret(file: Path) -> str | None:
    """The token in a file of ours; None where there is none."""
    try:
        return file.read_text(encoding="ascii").strip() or None
    except FileNotFoundError:
        return None


def write_secret(file: Path, secret: str) -> str:
    """Write a secret that only its owner may read, whole or not at all."""
    draft = file.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(secret + "\n")
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)
    return secret

"""Names of parties: organisations from their records, people from erasable copies, fetched when asked for.

A name that is hidden or erased is shown nowhere and kept nowhere: the projection deletes it with the fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

import orjson
from sqlalchemy import Connection, and_, bindparam, or_, select

from gateway.books.sql import ledger_head
from gateway.books.tables import names, records
from gateway.books.together import Together
from gateway.books.writing import NAME
from kernel.bus import BusDown, CallTimedOut, RemoteFailure
from kernel.db import Database
from kernel.sealed import Opening
from kernel.statements import WANTED, by_keys

FETCH_MAX: Final = 200
"""Names fetched for one question: a page of a list."""
_UNSHOWN: Final = ("hidden", "erased")


_PARTIES_WITH_TEXTS: Final = by_keys(
    select(records.c.id, records.c.body, names.c.text)
    .outerjoin(names, and_(names.c.council == records.c.council, names.c.party == records.c.id))
    .where(
        records.c.council == bindparam("of"), or_(records.c.record == "person", records.c.record == "party")
    ),
    records.c.id,
)


class Openings(Protocol):
    """How the vault of a service is asked (by RPC; directly in tests)."""

    def openings(self, source: str, council: str, digests: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        """digest -> {"salt": hex, "text": text}; what is erased is missing.

        Raises: BusDown, CallTimedOut, RemoteFailure.
        """
        ...


@dataclass(frozen=True, slots=True)
class Name:
    """What a party is called. `text` None: anonymous, hidden, erased, or not to be had just now."""

    text: str | None
    hidden: bool
    kind: str
    publish_as: str


@dataclass(frozen=True, slots=True)
class _Known:
    """What the tables say at one moment."""

    parties: dict[str, dict[str, Any]]
    texts: dict[str, str]


class Names:
    """Keeps the copies of names."""

    def __init__(self, database: Database, ask: Openings) -> None:
        self._database = database
        self._ask = ask
        # Every answer names somebody: without this, each would cost two statements of its own.
        self._known: Together[_Known] = Together(self._look_up)

    def names(self, council: str, party_ids: Iterable[str]) -> dict[str, Name]:
        """The names of parties that are known here, by id."""
        wanted = set(party_ids)
        if not wanted:
            return {}
        known = self._known.ask(council, wanted)
        parties = {party: known.parties[party] for party in sorted(wanted & known.parties.keys())}
        texts = {party: known.texts[party] for party in wanted & known.texts.keys()}
        missing = {
            party: record["sealed_name"]["sealed"]
            for party, record in parties.items()
            if record.get("sealed_name") and record["status"] not in _UNSHOWN and party not in texts
        }
        if missing:
            texts.update(self._fetch(council, dict(list(missing.items())[:FETCH_MAX])))
        return {party: _name(record, texts.get(party)) for party, record in parties.items()}

    def _look_up(self, council: str, wanted: Sequence[str]) -> _Known:
        known = _Known({}, {})
        with self._database.read() as connection:
            for party, body, text in _PARTIES_WITH_TEXTS.rows(connection, {"of": council, WANTED: wanted}):
                known.parties[party] = orjson.loads(body)
                if text is not None:
                    known.texts[party] = text
        return known

    def _fetch(self, council: str, missing: Mapping[str, str]) -> dict[str, str]:
        """Ask the members service, and keep what still may be shown."""
        try:
            found = self._ask.openings("members", council, list(missing.values()))
        except (BusDown, CallTimedOut, RemoteFailure):
            return {}  # shown without a name until the service is back; nothing is kept of that
        opened = {}
        for party, digest in missing.items():
            one = found.get(digest)
            if one is not None and Opening(digest, bytes.fromhex(one["salt"]), one["text"]).holds():
                opened[party] = one["text"]
        return self._keep(council, opened)

    def _keep(self, council: str, opened: Mapping[str, str]) -> dict[str, str]:
        if not opened:
            return {}
        with self._database.write() as connection:
            # Under the head's lock: no erasure is projected between our look and our writing.
            ledger_head(connection, council, lock=True)
            parties = _parties(connection, council, sorted(opened))
            shown = {p: opened[p] for p, record in parties.items() if record["status"] not in _UNSHOWN}
            rows = [
                {"council": council, "party": party, "text": text} for party, text in sorted(shown.items())
            ]
            NAME.run(connection, rows)
        return shown


def _parties(connection: Connection, council: str, wanted: Sequence[str]) -> dict[str, dict[str, Any]]:
    query = select(records.c.id, records.c.body).where(
        records.c.council == council, records.c.record.in_(("person", "party")), records.c.id.in_(wanted)
    )
    return {row.id: orjson.loads(row.body) for row in connection.execute(query)}


def _name(record: Mapping[str, Any], text: str | None) -> Name:
    hidden = record["status"] in _UNSHOWN
    shown = None if hidden else record.get("name") or text
    return Name(shown, hidden, record.get("kind", "person"), record.get("publish_as", "masked"))

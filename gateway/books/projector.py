"""A batch of ordered events becomes records, figures, entries and balances: read once, written in bulk.

Live and rebuilt by the same path, so a rebuild cannot but give the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import orjson
from sqlalchemy import Connection, bindparam, delete, select

from gateway.books import records as recording
from gateway.books.facts import CODEC
from gateway.books.originals import Originals
from gateway.books.records import Record
from gateway.books.tables import names, records
from gateway.books.writing import BALANCE, ENTER, FIGURE, LINE, MOVE, RECORD, REFUSE
from gateway.ledger.entries import Entry
from gateway.ledger.errors import Unpostable
from gateway.ledger.figures import moved_on, movements
from gateway.ledger.postings import post
from gateway.ledger.registry import HeldFund, MoneyAccount, Registry, shown_restriction_key
from gateway.ledger.rules import Library, Rules
from gateway.ledger.vouchers import original_of
from kernel.clock import accounting_date, parse_instant
from kernel.codec import Envelope, UnknownType
from kernel.db import erasing
from kernel.domain import Told
from kernel.statements import WANTED, by_keys
from services.members.events import PersonErased, PersonHidden

_STANDING: Final = by_keys(select(records.c.body).where(records.c.council == bindparam("of")), records.c.id)


@dataclass(frozen=True, slots=True)
class Ordered:
    """An event in the ledger's order, with the version of the rules that posts it."""

    position: int
    rules: int
    envelope: Envelope


class Projector:
    """Projects batches of one council in one transaction."""

    def __init__(self, connection: Connection, council: str, library: Library) -> None:
        self._connection = connection
        self._council = council
        self._library = library

    def project(self, batch: Sequence[Ordered]) -> None:
        """Write all that the batch changes."""
        told = [(one, _told(one.envelope)) for one in batch]
        facts = [fact.fact for _, fact in told if isinstance(fact, Told)]
        shelf, originals = self._shelf(facts), Originals()
        undone = [one for one in map(original_of, facts) if one is not None]
        originals.load(self._connection, self._council, undone)
        made = _Made(self._council, self._library, shelf, originals)
        for one, fact in told:
            if isinstance(fact, Told):
                made.take(one, fact)
            else:
                made.refuse(one, fact)
        self._write(made, shelf)

    def _shelf(self, facts: Iterable[Any]) -> BatchShelf:
        wanted = sorted({record_id for fact in facts for record_id in recording.needs(fact)})
        shelf = BatchShelf()
        if wanted:
            for (body,) in _STANDING.rows(self._connection, {"of": self._council, WANTED: wanted}):
                shelf.load(orjson.loads(body))
        return shelf

    def _write(self, made: _Made, shelf: BatchShelf) -> None:
        connection = self._connection
        RECORD.run(connection, shelf.rows(self._council))
        FIGURE.run(connection, made.figure_rows())
        MOVE.run(connection, made.moves)
        BALANCE.run(connection, made.balance_rows())
        ENTER.run(connection, made.entries)
        LINE.run(connection, made.lines)
        REFUSE.run(connection, made.unpostable)
        if made.unnamed:
            erasing(connection)
            # Same transaction as the erasure's place in the order: no moment shows both.
            connection.execute(
                delete(names).where(names.c.council == self._council, names.c.party.in_(made.unnamed))
            )


def _told(envelope: Envelope) -> Told | Unpostable:
    try:
        return CODEC.told(envelope)
    except UnknownType:
        return Unpostable("ledger.type_unknown", envelope.type)
    except ValueError:  # msgspec's ValidationError is
        return Unpostable("ledger.shape_unknown", envelope.type)


class BatchShelf:
    """The records that a batch reads, makes and changes, and the registry that its postings ask."""

    def __init__(self) -> None:
        self._records: dict[str, Record] = {}
        self._changed: dict[str, tuple[int, str, int]] = {}
        self._at = (0, "", 0)
        self.accounts: dict[str, MoneyAccount] = {}
        self.funds: dict[str, HeldFund] = {}
        self.registry = Registry(self.accounts, self.funds)

    def load(self, record: Record) -> None:
        """A record that stands in the table."""
        self._records[record["id"]] = record
        self._register(record)

    def at(self, position: int, envelope: Envelope) -> None:
        """Records that are new from here on were made by this event."""
        self._at = position, envelope.service, envelope.position

    def get(self, record_id: str) -> Record | None:
        return self._records.get(record_id)

    def put(self, record: Record) -> None:
        record_id = record["id"]
        if record_id not in self._records:
            self._register(record)
        self._records[record_id] = record
        self._changed.setdefault(record_id, self._at)

    def _register(self, record: Record) -> None:
        if record["record"] == "account":
            self.accounts[record["id"]] = MoneyAccount(
                record["id"], record["kind"], record["currency"], record["legal_holder"]
            )
        elif record["record"] == "fund" and "currency" in record:
            tied = shown_restriction_key(record["restriction"])
            self.funds[record["id"]] = HeldFund(
                record["id"], record["currency"], record["legal_holder"], tied
            )

    def rows(self, council: str) -> list[dict[str, Any]]:
        """Rows of what was made or changed. `seq` and source count for new records only."""
        rows = []
        for record_id, (seq, source, position) in self._changed.items():
            record = self._records[record_id]
            row = recording.columns(record)
            row["council"], row["seq"], row["source"], row["source_position"] = council, seq, source, position
            row["body"] = orjson.dumps(record)
            rows.append(row)
        return rows


class _Made:
    """What a batch makes beside records."""

    def __init__(self, council: str, library: Library, shelf: BatchShelf, originals: Originals) -> None:
        self._council = council
        self._library = library
        self._shelf = shelf
        self._originals = originals
        self.moves: list[dict[str, Any]] = []
        self.entries: list[dict[str, Any]] = []
        self.lines: list[dict[str, Any]] = []
        self.unpostable: list[dict[str, Any]] = []
        self.unnamed: list[str] = []
        self._figures: dict[tuple[str, ...], int] = defaultdict(int)
        self._balances: dict[tuple[str, ...], list[int]] = {}

    def take(self, one: Ordered, told: Told) -> None:
        shelf, envelope = self._shelf, one.envelope
        shelf.at(one.position, envelope)
        recording.apply(told, shelf)
        occurred_on = told.occurred_on or accounting_date(parse_instant(told.recorded_at))
        self._move(one, told.fact, occurred_on)
        if isinstance(told.fact, PersonHidden | PersonErased):
            self.unnamed.append(told.fact.person)
        try:
            rules = self._rules(one.rules, told.fact)
            entry = post(told.fact, occurred_on, shelf.registry, rules)
        except Unpostable as why:
            self.refuse(one, why)
        else:
            if entry is not None:
                self._enter(one, entry, rules.version)

    def _move(self, one: Ordered, fact: Any, occurred_on: date) -> None:
        """Sums by the day, and for what is shown as of an instant, each movement by itself."""
        recorded_at = one.envelope.recorded_at
        for number, by in enumerate(movements(fact, self._shelf.funds), 1):
            day = moved_on(fact, by, occurred_on).isoformat()
            self._figures[(*by[:-1], day, recorded_at[:10])] += by.minor
            if by.subject_kind != "check":
                self.moves.append(
                    {
                        "council": self._council,
                        **by._asdict(),
                        "position": one.position,
                        "number": number,
                        "occurred_on": day,
                        "recorded_at": recorded_at,
                    }
                )

    def _rules(self, version: int, fact: Any) -> Rules:
        """By which a fact is posted: those of its place in the order, but a reversal by its original's."""
        original = original_of(fact)
        if original is not None:
            version = self._originals.version_of(original, self._shelf.get(original))
        rules = self._library.versions.get(version)
        if rules is None:
            raise Unpostable("ledger.rules_unknown", str(version))
        return rules

    def refuse(self, one: Ordered, why: Unpostable) -> None:
        """The event stands in the order without an entry, until a later version posts it."""
        self.unpostable.append(
            {
                "council": self._council,
                "position": one.position,
                "source": one.envelope.service,
                "source_position": one.envelope.position,
                "type": one.envelope.type,
                "code": why.code,
                "argument": why.argument,
            }
        )

    def _enter(self, one: Ordered, entry: Entry, rules: int) -> None:
        envelope = one.envelope
        self._originals.add(f"{envelope.service}/{envelope.position}", rules)
        self.entries.append(
            {
                "council": self._council,
                "position": one.position,
                "book": entry.book,
                "currency": entry.currency,
                "occurred_on": entry.occurred_on.isoformat(),
                "recorded_at": envelope.recorded_at,
                "source": envelope.service,
                "source_position": envelope.position,
                "subject": envelope.subject,
                "rules": rules,
                "chart": entry.chart,
                "template": entry.template,
                "summary_zh": entry.summary_zh,
                "summary": entry.summary,
                "purpose": entry.purpose,
            }
        )
        dates = entry.occurred_on.isoformat(), envelope.recorded_at[:10]
        for number, line in enumerate(entry.lines, 1):
            self.lines.append(
                {
                    "council": self._council,
                    "position": one.position,
                    "line": number,
                    "account": line.account,
                    "debit": line.debit,
                    "credit": line.credit,
                    "fund": line.fund,
                    "project": line.project,
                    "party": line.party,
                    "money_account": line.money_account,
                    "restriction": line.restriction,
                }
            )
            of = line.account, line.money_account, line.fund, line.restriction
            key = (entry.book, entry.currency, *of, *dates)
            sums = self._balances.setdefault(key, [0, 0])
            sums[0] += line.debit
            sums[1] += line.credit

    def figure_rows(self) -> list[Mapping[str, Any]]:
        """Rows to add up; in the order of their keys, so that no two batches lock them crosswise."""
        fields = ("subject_kind", "subject", "fund", "restriction", "measure", "currency")
        keys = (*fields, "occurred_on", "recorded_on")
        return [
            {"council": self._council, **dict(zip(keys, key, strict=True)), "minor": minor}
            for key, minor in sorted(self._figures.items())
        ]

    def balance_rows(self) -> list[Mapping[str, Any]]:
        """Rows to add up."""
        fields = ("book", "currency", "account", "money_account", "fund", "restriction")
        keys = (*fields, "occurred_on", "recorded_on")
        return [
            {"council": self._council, **dict(zip(keys, key, strict=True)), "debit": debit, "credit": credit}
            for key, (debit, credit) in sorted(self._balances.items())
        ]

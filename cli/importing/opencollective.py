"""Open Collective's export of one collective's transactions -> what to record. Pure.

One row of the export may hold three facts: what was given or spent, the payment processor's fee, and, in
rows before the host kept its fee in rows of its own, a host fee that only `netAmount` tells of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from cli.importing import values
from cli.importing.balance import Gap, gaps
from cli.importing.faults import CannotStart, LineFault, Refused
from cli.importing.tables import File, Row
from kernel.money import EXPONENTS, MoneyError, parse_minor

NEEDED: Final = (
    "datetime", "shortId", "type", "kind", "isRefund", "shortRefundId", "amount", "paymentProcessorFee",
    "netAmount", "balance", "currency", "accountSlug", "accountName", "oppositeAccountSlug",
    "oppositeAccountName",
)  # fmt: skip

Measure = Literal[
    "contribution",
    "contribution_refund",
    "gift",
    "expense",
    "host_fee",
    "host_fee_derived",
    "host_fee_returned",
    "processor_fee",
    "processor_fee_returned",
    "fee_cover",
]
INCOME: Final[frozenset[Measure]] = frozenset(
    {"contribution", "host_fee_returned", "processor_fee_returned", "fee_cover"}
)


@dataclass(frozen=True, slots=True)
class Party:
    """The other side: `slug` is its id at Open Collective, so the same slug is the same party."""

    slug: str
    name: str
    kind: Literal["person", "organisation"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to record. `minor` > 0; `part` tells facts of a row apart; `refunds`: the refunded row."""

    line: int
    row_id: str
    part: Literal["own", "processor_fee", "host_fee"]
    measure: Measure
    minor: int
    occurred_on: date
    party: Party | None
    refunds: str | None = None

    def signed(self) -> int:
        """What it does to the money on the account."""
        return self.minor if self.measure in INCOME else -self.minor


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the export, read: sums in minor units."""

    line: int
    cells: Mapping[str, str]
    amount: int
    fee: int
    net: int
    balance: int

    @property
    def row_id(self) -> str:
        return self.cells["shortId"]


@dataclass(slots=True)
class Books:
    """What the export holds, oldest first. `last_balance`: of the newest row, as the export has it."""

    currency: str
    name: str
    slug: str
    host: str
    facts: list[Fact] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    last_balance: int = 0
    rows: int = 0

    def totals(self) -> dict[Measure, tuple[int, int]]:
        """Per measure: how many, and minor units."""
        counts: Counter[Measure] = Counter(fact.measure for fact in self.facts)
        sums: Counter[Measure] = Counter()
        for fact in self.facts:
            sums[fact.measure] += fact.minor
        return {measure: (counts[measure], sums[measure]) for measure in sorted(counts)}

    def net(self) -> int:
        """What should be on the account after all."""
        return sum(fact.signed() for fact in self.facts)


def read(file: File) -> Books:
    """The books in `file`. Raises: CannotStart."""
    rows, refused = _rows(file)
    if not rows:
        raise CannotStart("opencollective.empty")
    newest = rows[0]
    hosts = Counter(row.cells["oppositeAccountName"] for row in rows if row.cells["kind"] == "HOST_FEE")
    books = Books(
        currency=newest.cells["currency"],
        name=newest.cells["accountName"] or newest.cells["accountSlug"],
        slug=newest.cells["accountSlug"],
        host=hosts.most_common(1)[0][0] if hosts else newest.cells["accountName"],
        refused=refused,
        last_balance=newest.balance,
        rows=len(rows) + len(refused),
    )
    rows.reverse()
    seen: set[str] = set()
    for row in rows:
        try:
            books.facts += _facts(row, seen)
        except LineFault as fault:
            books.refused.append(Refused.by(row.line, fault))
    books.gaps = gaps([(row.line, row.net, row.balance) for row in rows])
    books.refused.sort(key=lambda one: one.line)
    return books


def _rows(file: File) -> tuple[list[_Row], list[Refused]]:
    """All rows as the export orders them, newest first, and those that cannot be read."""
    readings = [table for table in file.tables if table.rows]
    if not readings:
        raise CannotStart("opencollective.empty")
    # Of a text, the delimiter that gives the most columns is the one that it was written with.
    table = max(readings, key=lambda one: len(one.rows[0].cells))
    names = [values.written(cell) for cell in table.rows[0].cells]
    if missing := [name for name in NEEDED if name not in names]:
        raise CannotStart("opencollective.columns", missing=", ".join(missing))
    first: _Row | None = None
    read_rows: list[_Row] = []
    refused: list[Refused] = []
    for row in table.rows[1:]:
        if row.blank():
            continue
        try:
            made = _row(row, names)
            first = first or made
            _check_same_books(first, made)
            read_rows.append(made)
        except LineFault as fault:
            refused.append(Refused.by(row.number, fault))
    if read_rows and read_rows[0].cells["datetime"] < read_rows[-1].cells["datetime"]:
        read_rows.reverse()
    return read_rows, refused


def _check_same_books(first: _Row, row: _Row) -> None:
    if any(first.cells[name] != row.cells[name] for name in ("currency", "accountSlug")):
        raise LineFault("opencollective.other_account")


def _row(row: Row, names: list[str]) -> _Row:
    if len(row.cells) != len(names):
        raise LineFault("line.ragged", found=len(row.cells), wanted=len(names))
    cells = {name: values.text(cell) or "" for name, cell in zip(names, row.cells, strict=True)}
    if cells["currency"] not in EXPONENTS:
        raise LineFault("line.amount_currency", text=cells["currency"])
    if cells.get("taxAmount", "") not in ("", "0"):
        raise LineFault("opencollective.tax", text=cells["taxAmount"])
    amount, fee, net, balance = (
        _signed(cells, name) for name in ("amount", "paymentProcessorFee", "netAmount", "balance")
    )
    return _Row(row.number, cells, amount, fee, net, balance)


def _signed(cells: Mapping[str, str], name: str) -> int:
    try:
        return parse_minor(cells[name] or "0", cells["currency"])
    except MoneyError as error:
        raise LineFault("line." + error.code.replace("money.", "amount_"), text=cells[name][:40]) from None


def _facts(row: _Row, seen: set[str]) -> list[Fact]:
    """The facts of one row: they sum to its net amount. `seen`: the ids so far. Raises: LineFault."""
    if row.row_id in seen:
        raise LineFault("line.reference_twice_short", text=row.row_id)
    seen.add(row.row_id)
    occurred_on = values.day(row.cells["datetime"])
    if occurred_on is None:
        raise LineFault("line.date_missing")
    measure = _measure(row)
    found = [_own(row, measure, occurred_on)]
    if row.fee:
        kind: Measure = "processor_fee" if row.fee < 0 else "processor_fee_returned"
        found.append(Fact(row.line, row.row_id, "processor_fee", kind, abs(row.fee), occurred_on, None))
    if hidden := row.amount + row.fee - row.net:
        if measure != "contribution" or hidden < 0:
            raise LineFault("opencollective.net", text=row.cells["netAmount"])
        found.append(Fact(row.line, row.row_id, "host_fee", "host_fee_derived", hidden, occurred_on, None))
    if sum(fact.signed() for fact in found) != row.net:
        raise LineFault("opencollective.net", text=row.cells["netAmount"])
    return found


def _own(row: _Row, measure: Measure, occurred_on: date) -> Fact:
    if not row.amount:
        raise LineFault("line.amount_not_positive", text=row.cells["amount"])
    refunds = row.cells["shortRefundId"] or None if measure == "contribution_refund" else None
    if measure == "contribution_refund" and refunds is None:
        raise LineFault("opencollective.refund_of_nothing")
    organisation = row.cells["kind"] in {"HOST_FEE", "PAYMENT_PROCESSOR_COVER"}
    party = Party(
        row.cells["oppositeAccountSlug"],
        row.cells["oppositeAccountName"] or row.cells["oppositeAccountSlug"],
        "organisation" if organisation else "person",
    )
    known = party if party.slug else None
    return Fact(row.line, row.row_id, "own", measure, abs(row.amount), occurred_on, known, refunds)


def _measure(row: _Row) -> Measure:
    kind, direction, refund = row.cells["kind"], row.cells["type"], row.cells["isRefund"] != ""
    match kind, direction, refund:
        case (("CONTRIBUTION" | "ADDED_FUNDS"), "CREDIT", False):
            measure: Measure = "contribution"
        case (("CONTRIBUTION" | "ADDED_FUNDS"), "DEBIT", True):
            measure = "contribution_refund"
        case "CONTRIBUTION", "DEBIT", False:
            measure = "gift"
        case "HOST_FEE", "DEBIT", False:
            measure = "host_fee"
        case "HOST_FEE", "CREDIT", True:
            measure = "host_fee_returned"
        case "PAYMENT_PROCESSOR_COVER", "CREDIT", _:
            measure = "fee_cover"
        case "EXPENSE", "DEBIT", False:
            measure = "expense"
        case _:
            raise LineFault("opencollective.kind", text=f"{kind} {direction}{' refund' if refund else ''}")
    if (row.amount > 0) is not (measure in INCOME):
        raise LineFault("opencollective.sign", text=row.cells["amount"])
    return measure

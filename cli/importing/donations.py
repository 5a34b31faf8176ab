"""A list of gifts -> what to record: lines, refused lines, and what the totals below them claim. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from cli.importing import footer, values
from cli.importing.columns import Header, find
from cli.importing.faults import CannotStart, LineFault, Refused
from cli.importing.footer import Footer
from cli.importing.keys import Occurrences, of_council
from cli.importing.tables import Cell, File, Row

_NOBODY: Final = {"匿名", "无名氏", "佚名", "不具名", "anonymous", "-", "--", "/", "—", "——"}
_KINDS: Final = {
    **dict.fromkeys(("个人", "自然人", "person", "individual"), "person"),
    **dict.fromkeys(
        ("单位", "组织", "机构", "企业", "公司", "团体", "organisation", "organization", "company"),
        "organisation",
    ),
}


@dataclass(frozen=True, slots=True)
class Gift:
    """One line. `minor`: minor units; `donor` None: anonymous; `nth`: of its content in the file."""

    line: int
    key: str
    donor: str | None
    kind: str
    minor: int
    occurred_on: date
    purpose: str | None
    note: str | None
    reference: str | None
    nth: int = 1

    def content(self) -> tuple[str | int | None, ...]:
        """All that tells it from another where it bears no serial number."""
        return (self.occurred_on.isoformat(), self.minor, self.donor, self.kind, self.purpose, self.note)


@dataclass(slots=True)
class Plan:
    """What a file holds. `parsed_minor`: the sum of every line whose amount could be read, refused or not.

    `unreadable`: totals that say no number, with what they say.
    """

    gifts: list[Gift] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    repeated: list[tuple[int, int]] = field(default_factory=list)
    footers: list[Footer] = field(default_factory=list)
    unreadable: list[tuple[int, str]] = field(default_factory=list)
    lines: int = 0
    parsed_minor: int = 0
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """Where the gifts go: ids, since codes may be written in several ways; `day` for files without dates."""

    fund: str
    account: str
    currency: str
    day: date | None = None


def key_of_content(fund: str, account: str, gift: Gift, nth: int) -> str:
    """The key of the `nth` gift of this content, whatever file it comes from."""
    return of_council("import", fund, account, *gift.content(), nth)


def plan(file: File, target: Target, chosen: Mapping[str, str], sheet: str | None = None) -> Plan:
    """What `file` says. Raises: CannotStart."""
    table, header = find(file, chosen, sheet)
    if "date" not in header.at and target.day is None:
        raise CannotStart("columns.no_date")
    below = [row for row in table.rows if row.number > header.row.number and not row.blank()]
    made = Plan(ignored=header.ignored)
    # Totals stand at the end; one in the middle may be a person called so, and is refused below.
    while below and footer.is_total(below[-1], header.at.get("donor")):
        _claim(made, below.pop(), header.at["amount"], target.currency)
    reader = _Reader(header, target, table.serial_dates_from_1904)
    for row in below:
        reader.take(row, made)
    made.footers.reverse()
    made.refused.sort(key=lambda refused: refused.line)
    return made


def _claim(made: Plan, row: Row, amount_at: int, currency: str) -> None:
    try:
        made.footers.append(footer.read(row, amount_at, currency))
    except LineFault as fault:
        # It is no gift, so it is none that was refused: what it claims cannot be checked.
        made.unreadable.append((row.number, str(fault.about.get("text", ""))))


class _Reader:
    """Reads line after line; remembers references and occurrences within the file."""

    def __init__(self, header: Header, target: Target, from_1904: bool) -> None:
        self.header = header
        self.target = target
        self.from_1904 = from_1904
        self.occurrences = Occurrences()
        self.references: dict[str, Gift] = {}

    def take(self, row: Row, made: Plan) -> None:
        made.lines += 1
        try:
            minor = values.amount(self._cell(row, "amount"), self.target.currency)
            made.parsed_minor += minor
            gift = self._gift(row, minor)
        except LineFault as fault:
            made.refused.append(Refused.by(row.number, fault))
            return
        before = self.references.get(gift.reference) if gift.reference else None
        if before is None:
            if gift.reference:
                self.references[gift.reference] = gift
            made.gifts.append(gift)
        elif before.content() == gift.content():
            made.repeated.append((row.number, before.line))
        else:
            twice = LineFault("line.reference_twice", text=gift.reference, other=before.line)
            made.refused.append(Refused.by(row.number, twice))

    def _cell(self, row: Row, name: str) -> Cell:
        place = self.header.at.get(name)
        return row.cells[place] if place is not None and place < len(row.cells) else None

    def _gift(self, row: Row, minor: int) -> Gift:
        if footer.is_total(row, self.header.at.get("donor")):
            raise LineFault("line.total_in_the_middle")
        occurred_on = values.day(self._cell(row, "date"), from_1904=self.from_1904) or self.target.day
        if occurred_on is None:
            raise LineFault("line.date_missing")
        donor = values.text(self._cell(row, "donor"))
        if donor is not None and donor.casefold() in _NOBODY:
            donor = None
        gift = Gift(
            line=row.number,
            key="",
            donor=donor,
            kind=self._kind(row),
            minor=minor,
            occurred_on=occurred_on,
            purpose=values.text(self._cell(row, "purpose")),
            note=values.text(self._cell(row, "note")),
            reference=values.serial(self._cell(row, "reference")),
        )
        return self._keyed(gift)

    def _kind(self, row: Row) -> str:
        word = values.text(self._cell(row, "kind"))
        if word is None:
            return "person"
        if (kind := _KINDS.get(word.casefold())) is None:
            raise LineFault("line.kind", text=word[:40])
        return kind

    def _keyed(self, gift: Gift) -> Gift:
        where = (self.target.fund, self.target.account)
        if gift.reference:
            return replace(gift, key=of_council("import", *where, gift.reference))
        nth = self.occurrences.next(*gift.content())
        return replace(gift, nth=nth, key=key_of_content(*where, gift, nth))

"""What an import says at its end: taken, known, refused, and where the file disagrees with itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from cli.importing.balance import Gap
from cli.importing.choice import written
from cli.importing.donations import Plan
from cli.importing.faults import Refused
from cli.importing.sending import LOOKS_RECORDED
from cli.session import Session
from cli.texts import Words
from kernel.money import format_minor

ALL_TAKEN, LINES_REFUSED, NOT_BEGUN, FILE_DISAGREES, CUT_OFF = 0, 1, 2, 3, 4
REFUSALS_SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A sum, a count or a balance that the file gives and its own lines do not. `code` names the sentence."""

    code: str
    about: dict[str, Any]


@dataclass(slots=True)
class Report:
    """`totals`: what was counted, by name: how many, minor units."""

    file: str
    sha256: str
    currency: str
    dry_run: bool
    lines: int = 0
    taken: int = 0
    known: int = 0
    taken_minor: int = 0
    refused: list[Refused] = field(default_factory=list)
    repeated: list[tuple[int, int]] = field(default_factory=list)
    agreements: list[Disagreement] = field(default_factory=list)
    disagreements: list[Disagreement] = field(default_factory=list)
    totals: list[tuple[str, int, int]] = field(default_factory=list)
    ignored: tuple[str, ...] = ()
    fund: str = ""
    account: str = ""

    def exit_code(self) -> int:
        if self.refused:
            return LINES_REFUSED
        return FILE_DISAGREES if self.disagreements else ALL_TAKEN

    def look_recorded(self) -> list[int]:
        """The refused lines that look just like ones recorded from another file."""
        return [one.line for one in self.refused if one.code == LOOKS_RECORDED]

    def amount(self, minor: int) -> str:
        return format_minor(minor, self.currency)


def check_footers(report: Report, plan: Plan) -> None:
    """Count and sum apart, against all lines of the file, refused ones too: the claim is about the file."""
    for line, text in plan.unreadable:
        _note(report, Disagreement("footer.unreadable", {"line": line, "text": text}), same=False)
    for footer in plan.footers:
        if footer.count is not None:
            about: dict[str, Any] = {"line": footer.line, "claimed": footer.count, "found": plan.lines}
            same = footer.count == plan.lines
            _note(report, Disagreement("footer.count" if same else "footer.count_differs", about), same=same)
        if footer.minor is not None:
            claimed, found = report.amount(footer.minor), report.amount(plan.parsed_minor)
            about = {"line": footer.line, "claimed": claimed, "found": found}
            about["difference"] = report.amount(footer.minor - plan.parsed_minor)
            same = footer.minor == plan.parsed_minor
            _note(report, Disagreement("footer.sum" if same else "footer.sum_differs", about), same=same)


def check_balance(report: Report, gaps: Sequence[Gap], net: int, last: int) -> None:
    """The file's running balance against the sum of its movements."""
    about: dict[str, Any] = {"net": report.amount(net), "balance": report.amount(last)}
    _note(report, Disagreement("balance.agrees" if not gaps else "balance.differs", about), same=not gaps)
    for gap in gaps:
        note = Disagreement("balance.gap", {"line": gap.line, "difference": report.amount(gap.minor)})
        _note(report, note, same=False)


def _note(report: Report, what: Disagreement, *, same: bool) -> None:
    (report.agreements if same else report.disagreements).append(what)


def reason(refused: Refused, say: Words) -> str:
    return refused.words if refused.words is not None else say(refused.code, **dict(refused.about))


def show(report: Report, session: Session) -> None:
    """The summary, for a person on the terminal or as JSON."""
    if session.as_json:
        session.result(as_data(report, session.say))
        return
    say = session.say
    session.tell("import.into", file=report.file, fund=report.fund, account=report.account)
    if report.ignored:
        session.tell("import.ignored", columns=", ".join(report.ignored))
    if report.totals:
        rows = [
            (say(f"measure.{name}"), str(count), report.amount(minor)) for name, count, minor in report.totals
        ]
        columns = (say("column.what"), ">" + say("column.count"), f">{report.currency}")
        session.table(say("import.totals"), columns, rows)
    for line, before in report.repeated:
        session.tell("import.repeated", line=line, before=before)
    others = [one for one in report.refused if one.code != LOOKS_RECORDED]
    for one in others[:REFUSALS_SHOWN]:
        session.tell("import.refusal", line=one.line, reason=reason(one, say))
    if len(others) > REFUSALS_SHOWN:
        session.tell("import.more_refusals", count=len(others) - REFUSALS_SHOWN)
    if alike := report.look_recorded():
        session.tell("import.look_recorded", count=len(alike), lines=written(alike))
    for note in (*report.agreements, *report.disagreements):
        session.tell(note.code, **note.about)
    session.tell(
        "import.would" if report.dry_run else "import.done",
        lines=report.lines,
        taken=report.taken,
        amount=report.amount(report.taken_minor),
        currency=report.currency,
        known=report.known + len(report.repeated),
        refused=len(report.refused),
    )


def as_data(report: Report, say: Words) -> dict[str, Any]:
    """The summary for machines."""
    return {
        "file": report.file,
        "sha256": report.sha256,
        "dry_run": report.dry_run,
        "fund": report.fund,
        "account": report.account,
        "currency": report.currency,
        "lines": report.lines,
        "taken": report.taken,
        "taken_amount": report.amount(report.taken_minor),
        "known": report.known + len(report.repeated),
        "refused": [
            {"line": one.line, "code": one.code, "reason": reason(one, say)} for one in report.refused
        ],
        "look_recorded": report.look_recorded(),
        "repeated_in_file": [{"line": line, "as": before} for line, before in report.repeated],
        "totals": {
            name: {"count": count, "amount": report.amount(minor)} for name, count, minor in report.totals
        },
        "agreements": [{"code": one.code, **one.about} for one in report.agreements],
        "disagreements": [{"code": one.code, **one.about} for one in report.disagreements],
        "ignored_columns": list(report.ignored),
        "exit_code": report.exit_code(),
    }

"""The workbook that a council fills in: its template, and what is read of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from cli.importing import tables, values
from cli.importing.faults import CannotStart, LineFault
from cli.importing.tables import Cell, Table
from cli.setup.plan import (
    ACCOUNT_KINDS,
    FUND_KINDS,
    FUND_SOURCES,
    MEMBER_KINDS,
    ROLES,
    Account,
    Fund,
    NotUnderstood,
    Office,
    Person,
    Setup,
    Unit,
    choices,
    code,
    gathered,
    word,
)

COUNCIL, UNITS, PEOPLE, ACCOUNTS, FUNDS = (
    "社区 council",
    "成员单位 members",
    "人员 people",
    "资金账户 accounts",
    "资金 funds",
)
SHEETS: Final[Mapping[str, tuple[str, ...]]] = {
    COUNCIL: ("名称 name",),
    UNITS: ("代码 code", "名称 name", "类别 kind"),
    PEOPLE: ("姓名 name", "单位 member", "角色 role", "起 from", "止 to"),
    ACCOUNTS: ("代码 code", "名称 name", "类别 kind", "币种 currency", "户主 legal_holder"),
    FUNDS: ("代码 code", "名称 name", "类别 kind", "来源 source", "币种 currency", "户主 legal_holder"),
}
HINTS: Final[Mapping[str, str]] = {
    COUNCIL: "社区共治理事会的全称；账户与资金不写户主时，户主就是它。"
    " · The council's full name; the legal holder of accounts and funds that name none.",
    UNITS: f"类别 kind: {choices(MEMBER_KINDS)}",
    PEOPLE: f"角色 role: {choices(ROLES)}。一人多角色写多行；起、止可空。"
    " · One line a role; from and to may be blank.",
    ACCOUNTS: f"类别 kind: {choices(ACCOUNT_KINDS)}。币种缺省 CNY。 · Currency: CNY if blank.",
    FUNDS: f"类别 kind: {choices(FUND_KINDS)}; 来源 source: {choices(FUND_SOURCES)}",
}
EXAMPLES: Final[Mapping[str, list[tuple[str, ...]]]] = {
    UNITS: [("U01", "某某社区居民委员会", "居民委员会")],
    PEOPLE: [
        ("张三", "U01", "出纳", "", ""), ("李四", "U01", "理事长", "", ""),
        ("王五", "", "项目负责人", "", ""), ("赵六", "", "审计", "", ""),
    ],
    ACCOUNTS: [("BANK", "基本户", "银行", "CNY", "")],
    FUNDS: [("GZ", "共治资金", "共治资金", "捐赠", "CNY", "")],
}  # fmt: skip


def write_template(path: Path) -> None:
    """An empty workbook with the sheets, what may stand in them, and lines to write over."""
    import openpyxl
    from openpyxl.styles import Font

    book = openpyxl.Workbook()
    for number, (title, columns) in enumerate(SHEETS.items()):
        sheet = book.active if number == 0 else book.create_sheet()
        assert sheet is not None  # noqa: S101 - a new workbook has a sheet
        sheet.title = title
        sheet.append([f"# {HINTS[title]}"])
        sheet.append(list(columns))
        for cell in sheet[2]:
            cell.font = Font(bold=True)
        for example in EXAMPLES.get(title, []):
            sheet.append([f"# {example[0]}", *example[1:]])
        for letter in "ABCDEF":
            sheet.column_dimensions[letter].width = 24
    book.save(path)


def read(path: Path) -> Setup:
    """What the filled workbook says. Raises: CannotStart (the file), NotUnderstood (a line, named)."""
    file = tables.read(path)
    if not file.is_workbook:
        raise CannotStart("setup.no_workbook")
    sheets = {_sheet_name(table.name): table for table in file.tables}
    council = next((line["name"] for _, line in _lines(sheets, COUNCIL)), "")
    if not council:
        raise NotUnderstood("setup.no_council", sheet=COUNCIL)
    setup = Setup(council)
    for number, line in _lines(sheets, UNITS):
        with _naming(UNITS, number):
            setup.units.append(
                Unit(code(line["code"]), line["name"], word(line["kind"], MEMBER_KINDS, "类别 kind"))
            )
    setup.people = _people(sheets)
    for number, line in _lines(sheets, ACCOUNTS):
        with _naming(ACCOUNTS, number):
            kind, holder = word(line["kind"], ACCOUNT_KINDS, "类别 kind"), line["legal_holder"] or council
            currency = line["currency"] or "CNY"
            setup.accounts.append(Account(code(line["code"]), line["name"], kind, currency, holder))
    for number, line in _lines(sheets, FUNDS):
        with _naming(FUNDS, number):
            kind, source = (
                word(line["kind"], FUND_KINDS, "类别 kind"),
                word(line["source"], FUND_SOURCES, "来源 source"),
            )
            currency, holder = line["currency"] or "CNY", line["legal_holder"] or council
            setup.funds.append(Fund(code(line["code"]), line["name"], kind, source, holder, currency))
    return setup


def _people(sheets: Mapping[str, Table]) -> list[Person]:
    offices: list[tuple[str, str | None, Office]] = []
    for number, line in _lines(sheets, PEOPLE):
        with _naming(PEOPLE, number):
            office = Office(word(line["role"], ROLES, "角色 role"), _day(line["from"]), _day(line["to"]))
            offices.append((line["name"], line["member"] or None, office))
    return gathered(offices)


def _day(text: str) -> date | None:
    return values.day(text)


@contextmanager
def _naming(sheet: str, row: int) -> Iterator[None]:
    """Says in which sheet and row a value was not understood."""
    try:
        yield
    except (NotUnderstood, LineFault) as fault:
        raise NotUnderstood("setup.line", sheet=sheet, row=row, code_=fault.code, about=fault.about) from None


def _sheet_name(title: str) -> str:
    """The sheet that a title means: `人员`, `people` and `人员 people` are the same."""
    plain = title.strip().casefold()
    for name in SHEETS:
        if plain == name.casefold() or plain in name.casefold().split():
            return name
    return title


def _lines(sheets: Mapping[str, Table], name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The filled rows of a sheet by English column name. Lines that begin with # are examples and hints."""
    table = sheets.get(name)
    if table is None:
        return
    wanted = {
        alias.casefold(): column.split()[1] for column in SHEETS[name] for alias in (column, *column.split())
    }
    header: list[str | None] | None = None
    for row in table.rows:
        texts = [_text(cell) for cell in row.cells]
        if texts and texts[0].startswith("#"):
            continue
        if header is None:
            header = [wanted.get(text.casefold()) for text in texts]
            if "name" not in header:
                raise NotUnderstood("setup.no_header", sheet=name, columns=", ".join(SHEETS[name]))
            continue
        found = dict.fromkeys((column.split()[1] for column in SHEETS[name]), "")
        found |= {at: text for at, text in zip(header, texts, strict=False) if at is not None}
        if not found["name"]:
            raise NotUnderstood("setup.no_name", sheet=name, row=row.number)
        yield row.number, found


def _text(cell: Cell) -> str:
    return values.written(cell)

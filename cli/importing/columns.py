"""Which column is which: a header found by its names, Chinese or English, near the top. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cli.importing.faults import CannotStart
from cli.importing.tables import HEADER_ROWS, File, Row, Table
from cli.importing.values import written

FIELDS: Final = ("donor", "kind", "amount", "date", "purpose", "note", "reference")

_NAMES: Final[Mapping[str, str]] = {
    "donor": "捐赠人 捐赠者 捐款人 捐款者 捐助人 捐赠方 捐款方 捐赠单位 捐款单位 捐赠单位/个人"
    " 捐赠人/单位 捐赠人姓名 捐款人姓名 捐赠人名称 捐赠者姓名 姓名 名称"
    " donor donorname name from payer giver contributor",
    "kind": "捐赠人类型 捐赠人类别 捐款人类型 捐赠者类型 donorkind donortype",
    "amount": "金额 捐赠金额 捐款金额 捐款额 捐赠额 捐款数额 实收金额 人民币"
    " amount sum donationamount donation gift",
    "date": "日期 捐赠日期 捐款日期 到账日期 收款日期 捐赠时间 捐款时间 时间"
    " date donationdate dateofdonation receivedon occurredon",
    "purpose": "用途 捐赠用途 捐款用途 指定用途 定向用途 资金用途 捐赠意向 purpose designation",
    "note": "备注 说明 附言 留言 摘要 note notes remark remarks memo comment comments",
    "reference": "流水号 交易流水号 流水单号 交易单号 单号 订单号 交易号 交易订单号 参考号 银行流水号"
    " reference ref referenceno referencenumber serial serialnumber transactionid transactionnumber",
}
_BY_NAME: Final = {name: field for field, names in _NAMES.items() for name in names.split()}
_UNIT: Final = re.compile(r"[(\[][^)\]]*[)\]]")
_FILLING: Final = re.compile(r"[\s:*_.#\-]+")


@dataclass(frozen=True, slots=True)
class Header:
    """Where each known field stands; `ignored` names the columns that are not read."""

    row: Row
    at: Mapping[str, int]
    ignored: tuple[str, ...]


def plain(name: str) -> str:
    """A column's bare name: `金额（元）` -> `金额`, `Donor Name` -> `donorname`."""
    return _FILLING.sub("", _UNIT.sub("", unicodedata.normalize("NFKC", name))).casefold()


def header(row: Row, chosen: Mapping[str, str]) -> Header | None:
    """`row` read as a header: one with an amount and another known field, or None.

    `chosen` says which column a field is, whatever it is called. Raises: CannotStart columns.twice.
    """
    by_name = {**_BY_NAME, **{plain(name): field for field, name in chosen.items()}}
    at: dict[str, int] = {}
    ignored: list[str] = []
    twice: str | None = None
    for place, cell in enumerate(row.cells):
        name = written(cell)
        field = by_name.get(plain(name))
        if field is not None and field in chosen and plain(name) != plain(chosen[field]):
            field = None
        if field is None:
            ignored += [name] if name else []
        elif field in at:
            twice = field
        else:
            at[field] = place
    if "amount" not in at or len(at) < 2:  # noqa: PLR2004 - a lone word 金额 is no header
        return None
    if twice is not None:
        raise CannotStart("columns.twice", field=twice, line=row.number)
    return Header(row, at, tuple(ignored))


def find(file: File, chosen: Mapping[str, str], sheet: str | None = None) -> tuple[Table, Header]:
    """The table with a header, and the header. Raises: CannotStart columns.*."""
    if unknown := sorted(set(chosen) - set(FIELDS)):
        raise CannotStart("columns.map_unknown", field=unknown[0], fields=", ".join(FIELDS))
    if sheet is not None and sheet not in {table.name for table in file.tables}:
        raise CannotStart("columns.no_sheet", sheet=sheet, sheets=", ".join(t.name for t in file.tables))
    found: list[tuple[Table, Header]] = []
    for table in file.tables:
        if sheet is not None and table.name != sheet:
            continue
        tries = (header(row, chosen) for row in table.rows[:HEADER_ROWS])
        if (seen := next((one for one in tries if one is not None), None)) is not None:
            found.append((table, seen))
    if not found:
        raise CannotStart("columns.no_header", rows=HEADER_ROWS)
    if file.is_workbook and len(found) > 1:
        # Taking one of them silently would leave gifts behind.
        raise CannotStart("columns.many_sheets", sheets=", ".join(table.name for table, _ in found))
    if missing := sorted(set(chosen) - set(found[0][1].at)):
        raise CannotStart("columns.map_missing", field=missing[0], name=chosen[missing[0]])
    return found[0]

"""Files that others made: encodings, delimiters, headers, hostile workbooks."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from cli.importing import columns, tables
from cli.importing.faults import CannotStart

LIST = "捐赠人,金额,日期\n张三,1.00,2024-01-31\n"


def written(folder: Path, body: bytes | str, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_text_is_read_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    file = tables.read(written(tmp_path, LIST.replace("张三", "张𠮷").encode(encoding)))
    assert file.tables[0].rows[1].cells == ("张𠮷", "1.00", "2024-01-31")


@pytest.mark.parametrize("body", [b"\xff\x00\x81", b"a\x00b,c", b"\x81\x20\xff"])
def test_bytes_that_are_no_text_do_not_start(tmp_path: Path, body: bytes) -> None:
    with pytest.raises(CannotStart, match=r"file\.encoding"):
        tables.read(written(tmp_path, body))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_header_is_found_whatever_divides_the_cells(tmp_path: Path, delimiter: str) -> None:
    body = "某某社区，捐赠清单; 2024, 第一季度\n\n" + LIST.replace(",", delimiter)
    table, header = columns.find(tables.read(written(tmp_path, body)), {})
    assert (header.row.number, dict(header.at)) == (3, {"donor": 0, "amount": 1, "date": 2})
    assert table.rows[-1].number == 4


@pytest.mark.parametrize(
    "names",
    [
        "Donor,Amount,Date",
        "捐赠人姓名,捐赠金额（元）,捐赠日期",
        "name, SUM , date",
        "捐款人：,金额(元)*,到账日期",
    ],
)
def test_column_names_are_known_in_both_languages(tmp_path: Path, names: str) -> None:
    _, header = columns.find(tables.read(written(tmp_path, f"{names}\nx,1,2024-01-01\n")), {})
    assert dict(header.at) == {"donor": 0, "amount": 1, "date": 2}


def test_a_header_below_the_thirtieth_line_is_no_header(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match=r"columns\.no_header"):
        columns.find(tables.read(written(tmp_path, "x\n" * 30 + LIST)), {})


def test_two_columns_for_one_field_need_a_choice(tmp_path: Path) -> None:
    file = tables.read(written(tmp_path, "捐赠人,金额,实收金额\n张三,1.00,0.99\n"))
    with pytest.raises(CannotStart, match=r"columns\.twice"):
        columns.find(file, {})
    _, header = columns.find(file, {"amount": "实收金额"})
    assert header.at["amount"] == 2
    assert header.ignored == ("金额",)


def test_a_choice_that_the_header_lacks_is_named(tmp_path: Path) -> None:
    file = tables.read(written(tmp_path, LIST))
    for chosen, code in [({"note": "附注"}, "columns.map_missing"), ({"colour": "x"}, "columns.map_unknown")]:
        with pytest.raises(CannotStart) as stopped:
            columns.find(file, chosen)
        assert stopped.value.code == code


def test_a_quote_that_never_closes_does_not_swallow_the_rest(tmp_path: Path) -> None:
    with pytest.raises(CannotStart) as stopped:
        tables.read(written(tmp_path, LIST + '"李四,2.00,2024-02-01\n王五,3.00,2024-02-02\n'))
    assert stopped.value.about["line"] == 3


def test_a_record_over_several_lines_has_the_number_of_its_first(tmp_path: Path) -> None:
    file = tables.read(written(tmp_path, LIST + '"李\n四",2.00,2024-02-01\n王五,3.00,2024-02-02\n'))
    assert [row.number for row in file.tables[0].rows] == [1, 2, 3, 5]


def workbook(folder: Path, *sheets: tuple[str, list[list[object]]]) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path = folder / "list.xlsx"
    book.save(path)
    return path


def test_a_workbook_is_read_with_the_numbers_of_its_rows(tmp_path: Path) -> None:
    rows: list[list[object]] = [["清单"], [], ["捐赠人", "金额"], ["张三", 12.5], [], ["李四", 3]]
    table, header = columns.find(tables.read(workbook(tmp_path, ("一月", rows))), {})
    assert [row.number for row in table.rows if row.number > header.row.number] == [4, 6]


def test_a_formula_is_its_value_and_none_where_none_was_kept(tmp_path: Path) -> None:
    table, _ = columns.find(
        tables.read(workbook(tmp_path, ("一", [["捐赠人", "金额"], ["张三", "=1+1"]]))), {}
    )
    assert table.rows[1].cells == ("张三",)  # openpyxl computes nothing, so nothing was kept


def test_two_sheets_with_a_header_need_a_choice(tmp_path: Path) -> None:
    rows: list[list[object]] = [["捐赠人", "金额"], ["张三", 1]]
    file = tables.read(workbook(tmp_path, ("一月", rows), ("二月", rows), ("说明", [["x"]])))
    with pytest.raises(CannotStart, match=r"columns\.many_sheets"):
        columns.find(file, {})
    table, _ = columns.find(file, {}, sheet="二月")
    assert table.name == "二月"
    with pytest.raises(CannotStart, match=r"columns\.no_sheet"):
        columns.find(file, {}, sheet="三月")


def packed(**parts: bytes) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return body.getvalue()


def test_a_workbook_that_would_unpack_into_gigabytes_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "UNPACKED_BYTES_MAX", 2**20)
    with pytest.raises(CannotStart, match=r"file\.bomb"):
        tables.read(written(tmp_path, packed(xl__workbook_xml=b" " * (2**20 + 1)), "bomb.xlsx"))


def test_a_workbook_that_declares_entities_is_not_opened(tmp_path: Path) -> None:
    body = b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "b">]><workbook/>'
    with pytest.raises(CannotStart, match=r"file\.bomb"):
        tables.read(written(tmp_path, packed(xl__workbook_xml=body), "bomb.xlsx"))


@pytest.mark.parametrize(
    "body", [b"PK\x03\x04 and then nothing", packed(a=b"b"), packed(xl__workbook_xml=b"<<<")]
)
def test_what_is_no_workbook_says_so(tmp_path: Path, body: bytes) -> None:
    with pytest.raises(CannotStart, match=r"file\.workbook"):
        tables.read(written(tmp_path, body, "broken.xlsx"))


def test_a_file_that_is_not_there_or_too_large_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CannotStart, match=r"file\.unreadable"):
        tables.read(tmp_path / "none.csv")
    monkeypatch.setattr(tables, "FILE_BYTES_MAX", 10)
    with pytest.raises(CannotStart, match=r"file\.too_large"):
        tables.read(written(tmp_path, LIST))
    with pytest.raises(CannotStart, match=r"file\.old_excel"):
        tables.read(written(tmp_path, b"\xd0\xcf\x11\xe0", "old.xls"))

"""Cells as people and spreadsheets write them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.importing import values
from cli.importing.faults import LineFault
from kernel.money import format_minor


@pytest.mark.parametrize(
    ("cell", "minor"),
    [
        ("12.34", 1234), ("¥12.34", 1234), ("￥ 12.3", 1230), ("1,234.50", 123450), ("１２３．４５", 12345),
        ("1，234", 123400), ("100元", 10000), ("RMB 5", 500), ("`7.00", 700), ("\t8\t", 800), (" 9　", 900),
        (12, 1200), (12.34, 1234), (0.1 + 0.2, 30), (19.99, 1999), ("0.01", 1),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_a_person_means_it(cell: object, minor: int) -> None:
    assert values.amount(cell, "CNY") == minor  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("", "line.amount_missing"), (None, "line.amount_missing"), ("1e3", "line.amount_format"),
        ("NaN", "line.amount_format"), ("1.234", "line.amount_decimals"), ("1.234,56", "line.amount_format"),
        ("12,34", "line.amount_format"), ("1,2345", "line.amount_format"), ("-5", "line.amount_not_positive"),
        ("0.00", "line.amount_not_positive"), (1.005, "line.amount_decimals"),
        ("99999999999999999", "line.amount_too_large"),
        ("$5", "line.amount_format"), ("+5", "line.amount_format"),
        (True, "line.amount_format"), ("一百", "line.amount_format"), ("(5)", "line.amount_format"),
    ],
)  # fmt: skip
def test_what_is_no_strict_amount_is_refused_by_its_name(cell: object, code: str) -> None:
    with pytest.raises(LineFault) as refused:
        values.amount(cell, "CNY")  # type: ignore[arg-type]
    assert refused.value.code == code


@given(st.integers(min_value=1, max_value=10**13 - 1))
def test_every_sum_that_a_spreadsheet_keeps_as_a_number_comes_back_to_the_fen(minor: int) -> None:
    text = format_minor(minor, "CNY")
    assert values.amount(float(text), "CNY") == values.amount(text, "CNY") == minor
    assert values.amount(f"¥{minor // 100:,}.{minor % 100:02}", "CNY") == minor


@pytest.mark.parametrize(
    "cell",
    [
        "2024-01-31", "2024/1/31", "2024年1月31日", "20240131", "２０２４-０１-３１", "2024.1.31",
        "2024-01-31 12:30:00", "2024-01-31T12:30", 20240131, 45322, 45322.5, date(2024, 1, 31),
        datetime(2024, 1, 31, 23, 59),  # noqa: DTZ001 - spreadsheets know no zone
    ],
)  # fmt: skip
def test_a_date_is_read_in_every_way_that_it_is_written(cell: object) -> None:
    assert values.day(cell) == date(2024, 1, 31)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "cell", ["2023-02-29", "31/01/2024", "24-01-31", "2024-13-01", "2024-01-311", "soon", 7]
)
def test_what_is_no_date_or_could_be_two_is_refused(cell: object) -> None:
    with pytest.raises(LineFault, match=r"line\.date"):
        values.day(cell)  # type: ignore[arg-type]


def test_a_blank_date_is_none_and_the_other_epoch_is_known() -> None:
    assert values.day("　") is None
    assert values.day(43860, from_1904=True) == date(2024, 1, 31)


def test_serial_numbers_stay_text_and_lost_digits_are_noticed() -> None:
    assert values.serial("00123") == "00123"
    assert values.serial(123.0) == "123"
    with pytest.raises(LineFault, match="lost_digits"):
        values.serial(4200001234567890123)
    with pytest.raises(LineFault, match="reference_format"):
        values.serial("流水 1")


def test_text_loses_line_breaks_and_keeps_rare_characters() -> None:
    assert values.text(" 𠮷野·家\n二楼 ") == "𠮷野·家 二楼"
    assert values.text("  ") is None
    with pytest.raises(LineFault, match=r"line\.text"):
        values.text("a\x00b")

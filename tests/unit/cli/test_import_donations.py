"""A list of gifts: what is taken, refused, and checked against its own totals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cli.importing import donations, orders, tables
from cli.importing.donations import Plan, Target
from cli.importing.faults import CannotStart
from cli.importing.orders import Place, Source
from cli.importing.report import Report, check_footers

TARGET = Target("fnd_1", "acc_1", "CNY")


def plan(folder: Path, body: str, target: Target = TARGET) -> Plan:
    path = folder / "list.csv"
    path.write_text(body, encoding="utf-8")
    return donations.plan(tables.read(path), target, {})


def checked(made: Plan) -> Report:
    report = Report("list.csv", "0" * 64, "CNY", dry_run=False)
    check_footers(report, made)
    return report


def test_a_line_becomes_a_gift_with_all_that_it_says(tmp_path: Path) -> None:
    body = (
        "日期,捐赠人,捐赠人类型,金额,用途,备注,流水号\n2024-01-31,某某公司,单位,¥1\uff0c000,长椅,首笔,007\n"
    )
    [gift] = plan(tmp_path, body).gifts
    assert (gift.line, gift.donor, gift.kind, gift.minor) == (2, "某某公司", "organisation", 100_000)
    assert (gift.occurred_on, gift.purpose, gift.note, gift.reference) == (
        date(2024, 1, 31), "长椅", "首笔", "007",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["", " 　", "匿名", "Anonymous", "-"])
def test_a_blank_donor_is_anonymous(tmp_path: Path, name: str) -> None:
    [gift] = plan(tmp_path, f"捐赠人,金额,日期\n{name},1.00,2024-01-31\n").gifts
    assert gift.donor is None
    assert "donor" not in orders.donation(gift, Place("f", "a", "CNY"), Source("0" * 64)).command.body


def test_a_file_without_dates_needs_one(tmp_path: Path) -> None:
    body = "捐赠人,金额\n张三,1.00\n"
    with pytest.raises(CannotStart, match=r"columns\.no_date"):
        plan(tmp_path, body)
    [gift] = plan(tmp_path, body, replace(TARGET, day=date(2024, 5, 1))).gifts
    assert gift.occurred_on == date(2024, 5, 1)


def test_each_refused_line_has_its_number_and_its_reason(tmp_path: Path) -> None:
    made = plan(
        tmp_path,
        "捐赠人,金额,日期,流水号\n张三,1.00,2024-01-31,A1\n李四,一元,2024-01-31,A2\n王五,2.00,,A3\n"
        "赵六,3.00,2024-02-30,A4\n钱七,4.00,2024-01-31,A1\n",
    )
    assert [(one.line, one.code) for one in made.refused] == [
        (3, "line.amount_format"), (4, "line.date_missing"), (5, "line.date"), (6, "line.reference_twice"),
    ]  # fmt: skip
    assert len(made.gifts) == 1
    assert made.lines == 5


def test_the_same_reference_and_content_twice_in_a_file_is_one_gift(tmp_path: Path) -> None:
    made = plan(tmp_path, "捐赠人,金额,日期,流水号\n张三,1,2024-01-31,A1\n张三,1.00,2024/1/31,A1\n")
    assert (len(made.gifts), made.repeated, made.refused) == (1, [(3, 2)], [])


def test_two_true_identical_gifts_without_reference_are_both_kept(tmp_path: Path) -> None:
    body = "捐赠人,金额,日期\n张三,1.00,2024-01-31\n张三,1.00,2024-01-31\n"
    first, second = plan(tmp_path, body).gifts
    assert first.key != second.key


def test_keys_do_not_depend_on_place_format_or_order(tmp_path: Path) -> None:
    once = plan(tmp_path, "捐赠人,金额,日期\n张三,1.00,2024-01-31\n李四,2.00,2024-01-31\n")
    again = plan(tmp_path, "某某清单\n日期;金额;捐赠人\n2024年1月31日;￥2;李四\n20240131;1.0;张三\n")
    assert {gift.key for gift in once.gifts} == {gift.key for gift in again.gifts}


def test_keys_differ_by_fund_account_and_content(tmp_path: Path) -> None:
    body = "捐赠人,金额,日期,流水号\n张三,1.00,2024-01-31,{}\n"
    keys = {
        plan(tmp_path, body.format(reference), target).gifts[0].key
        for reference in ("", "A1", "A2")
        for target in (TARGET, replace(TARGET, fund="fnd_2"), replace(TARGET, account="acc_2"))
    }
    assert len(keys) == 9


@pytest.mark.parametrize(
    "footer",
    [
        "合计,3.00,", "总计：共2笔,3.00,", "共2笔,,\n合计,3.00,", "Total,3.00,", "合 计,￥3.00,",
        "合计：共2笔，3.00元,,", "共 2 笔 合计 3.00 元,,", "total: 2 donations,3,", ",,\n合计,3.00,\n,,",
    ],
)  # fmt: skip
def test_a_footer_that_agrees_is_seen_and_is_no_gift(tmp_path: Path, footer: str) -> None:
    body = f"捐赠人,金额,日期\n张三,1.00,2024-01-31\n李四,2.00,2024-01-31\n{footer}\n".replace("，", "\uff0c")
    made = plan(tmp_path, body)
    report = checked(made)
    assert (len(made.gifts), made.refused, report.disagreements) == (2, [], [])
    assert report.agreements


@pytest.mark.parametrize(
    ("footer", "codes"),
    [
        ("合计：共3笔,3.00,", ["footer.count_differs"]),
        ("合计：共2笔,4.00,", ["footer.sum_differs"]),
        ("合计：共9笔,9.00,", ["footer.count_differs", "footer.sum_differs"]),
    ],
)
def test_a_footer_that_disagrees_is_named_by_count_and_by_sum(
    tmp_path: Path, footer: str, codes: list[str]
) -> None:
    made = plan(tmp_path, f"捐赠人,金额,日期\n张三,1.00,2024-01-31\n李四,2.00,2024-01-31\n{footer}\n")
    report = checked(made)
    assert [one.code for one in report.disagreements] == codes
    assert all(one.about["line"] == 4 for one in report.disagreements)
    assert report.exit_code() == 3
    assert len(made.gifts) == 2


def test_totals_in_the_middle_are_refused_and_not_taken_for_gifts(tmp_path: Path) -> None:
    made = plan(
        tmp_path, "捐赠人,金额,日期\n张三,1.00,2024-01-31\n合计,1.00,2024-01-31\n李四,2.00,2024-02-01\n"
    )
    assert [(one.line, one.code) for one in made.refused] == [(3, "line.total_in_the_middle")]


@pytest.mark.parametrize("total", ["", "3.0.0"])
def test_a_total_that_says_no_number_is_no_refused_gift_but_cannot_be_checked(
    tmp_path: Path, total: str
) -> None:
    made = plan(tmp_path, f"捐赠人,金额,日期\n张三,1.00,2024-01-31\n合计,{total},\n")
    report = checked(made)
    assert (made.lines, len(made.gifts), made.refused) == (1, 1, [])
    assert [(one.code, one.about["line"]) for one in report.disagreements] == [("footer.unreadable", 3)]
    assert report.exit_code() == 3


def test_a_gift_names_the_file_and_the_line_and_keeps_its_note(tmp_path: Path) -> None:
    [gift] = plan(tmp_path, "捐赠人,金额,日期,备注\n张三,1.00,2024-01-31,谢谢\n").gifts
    body = orders.donation(gift, Place("fnd_1", "acc_1", "CNY"), Source("ab" * 32)).command.body
    assert body["historical"] == {"file": "ab" * 32, "line": 2}
    assert body["note"] == "谢谢"
    assert body["amount"] == {"amount": "1.00", "currency": "CNY"}
    assert body["donor"] == {"name": "张三", "kind": "person"}

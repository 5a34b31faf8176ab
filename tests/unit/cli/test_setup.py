"""The workbook and the questions that a council begins with, and the file of its tokens."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import typer
from typer.testing import CliRunner

from cli.importing.faults import CannotStart
from cli.setup import asking, workbook
from cli.setup.commands import token_of_role
from cli.setup.plan import NotUnderstood, Office, Person, Setup, Unit, word
from cli.setup.tokens import TokenFile
from cli.texts import Words


def filled(folder: Path, **lines: list[tuple[object, ...]]) -> Path:
    path = folder / "setup.xlsx"
    workbook.write_template(path)
    book = openpyxl.load_workbook(path)
    for name, rows in lines.items():
        sheet = next(book[title] for title in book.sheetnames if title.endswith(name))
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def test_the_template_alone_names_no_council(tmp_path: Path) -> None:
    with pytest.raises(NotUnderstood, match=r"setup\.no_council"):
        workbook.read(filled(tmp_path))


def test_a_filled_workbook_is_read_in_chinese_and_english(tmp_path: Path) -> None:
    setup = workbook.read(
        filled(
            tmp_path,
            council=[("某某社区共治理事会",)],
            members=[("U01", "居委会", "居民委员会"), ("U02", "School", "resident_unit")],
            people=[
                ("张三", "U01", "出纳", date(2024, 1, 1), ""), ("张三", "U01", "auditor", "", "2025-12-31"),
                ("李四", "", "主席", "", ""),
            ],
            accounts=[("BANK", "基本户", "银行", "", "")],
            funds=[("GZ", "共治资金", "共治资金", "捐赠", "", "某某居委会")],
        )
    )  # fmt: skip
    assert setup.units == [
        Unit("U01", "居委会", "residents_committee"),
        Unit("U02", "School", "resident_unit"),
    ]
    treasurer, auditor = Office("treasurer", date(2024, 1, 1)), Office("auditor", None, date(2025, 12, 31))
    assert setup.people == [
        Person("张三", "U01", (treasurer, auditor)),
        Person("李四", None, (Office("chair"),)),
    ]
    assert (setup.accounts[0].currency, setup.accounts[0].legal_holder) == ("CNY", "某某社区共治理事会")
    assert setup.funds[0].legal_holder == "某某居委会"


def test_what_is_not_understood_is_named_with_sheet_and_row(tmp_path: Path) -> None:
    path = filled(tmp_path, council=[("某某",)], people=[("张三", "", "国王", "", "")])
    with pytest.raises(NotUnderstood) as refused:
        workbook.read(path)
    about = refused.value.about
    assert (about["sheet"], about["row"], about["code_"]) == (workbook.PEOPLE, 7, "setup.word")


def test_a_csv_is_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n")
    with pytest.raises(CannotStart, match=r"setup\.no_workbook"):
        workbook.read(tmp_path / "x.csv")


def test_words_are_known_in_both_languages() -> None:
    assert word("项目负责人", ("project_lead",), "role") == word(" Project Lead ", ("project_lead",), "role")
    with pytest.raises(NotUnderstood):
        word("", ("project_lead",), "role")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_questions_lead_to_a_council_and_bad_answers_are_asked_again(language: str) -> None:
    found: list[Setup] = []
    app = typer.Typer()
    app.command()(lambda: found.append(asking.ask(Words(language))))
    answers = [
        "某某社区共治理事会", "张三", "李四", "王五", "",  # nobody audits yet
        "not a code!", "BANK", "", "银行", "",  # the first account
        "n",
        "GZ", "", "nonsense", "co_governance", "捐赠", "",  # the first fund
        "n",
        "y", "U01", "居委会", "居民委员会",
        "n",
    ]  # fmt: skip
    result = CliRunner().invoke(app, input="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    [setup] = found
    assert [person.offices[0].role for person in setup.people] == ["treasurer", "chair", "project_lead"]
    assert (setup.accounts[0].code, setup.accounts[0].legal_holder) == ("BANK", "某某社区共治理事会")
    assert (setup.funds[0].kind, setup.funds[0].source) == ("co_governance", "donation")
    assert setup.units == [Unit("U01", "居委会", "residents_committee")]


def test_who_acts_as_founder_shows_the_token_of_the_first_run(tmp_path: Path) -> None:
    assert token_of_role(tmp_path, "founder") is None
    (tmp_path / "first-run-token").write_text("secret\n")
    assert token_of_role(tmp_path, "founder") == "secret"
    assert token_of_role(tmp_path, "chair") is None
    tokens = TokenFile.at(tmp_path / "tokens.json", url="http://x")
    tokens.add("per_1", "甲", ["founder"], "another")
    assert token_of_role(tmp_path, "founder") == "another"


def test_the_file_of_tokens_is_for_its_owner_and_names_each_role(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "tokens.json"
    tokens = TokenFile.at(path, url="http://x")
    tokens.add("per_1", "张三", ["treasurer"], "t1")
    tokens.add("per_2", "李四", ["chair", "auditor"], "t2")
    assert path.stat().st_mode & 0o777 == 0o600
    assert json.loads(path.read_text())["auditor"] == "t2"
    again = TokenFile.at(path)
    assert (again.has("per_1"), again.has("per_3"), again.of_role("chair")) == (True, False, ["t2"])

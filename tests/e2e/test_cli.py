"""From nothing to a first donation, by workbook and by questions, in both languages; then imports."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from support.running import PROGRAM
from support.served import standing
from support.terminal import Terminal

from cli.client import Gateway
from cli.demo import load_demo
from cli.importing import from_list
from cli.setup.commands import token_of_role


@pytest.fixture
def council(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A data folder with the first-run token, and the address."""
    with standing(tmp_path) as (url, founder):
        (tmp_path / "first-run-token").write_text(founder)
        yield tmp_path, url


def somebody(council: tuple[Path, str], role: str, language: str = "en") -> Terminal:
    folder, url = council
    token = token_of_role(folder, role)
    assert token is not None
    return Terminal(url, token, language)


def workbook(path: Path, language: str) -> Path:
    """The template, filled in."""
    assert Terminal("http://x", language=language).run("init", "--template", str(path)).code == 0
    chinese = {"treasurer": "出纳", "chair": "理事长", "project_lead": "项目负责人", "auditor": "审计"}
    book = openpyxl.load_workbook(path)
    book["社区 council"].append(["某某社区共治理事会"])
    for name, (role, word) in zip("张李王赵", chinese.items(), strict=True):
        book["人员 people"].append([f"{name}某", None, word if language == "zh" else role])
    book["资金账户 accounts"].append(["BANK", "基本户", "银行" if language == "zh" else "bank"])
    kind, source = ("共治资金", "捐赠") if language == "zh" else ("co_governance", "donation")
    book["资金 funds"].append(["GZ", "共治资金", kind, source])
    book.save(path)
    return path


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_a_workbook_to_a_first_donation(council: tuple[Path, str], language: str) -> None:
    folder, url = council
    founder = Terminal(url, language=language)
    file = str(workbook(folder / "setup.xlsx", language))
    first = founder.run("init", "--file", file, "--data", str(folder))
    assert first.code == 0, first
    assert (folder / "tokens.json").stat().st_mode & 0o777 == 0o600
    again = founder.data("init", "--file", file, "--data", str(folder))
    assert again["issued"] == 0
    treasurer = somebody(council, "treasurer", language)
    given = treasurer.run("donate", "--donor", "孙某", "--amount", "￥1,000.50", "--date", "2024-01-31")
    assert given.code == 0, given
    assert ("孙某 捐 1000.50 CNY" if language == "zh" else "孙某 gave 1000.50 CNY") in given.out
    assert treasurer.data("fund", "GZ")["available"] == {"amount": "1000.50", "currency": "CNY"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_questions_to_a_first_donation(council: tuple[Path, str], language: str) -> None:
    folder, url = council
    answers = "某某理事会\n张某\n李某\n王某\n\nBANK\n\n\n\nn\nGZ\n\n\n\n\nn\nn\n"
    asked = Terminal(url, language=language).run("init", "--data", str(folder), answers=answers)
    assert asked.code == 0, asked
    assert somebody(council, "treasurer").run("donate", "--donor", "孙某", "--amount", "5").code == 0


def test_a_second_init_adds_nothing_where_the_tokens_were_handed_out(council: tuple[Path, str]) -> None:
    folder, url = council
    arguments = ("init", "--file", str(workbook(folder / "setup.xlsx", "zh")), "--data", str(folder))
    assert Terminal(url).data(*arguments)["issued"] == 4
    (folder / "tokens.json").rename(folder / "handed-out.json")
    said = Terminal(url).run(*arguments)
    assert (said.code, (folder / "tokens.json").exists()) == (0, False)
    assert "token reissue --person per_" in said.out
    assert "--as treasurer" not in said.out
    again = Terminal(url).data(*arguments)
    assert (again["issued"], len(again["issued_before"])) == (0, 4)
    with Gateway(url, (folder / "first-run-token").read_text()) as founder:
        assert len(list(founder.pages("/v1/tokens", status="active"))) == 5


def test_who_is_given_another_office_later_has_it_in_the_file_of_tokens(council: tuple[Path, str]) -> None:
    folder, url = council
    accounts = "BANK\n\n\n\nn\nGZ\n\n\n\n\nn\nn\n"
    first = Terminal(url).run(
        "init", "--data", str(folder), answers=f"某某理事会\n\n李某\n王某\n\n{accounts}"
    )
    assert "no treasurer yet" in first.out
    answers = f"某某理事会\n王某\n李某\n\n\n{accounts}"
    second = Terminal(url).run("init", "--data", str(folder), answers=answers)
    assert "gongzhi --as treasurer" in second.out
    assert somebody(council, "treasurer").run("donate", "--donor", "孙某", "--amount", "5").code == 0


def test_a_token_that_is_named_goes_before_the_one_of_the_first_run(council: tuple[Path, str]) -> None:
    folder, url = council
    arguments = ("init", "--file", str(workbook(folder / "setup.xlsx", "zh")), "--data", str(folder))
    stale = folder / "first-run-token"
    good = stale.read_text()
    stale.write_text("gz_stale")
    assert Terminal(url).run(*arguments).code == 1
    assert Terminal(url, good).run(*arguments).code == 0


def test_a_yuan_goes_from_a_donor_to_a_payee(council: tuple[Path, str]) -> None:
    folder, url = council
    file = str(workbook(folder / "setup.xlsx", "zh"))
    assert Terminal(url).run("init", "--file", file, "--data", str(folder)).code == 0
    treasurer, chair = somebody(council, "treasurer"), somebody(council, "chair")
    lead, auditor = somebody(council, "project_lead"), somebody(council, "auditor")
    treasurer.data("donate", "--donor", "孙某", "--amount", "100")
    lead.data("project", "BENCH", "--name", "长椅", "--purpose", "广场长椅")
    chair.data("allocate", "--project", "BENCH", "--amount", "80")
    paper = folder / "invoice.pdf"
    paper.write_bytes(b"invoice")
    to = ("--payee", "木工店", "--organisation", "--attach", str(paper))
    asked = lead.data("request", "--project", "BENCH", "--amount", "60", "--purpose", "长椅两条", *to)
    assert chair.run("approve", asked["id"]).code == 0
    assert treasurer.run("pay", asked["id"], "--amount", "20").code == 0
    assert treasurer.run("pay", asked["id"]).code == 0
    assert treasurer.run("pay", asked["id"]).code == 2  # nothing is left
    fund = auditor.data("fund", "GZ")
    figures = {name: fund[name]["amount"] for name in ("received", "committed", "spent", "available")}
    assert figures == {"received": "100.00", "committed": "80.00", "spent": "60.00", "available": "20.00"}
    assert auditor.run("findings").code == 0
    too_much = chair.run("allocate", "--project", "BENCH", "--amount", "20.01")
    assert too_much.code == 1
    assert treasurer.run("approve", asked["id"]).code == 1


def test_an_import_is_taken_once_and_says_what_it_refused(council: tuple[Path, str]) -> None:
    folder, url = council
    file = str(workbook(folder / "setup.xlsx", "zh"))
    assert Terminal(url).run("init", "--file", file, "--data", str(folder)).code == 0
    treasurer = somebody(council, "treasurer")
    gifts = folder / "gifts.csv"
    lines = [
        "捐赠清单",
        "捐赠人,金额,日期,流水号",
        "孙某,10.00,2024-01-02,A1",
        "孙某,10.00,2024-01-02,",
        "孙某,10.00,2024-01-02,",
        "周某,一百,2024-01-02,A2",
        ",5.00,2024-01-03,A3",
        "合计：共5笔,35.00,,",
    ]
    gifts.write_bytes("\n".join(lines).encode("gb18030"))
    arguments = ("import", "donations", str(gifts), "--fund", "GZ", "--account", "BANK", "--json")
    tried = treasurer.run(*arguments, "--dry-run")
    assert (tried.code, tried.data()["taken"]) == (1, 4)
    first = treasurer.run(*arguments)
    assert first.code == 1
    summary = first.data()
    assert (summary["taken"], summary["known"], summary["taken_amount"]) == (4, 0, "35.00")
    assert [(one["line"], one["code"]) for one in summary["refused"]] == [(6, "line.amount_format")]
    assert [one["code"] for one in summary["agreements"]] == ["footer.count", "footer.sum"]
    again = treasurer.run(*arguments).data()
    assert (again["taken"], again["known"]) == (0, 4)
    lines.insert(2, "吴某,1.00,2024-02-01,A9")  # a longer list of the next month: other bytes, other lines
    gifts.write_text("\n".join(lines), encoding="utf-8")
    asked = treasurer.run(*arguments).data()
    assert (asked["taken"], asked["known"], asked["look_recorded"]) == (1, 2, [5, 6])
    lines.insert(2, "郑某,2.00,2024-02-01,A10")
    gifts.write_text("\n".join(lines), encoding="utf-8")
    longer = treasurer.run(*arguments, "--known", "all")
    assert (longer.data()["taken"], longer.data()["known"]) == (1, 5)
    assert {one["code"] for one in longer.data()["disagreements"]} == {
        "footer.count_differs",
        "footer.sum_differs",
    }
    lines[4] = lines[4].replace("10.00", "11.00")
    gifts.write_text("\n".join(lines[:-1]), encoding="utf-8")
    changed = treasurer.run(*arguments).data()
    first_refused = changed["refused"][0]
    assert (first_refused["line"], first_refused["code"]) == (5, "line.known_otherwise")
    assert treasurer.data("fund", "GZ")["received"]["amount"] == "38.00"


def two_treasurers(council: tuple[Path, str]) -> list[str]:
    """The tokens of two of them."""
    folder, url = council
    file = workbook(folder / "setup.xlsx", "zh")
    book = openpyxl.load_workbook(file)
    book["人员 people"].append(["钱某", None, "出纳"])
    book.save(file)
    assert Terminal(url).run("init", "--file", str(file), "--data", str(folder)).code == 0
    people = json.loads((folder / "tokens.json").read_text(encoding="utf-8"))["people"]
    tokens = [one["token"] for one in people if "treasurer" in one["roles"]]
    assert len(tokens) == 2
    return tokens


@pytest.mark.parametrize("options", [(), ("--donors-by-name",)])
def test_two_treasurers_who_import_the_same_file_at_once_add_each_line_once(
    council: tuple[Path, str], options: tuple[str, ...]
) -> None:
    folder, url = council
    tokens = two_treasurers(council)
    gifts = folder / "gifts.csv"
    rows = [f"捐赠人{n % 30},{n + 1}.00,2024-01-02,{f'A{n}' if n % 2 else ''}" for n in range(80)]
    rows += ["孙某,5.00,2024-01-03,", "孙某,5.00,2024-01-03,"]  # truly two
    gifts.write_text("\n".join(["捐赠人,金额,日期,流水号", *rows]), encoding="utf-8")
    running = [
        subprocess.Popen(
            [PROGRAM, "import", "donations", str(gifts), "--json", *options],
            env={**os.environ, "GONGZHI_URL": url, "GONGZHI_TOKEN": token},
            stdout=subprocess.PIPE,
        )
        for token in tokens
    ]
    said = [json.loads(one.communicate(timeout=120)[0]) for one in running]
    assert [one.returncode for one in running] == [0, 0]
    assert sum(one["taken"] for one in said) == len(rows)
    assert sum(one["known"] for one in said) == len(rows)
    treasurer = Terminal(url, tokens[0])
    assert treasurer.data("fund", "GZ")["received"]["amount"] == f"{sum(range(1, 81)) + 10}.00"
    donations = treasurer.data("donations")
    assert len(donations) == len(rows)
    assert len({one["donor"]["id"] for one in donations}) == (31 if options else len(rows))


def test_of_a_corrected_file_another_treasurer_adds_what_is_new_and_is_told_of_the_rest(
    council: tuple[Path, str],
) -> None:
    folder, url = council
    first, second = (Terminal(url, token) for token in two_treasurers(council))
    gifts = folder / "gifts.csv"
    header = "捐赠人,金额,日期,流水号"
    gifts.write_text(f"{header}\n孙某,1.00,2024-01-02,A1\n周某,2.00,2024-01-02,\n", encoding="utf-8")
    arguments = ("import", "donations", str(gifts), "--json")
    assert first.run(*arguments).data()["taken"] == 2
    corrected = f"{header}\n周某,2.00,2024-01-02,\n孙某,1.50,2024-01-02,A1\n吴某,3.00,2024-01-03,\n"
    gifts.write_text(corrected, encoding="utf-8")
    said = second.run(*arguments).data()
    assert (said["taken"], said["known"], said["look_recorded"]) == (1, 0, [2])
    assert [(one["line"], one["code"]) for one in said["refused"]] == [
        (2, "line.looks_recorded"), (3, "line.known_otherwise"),
    ]  # fmt: skip
    assert second.data("fund", "GZ")["received"]["amount"] == "6.00"


@pytest.mark.parametrize("by_name", [False, True])
@pytest.mark.parametrize("trial", [1, 500])
def test_same_names_are_merged_only_when_the_caller_says_so(
    council: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, by_name: bool, trial: int
) -> None:
    monkeypatch.setattr(from_list, "TRIAL", trial)  # after it, donors are registered ahead
    folder, url = council
    file = str(workbook(folder / "setup.xlsx", "zh"))
    assert Terminal(url).run("init", "--file", file, "--data", str(folder)).code == 0
    treasurer = somebody(council, "treasurer")
    gifts = folder / "gifts.csv"
    gifts.write_text("donor,amount\n孙某,1\n孙某,2\n周某,3\n,4\n", encoding="utf-8")
    options = ["--donors-by-name"] if by_name else []
    arguments = ("import", "donations", str(gifts), "--date", "2024-01-01", "--json", *options)
    assert treasurer.run(*arguments).data()["taken"] == 4
    monkeypatch.setattr(from_list, "TRIAL", 501 - trial)  # the keys are the same either way
    assert treasurer.run(*arguments).data()["known"] == 4
    donors = [one["donor"]["id"] for one in treasurer.data("donations") if one.get("donor")]
    assert (len(donors), len(set(donors))) == (3, 2 if by_name else 3)


def test_what_cannot_start_says_why_and_ends_with_two(council: tuple[Path, str]) -> None:
    folder, url = council
    file = str(workbook(folder / "setup.xlsx", "zh"))
    assert Terminal(url).run("init", "--file", file, "--data", str(folder)).code == 0
    treasurer = somebody(council, "treasurer")
    empty = folder / "empty.csv"
    empty.write_text("x\n")
    assert treasurer.run("import", "donations", str(empty)).code == 2
    assert treasurer.run("import", "donations", str(folder / "none.csv")).code == 2
    assert Terminal(url).run("import", "donations", str(empty)).code == 2  # no token
    nowhere = Terminal("http://127.0.0.1:9", "t")
    assert nowhere.run("import", "donations", str(empty)).code == 2
    assert nowhere.run("fund").code == 3
    assert "make up" in nowhere.run("fund").err
    assert Terminal(url, "wrong").run("fund").code == 1


def test_the_demonstration_loads_once_and_holds_together(council: tuple[Path, str]) -> None:
    folder, url = council
    founder = (folder / "first-run-token").read_text()
    path = load_demo(url, founder, folder)
    assert path.stat().st_mode & 0o777 == 0o600
    assert {"treasurer", "chair", "project_lead", "auditor"} <= set(json.loads(path.read_text()))
    auditor = somebody(council, "auditor")
    before = auditor.data("trial-balance")
    load_demo(url, founder, folder)
    assert auditor.data("trial-balance") == before
    assert before["unpostable"] == 0
    assert auditor.run("findings").code == 0
    assert {fund["kind"] for fund in auditor.data("fund")} == {
        "co_governance",
        "public_welfare",
        "self_governance",
    }

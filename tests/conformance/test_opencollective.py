"""Nine years of a collective's public books, taken over through HTTP: every figure to the cent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.served import standing
from support.terminal import Ran, Terminal

from cli.client import Gateway
from cli.importing import opencollective, tables

pytestmark = pytest.mark.conformance


@dataclass(frozen=True)
class Imported:
    """A council that took the file over once."""

    file: Path
    tried: Ran
    first: Ran
    treasurer: Terminal
    auditor: Terminal
    reading: Gateway


@pytest.fixture(scope="module")
def file(conformance_data: Path) -> Path:
    return conformance_data / "flows/opencollective/transactions.csv"


@pytest.fixture(scope="module")
def imported(file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    folder = tmp_path_factory.mktemp("opencollective")
    with standing(folder) as (url, founder):
        (folder / "first-run-token").write_text(founder)
        in_dollars = {"code": "OC", "name": "Open Collective", "legal_holder": "Host", "currency": "USD"}
        with Gateway(url, founder) as setting_up:
            setting_up.post("/v1/money-accounts", {**in_dollars, "kind": "bank"}, "account")
            setting_up.post("/v1/funds", {**in_dollars, "kind": "other", "source": "donation"}, "fund")
        answers = "C\nTreasurer\nChair\nLead\nAuditor\nBANK\n\n\n\nn\nGZ\n\n\n\n\nn\nn\n"
        ran = Terminal(url).run("init", "--data", str(folder), answers=answers)
        assert ran.code == 0, ran
        tokens = {role: _token(folder, role) for role in ("treasurer", "auditor")}
        treasurer = Terminal(url, tokens["treasurer"])
        tried = treasurer.run("import", "opencollective", str(file), "--json", "--dry-run")
        first = treasurer.run("import", "opencollective", str(file), "--json")
        yield Imported(
            file, tried, first, treasurer, Terminal(url, tokens["auditor"]), Gateway(url, tokens["auditor"])
        )


def _token(folder: Path, role: str) -> str:
    from cli.setup.commands import token_of_role

    token = token_of_role(folder, role)
    assert token is not None
    return token


def usd(money: Any) -> Decimal:
    assert money["currency"] == "USD"
    return Decimal(money["amount"])


def test_the_file_alone_gives_the_figures(file: Path) -> None:
    books = opencollective.read(tables.read(file))
    assert {name: Decimal(minor) / 100 for name, (_, minor) in books.totals().items()} == {
        "contribution": Decimal("14914.38"),
        "contribution_refund": Decimal("102.00"),
        "gift": Decimal("600.00"),
        "host_fee": Decimal("1173.30"),
        "host_fee_returned": Decimal("10.20"),
        "host_fee_derived": Decimal("318.14"),
        "fee_cover": Decimal("1.16"),
        "expense": Decimal("6105.01"),
        "processor_fee": Decimal("939.00"),
    }
    assert books.totals()["host_fee_derived"][0] == 219
    assert books.rows == 1916
    assert books.refused == []


def test_everything_is_taken_and_the_gap_of_the_balance_is_named_with_its_line(imported: Imported) -> None:
    summary = imported.first.data()
    assert imported.first.code == summary["exit_code"] == 3
    assert (summary["taken"], summary["known"], summary["refused"]) == (1916, 0, [])
    assert summary["taken_amount"] == "5688.29"
    assert summary["disagreements"] == [
        {"code": "balance.differs", "net": "5688.29", "balance": "5689.42"},
        {"code": "balance.gap", "line": 2, "difference": "1.13"},
    ]
    assert summary["totals"]["host_fee_derived"] == {"count": 219, "amount": "318.14"}


def test_a_dry_run_says_beforehand_what_the_run_says_and_afterwards_that_all_is_known(
    imported: Imported,
) -> None:
    assert imported.tried.code == imported.first.code
    assert imported.tried.data() == {**imported.first.data(), "dry_run": True}
    ran = imported.treasurer.run("import", "opencollective", str(imported.file), "--json", "--dry-run").data()
    assert (ran["taken"], ran["known"], ran["refused"]) == (0, 1916, [])


def test_the_fund_has_the_same_figures(imported: Imported) -> None:
    fund = imported.auditor.data("fund", imported.first.data()["fund"])
    assert usd(fund["received"]) == Decimal("14914.38") + Decimal("1.16")
    assert usd(fund["refunded"]) == Decimal("102.00")
    assert usd(fund["other_in"]) == Decimal("10.20")
    fees = Decimal("1173.30") + Decimal("939.00") + Decimal("318.14")
    assert usd(fund["other_out"]) == fees + Decimal("600.00")
    assert usd(fund["spent"]) == Decimal("6105.01")
    assert usd(fund["available"]) == Decimal("5688.29")


def test_the_trial_balance_is_in_balance_and_the_account_holds_the_net(imported: Imported) -> None:
    found = imported.auditor.data("trial-balance")
    assert found["debit"] == found["credit"]
    assert found["unpostable"] == 0
    [bank] = [row for row in found["rows"] if row["account"] == "1002"]
    assert usd(bank["balance"]) == Decimal("5688.29")
    assert imported.auditor.run("findings").code == 0


def test_every_fact_says_which_line_of_which_file_it_comes_from(imported: Imported, file: Path) -> None:
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    lines: set[int] = set()
    for path in ("donations", "refunds", "receipts", "outlays"):
        taken = list(imported.reading.pages(f"/v1/{path}"))
        assert {one["historical"]["file"] for one in taken} == {digest}
        assert len(list(imported.reading.pages(f"/v1/{path}", historical="true"))) == len(taken)
        lines |= {one["historical"]["line"] for one in taken}
    assert len(lines) == 1916


def test_the_same_slug_is_the_same_donor(imported: Imported) -> None:
    donations = imported.treasurer.data("donations", "--limit", "2000")
    assert len(donations) == 1035
    by_name: dict[str, set[str]] = {}
    for one in donations:
        by_name.setdefault(one["donor"]["name"], set()).add(one["donor"]["id"])
    assert {len(ids) for ids in by_name.values()} == {1}


def test_a_second_run_adds_nothing(imported: Imported) -> None:
    before = imported.auditor.data("trial-balance")
    again = imported.treasurer.run("import", "opencollective", str(imported.file), "--json").data()
    assert (again["taken"], again["known"], again["refused"]) == (0, 1916, [])
    assert imported.auditor.data("trial-balance") == before


def test_a_newer_export_that_overlaps_adds_its_new_rows_alone(imported: Imported, tmp_path: Path) -> None:
    before = imported.auditor.data("trial-balance")
    lines = imported.file.read_text(encoding="utf-8").splitlines(keepends=True)
    older = tmp_path / "older.csv"  # other bytes, other line numbers, the same transactions
    older.write_text("".join([lines[0], *lines[700:720]]), encoding="utf-8")
    ran = imported.treasurer.run("import", "opencollective", str(older), "--json").data()
    assert (ran["taken"], ran["known"], ran["refused"]) == (0, 20, [])
    assert imported.auditor.data("trial-balance") == before


def test_the_summary_says_it_in_words_in_both_languages(imported: Imported) -> None:
    arguments = ("import", "opencollective", str(imported.file), "--dry-run")
    assert "From line 2 on the balance column is 1.13 off" in imported.treasurer.run(*arguments).out
    assert "余额列从第 2 行起与各行相差 1.13" in imported.treasurer.run(*arguments, "--lang", "zh").out

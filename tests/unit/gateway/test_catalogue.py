"""Every refusal has a status and a sentence in both languages; every fault of a field has one."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gateway import problems, statuses, texts
from gateway.merged import merged
from gateway.problems import Problem
from kernel.errors import Refusal, Unavailable

ROOT = Path(__file__).resolve().parents[3]
DOTTED = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")

for service in ("members", "funds", "projects"):
    room = importlib.import_module(f"services.{service}.errors")
    for topic in pkgutil.iter_modules(room.__path__):
        importlib.import_module(f"{room.__name__}.{topic.name}")
for module in ("kernel.writer", "gateway.books.waiting"):
    importlib.import_module(module)


def family(kind: type[Any]) -> Iterator[type[Any]]:
    yield kind
    for child in kind.__subclasses__():
        yield from family(child)


def ours(kind: type) -> bool:
    return kind.__module__.split(".")[0] in {"kernel", "services", "gateway"}


NO_ANSWERS = [one for root in (Refusal, Unavailable) for one in family(root) if ours(one)]


@pytest.mark.parametrize("kind", NO_ANSWERS, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_every_refusal_has_a_row_in_the_table_of_statuses(kind: type[Refusal]) -> None:
    assert kind.code in statuses.STATUS


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_row_of_the_table_has_a_sentence(language: str) -> None:
    assert set(texts.catalogue(language)["problems"]) == set(statuses.STATUS)


def codes_of_faults() -> set[str]:
    """Every dotted code that stands in the fields and schemas of wire and services."""
    rooms = [
        ROOT / "kernel/wire.py",
        ROOT / "kernel/money.py",
        ROOT / "kernel/intake.py",
        ROOT / "kernel/acting.py",
    ]
    rooms += [
        ROOT / "gateway/books/lists.py",
        ROOT / "gateway/books/pages.py",
        ROOT / "gateway/books/journal.py",
    ]
    rooms += sorted(ROOT.glob("services/*/schemas/*.py"))
    rooms += sorted((ROOT / "gateway/schemas").glob("*.py")) + sorted(
        (ROOT / "gateway/resources").glob("*.py")
    )
    commands = re.compile(r"(members|funds|projects|gateway|kernel|flask|http|authentication|desk)\..*")
    found = set()
    for room in rooms:
        for node in ast.walk(ast.parse(room.read_text())):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and DOTTED.fullmatch(node.value)
            ):
                found.add(node.value)
    return (
        {code for code in found if not commands.fullmatch(code)}
        - set(statuses.STATUS)
        - {"money.weights", "actor.mandates", "actor.aliases", "on_behalf.paper"}
    )


def codes_of_rules() -> set[str]:
    """What the rules of the services find wrong with a field."""
    return {
        node.value
        for room in ROOT.glob("services/*/domain/**/*.py")
        for call in ast.walk(ast.parse(room.read_text()))
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "InvalidInput"
        for codes in (call.args[0].values if isinstance(call.args[0], ast.Dict) else ())
        for node in ast.walk(codes)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value
    }


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_what_a_rule_finds_wrong_with_a_field_has_a_sentence(language: str) -> None:
    codes = codes_of_rules()
    assert "date.order" in codes
    assert codes - {*texts.catalogue(language)["faults"]} == set()


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_fault_of_a_field_has_a_sentence(language: str) -> None:
    codes = codes_of_faults()
    assert {"field.required", "money.decimals", "limit.range", "restriction.no_value_wanted"} <= codes
    said = {*texts.catalogue(language)["faults"], "reference.html"}
    assert codes - said == set()


def test_both_languages_say_the_same_things_with_the_same_arguments() -> None:
    zh, en = texts.catalogue("zh"), texts.catalogue("en")
    assert zh.keys() == en.keys()
    for part in ("problems", "faults"):
        assert zh[part].keys() == en[part].keys()
        for code in zh[part]:
            assert arguments(zh[part][code]) == arguments(en[part][code]), code


def arguments(said: str | list[str]) -> set[str]:
    template = said if isinstance(said, str) else said[1]
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_what_is_said_twice_is_refused() -> None:
    with pytest.raises(ValueError, match=r"said twice: \['a.b'\]"):
        texts.read(["problems:\n  a.b: x\n", "problems:\n  a.b: y\n"])
    with pytest.raises(ValueError, match="said twice"):
        texts.read(["problems:\n  a.b: x\n  a.b: y\n"])
    with pytest.raises(ValueError, match="unknown parts"):
        texts.read(["problem:\n  a.b: x\n"])
    with pytest.raises(ValueError, match="said twice"):
        merged({"a.b": 409}, {"a.b": 422})


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_both_languages_have_the_same_rooms(language: str) -> None:
    rooms = {path.name for path in (ROOT / "gateway/texts/zh").iterdir()}
    assert {path.name for path in (ROOT / "gateway/texts" / language).iterdir()} == rooms


def test_arguments_stand_in_the_sentence_and_a_lack_of_them_does_no_harm() -> None:
    assert (
        texts.sentence("funds.insufficient", ["12.00", "CNY"], "en")[1] == "12.00 CNY is available for this."
    )
    title, detail = texts.sentence("funds.insufficient", [], "en")
    assert detail == title


def test_braces_in_an_argument_are_not_read_as_a_template() -> None:
    assert "{0.__class__}" in texts.sentence("not_found", ["fund", "{0.__class__}"], "en")[1]


def test_the_kind_of_what_is_not_found_is_told_in_the_readers_language() -> None:
    assert texts.sentence("not_found", ["donation", "don_1"], "zh")[1] == "找不到捐赠：don_1。"


def test_the_state_of_a_spending_is_told_in_the_readers_language() -> None:
    assert texts.sentence("projects.wrong_state", ["paid"], "zh")[1] == "该支出的状态为：已支付。"
    assert texts.sentence("projects.wrong_state", ["partly_paid"], "en")[1] == "The spending is partly paid."


def test_an_allocation_is_never_called_what_a_kind_of_receipt_is_called() -> None:
    said = str(texts.catalogue("zh"))
    # docs/GLOSSARY.md: 分配 is the allocation, 拨款 a receipt, 任职 the mandate, 吊销 what ends a token.
    for word in ("拨款", "授权", "撤销", "创建人"):
        assert word not in said


def test_a_code_of_a_newer_service_is_a_refusal_all_the_same() -> None:
    problem = Problem("funds.something_new", "a")
    assert problem.status == 409
    assert problems.document(problem, "zh")["code"] == "funds.something_new"


def test_not_found_is_404_by_path_and_422_by_body() -> None:
    assert statuses.for_refusal("not_found", ["donation"], ["donation"]) == 404
    assert statuses.for_refusal("not_found", [], ["donation"]) == 404
    assert statuses.for_refusal("not_found", ["fund"], ["donation"]) == 422
    assert statuses.for_refusal("not_found", [], []) == 422
    assert statuses.for_refusal("funds.insufficient", ["amount"], ["donation"]) == 409


def test_headers_that_a_status_needs_are_there() -> None:
    assert Problem("token.missing").headers["WWW-Authenticate"].startswith("Bearer")
    for code in ("overloaded", "broker_down", "ledger.too_many_waiting", "outcome_unknown"):
        assert int(Problem(code).headers["Retry-After"]) > 0

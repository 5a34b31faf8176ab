"""Both catalogues say the same things, and everything that the code says is in them."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from cli.listing import FIGURES
from cli.setup.asking import OFFICES
from cli.texts import catalogue, usual_language

CLI = Path(__file__).resolve().parents[3] / "cli"
WHICH = ("no", "many", "none", "many_of_currency", "none_of_currency")
BUILT = {
    *(f"figure.{name}" for name in FIGURES),
    *(f"ask.office.{name}" for name in OFFICES),
    *(f"target.{what}_{kind}" for what in WHICH for kind in ("funds", "money-accounts")),
}


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_both_languages_have_the_same_sentences_with_the_same_places() -> None:
    zh, en = catalogue("zh"), catalogue("en")
    assert set(zh) == set(en)
    assert {key for key in zh if places(zh[key]) != places(en[key])} == set()


def test_every_key_that_the_code_names_is_in_the_catalogue() -> None:
    known = set(catalogue("en"))
    heads = {key.partition(".")[0] for key in known if "." in key}
    named = {
        key
        for path in CLI.rglob("*.py")
        for key in re.findall(r'"([a-z_]+\.[a-z_.\-]+)"', path.read_text(encoding="utf-8"))
        if key.partition(".")[0] in heads and not key.endswith((".xlsx", ".json", ".csv", ".yaml"))
    }
    other = {"funds.", "fund.", "import."}  # commands of services and keys of lines are no sentences
    assert {key for key in named | BUILT if key not in known and not key.startswith(tuple(other))} == set()


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"), ({"LANG": "C.UTF-8"}, "en"), ({}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"), ({"LC_ALL": "", "LANG": "zh_TW"}, "zh"),
    ],
)  # fmt: skip
def test_the_language_is_the_terminals(environ: dict[str, str], language: str) -> None:
    assert usual_language(environ) == language

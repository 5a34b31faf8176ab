"""The glossary has every word of the facts, and no word twice."""

from __future__ import annotations

import pkgutil
import re
import types
import typing
from importlib import import_module
from pathlib import Path

import pytest

from services.funds import events as funds
from services.members import events as members
from services.projects import events as projects

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "GLOSSARY.md").read_text()
ROWS = re.findall(r"^\| (?!Word|Type|---)(.+?) \| (.*?) \|", TEXT, re.MULTILINE)
ROOMS = (members, funds, projects)
PLAIN = {"council", "donor", "payee", "donation", "receipt", "transfer", "outlay", "other"}
"""Words of a closed set that are explained as words of the field, not as words of the code."""


def modules(room: types.ModuleType) -> list[types.ModuleType]:
    """The package and every topic's module in it."""
    return [
        room,
        *(import_module(f"{room.__name__}.{one.name}") for one in pkgutil.iter_modules(room.__path__)),
    ]


def words(room: types.ModuleType) -> set[str]:
    """Every word of every closed set that the room names."""
    return {
        word
        for module in modules(room)
        for value in vars(module).values()
        if typing.get_origin(value) is typing.Literal
        for word in typing.get_args(value)
    }


@pytest.mark.parametrize("fact", [fact for room in ROOMS for fact in typing.get_args(room.Fact)])
def test_every_fact_stands_in_the_glossary(fact: type) -> None:
    assert f"| `{fact.TYPE}` |" in TEXT  # type: ignore[attr-defined]


@pytest.mark.parametrize("word", sorted(set().union(*map(words, ROOMS))))
def test_every_word_of_a_closed_set_stands_in_the_glossary(word: str) -> None:
    assert f"`{word}`" in TEXT or (word in PLAIN and re.search(rf"^\| {word} \|", TEXT, re.MULTILINE))


def test_one_word_stands_for_one_thing() -> None:
    firsts = [first for first, _ in ROWS]
    assert len(firsts) > 100
    assert len(set(firsts)) == len(firsts)
    # The facts name what happened; two services may say the same of one thing.
    chinese = [second for first, second in ROWS if not first.startswith("`") or "." not in first]
    assert sorted({one for one in chinese if chinese.count(one) > 1}) == []
    assert all(re.search("[\u4e00-\u9fff]", second) for _, second in ROWS)

"""docs/funds.md says what the code does: every command with its fields, every refusal with its code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from unit.funds.test_domain import REFUSALS

from kernel.errors import PersonGone, Refusal
from services.funds.domain import DOMAIN
from services.funds.schemas import CASES

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "funds.md").read_text()
ROWS = dict(re.findall(r"^\| `([a-z_.]+)` \| (.*) \|$", PAGE, re.MULTILINE))


@pytest.mark.parametrize("command", CASES)
def test_a_command_is_told_with_the_fields_of_its_body(command: str) -> None:
    body, _ = ROWS[command.removeprefix("funds.")].split(" | ")
    told = {field.strip() for field in re.sub(r"\([^)]*\)", "", body).split(",")}
    fields = CASES[command][0].fields
    assert told == {
        (field.data_key or name) + ("" if field.required else "?") for name, field in fields.items()
    }


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_refusal_is_told_by_its_code(refusal: type[Refusal]) -> None:
    assert refusal.code in ROWS


def test_nothing_is_told_that_is_not() -> None:
    codes = {refusal.code for refusal in REFUSALS} | {PersonGone.code, "invalid_input"}
    assert set(ROWS) == codes | {command.removeprefix("funds.") for command in CASES}


def test_every_fact_is_told() -> None:
    for fact in DOMAIN.facts:
        name = fact.TYPE.split(".")[1]  # type: ignore[attr-defined]
        assert name in PAGE, name

"""docs/community.md says what the routes take."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from gateway import commands
from gateway.resources.kit import loaded

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "community.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"`post (/\S+) '(\{.*?\})'`", PAGE)
NAMED = re.findall(r"`/(?:v1/)?([a-z-]+)/\{id\}/([a-z-]+)`", PAGE)


def route_of(path: str) -> commands.Route:
    return commands.of(re.sub(r"/[a-z]{3}_[0-9a-z]{20}", "/<ref>", path))


def test_there_are_examples_of_every_part() -> None:
    assert len(EXAMPLES) > 10
    assert {path.split("/")[1] for path, _ in EXAMPLES} == {
        *("opinions", "issues", "call-backs", "posts", "claims"),
        *("activities", "volunteer-hours", "grants", "support"),
    }


@pytest.mark.parametrize(("path", "body"), EXAMPLES, ids=[path for path, _ in EXAMPLES])
def test_an_example_would_be_read(path: str, body: str) -> None:
    assert loaded(route_of(path).body, json.loads(body))


@pytest.mark.parametrize(("path", "what"), NAMED)
def test_a_route_that_is_named_is_there(path: str, what: str) -> None:
    assert commands.of(f"/{path}/<ref>/{what}")

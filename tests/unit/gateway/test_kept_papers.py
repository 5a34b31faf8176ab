"""Which fields of a body hold papers: told by the schemas, not by a list of names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from marshmallow import Schema

from gateway import commands, kept_papers
from gateway.commands import Route
from gateway.schemas.papers import Paper
from kernel import wire

SOURCE = "historical.file"
"""The file that a line was taken over from is no paper that anybody signed."""


def hashes(schema: Schema, within: str = "") -> Iterator[tuple[str, Any]]:
    """(path, field) of every SHA-256 in a body, whatever it is called."""
    for name, field in schema.fields.items():
        yield from _inside(field, f"{within}{field.data_key or name}")


def _inside(field: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(field, wire.Many):
        yield from _inside(field.inner, path)
    elif isinstance(field, wire.Inner):
        yield from hashes(field.schema, f"{path}.")
    elif isinstance(field, wire.Pattern) and field.fault == "sha256.format":
        yield path, field


@pytest.mark.parametrize("route", commands.ALL, ids=lambda route: route.path)
def test_every_hash_in_a_body_is_of_a_paper_but_the_source_of_what_was_taken_over(route: Route) -> None:
    for path, field in hashes(route.body):
        assert isinstance(field, Paper) is (path != SOURCE), path


def test_papers_are_found_wherever_they_stand() -> None:
    class Part(wire.Strict):
        paper = Paper()
        note = wire.Text()

    class Body(wire.Strict):
        signed = Paper(data_key="as")
        more = wire.Many(Paper())
        parts = wire.Many(wire.Inner(Part))
        plain = wire.Many(wire.Text())

    loaded = {"signed": "a", "more": ["b", "c"], "parts": [{"note": "x"}, {"paper": "d"}], "plain": ["e"]}
    found = [*kept_papers.named(kept_papers.holding(Body()), loaded)]
    assert found == [("as", "a"), ("more", "b"), ("more", "c"), ("parts.1.paper", "d")]
    assert [*kept_papers.named(kept_papers.holding(Body()), {"signed": None})] == []

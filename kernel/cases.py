"""From the body of a call to a command: a shape for each, and what makes the command of what was loaded.

A service's `schemas` has a module per topic, each with its `CASES`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import Schema

from kernel.domain import Command
from kernel.sealed import Sealed

Body = Mapping[str, Any]
Seal = Callable[[str], Sealed]
Maker = Callable[[dict[str, Any], Seal], Command]
Cases = Mapping[str, tuple[Schema, Maker]]
"""Command name -> the shape of its body, and what makes the command of what was loaded."""


def sealing(command: Callable[..., Command], *texts: str) -> Maker:
    """A maker of `command`, whose fields are those of its schema; its fields `texts` are sealed."""

    def make(loaded: dict[str, Any], seal: Seal) -> Command:
        sealed = {name: seal(loaded[name]) for name in texts if loaded[name] is not None}
        return command(**{**loaded, **sealed})

    return make


def merged(*topics: Cases) -> Cases:
    """The cases of all topics. Raises: TypeError where two have the same command."""
    cases: dict[str, tuple[Schema, Maker]] = {}
    for topic in topics:
        if twice := cases.keys() & topic.keys():
            raise TypeError(f"in two topics: {', '.join(sorted(twice))}")
        cases |= topic
    return cases

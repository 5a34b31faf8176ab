"""Our roots against the reference vectors of transparency-dev/merkle."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kernel.merkle import Range, leaf_hash, root_of


@pytest.fixture(scope="module")
def trees(conformance_data: Path) -> dict[str, Any]:
    path = conformance_data / "merkle" / "rfc6962_reference" / "trees.json"
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def test_the_leaf_hashes_are_those_of_the_reference(trees: dict[str, Any]) -> None:
    inputs = [bytes.fromhex(text) for text in trees["leaf_inputs_hex"]]
    assert [leaf_hash(body).hex() for body in inputs] == trees["leaf_hashes_hex"]


def test_the_root_of_every_size_is_that_of_the_reference(trees: dict[str, Any]) -> None:
    inputs = [bytes.fromhex(text) for text in trees["leaf_inputs_hex"]]
    grown = Range()
    roots = [grown.root().hex()]
    for body in inputs:
        grown = grown.append(leaf_hash(body))
        roots.append(grown.root().hex())
    assert roots == trees["root_by_size_hex"]
    assert root_of(inputs).hex() == roots[-1]
    assert len(roots) > 8, "the reference is not empty"

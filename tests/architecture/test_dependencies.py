"""Every library that we ask for is pinned, and says in docs/dependencies.md why it is here."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def requirements() -> dict[str, str]:
    """Name -> range, of all that `pyproject.toml` asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = [
        *project["dependencies"],
        *(line for extra in project["optional-dependencies"].values() for line in extra),
    ]
    found = (re.fullmatch(r"([\w-]+)(?:\[[\w,]+\])?(.*)", line) for line in lines)
    return {match[1]: match[2] for match in found if match}


def test_every_dependency_is_pinned() -> None:
    pinned = {
        re.sub(r"[-_.]+", "-", line.partition("==")[0]).lower()
        for line in (ROOT / "constraints.txt").read_text().splitlines()
        if "==" in line
    }
    assert set(requirements()) <= pinned


def test_every_dependency_has_its_row() -> None:
    table = (ROOT / "docs/dependencies.md").read_text()
    for name, allowed in requirements().items():
        (row,) = (line for line in table.splitlines() if re.match(rf"\| ([\w-]+, )*{name}(,| \|)", line))
        assert allowed in row, f"{name}: the table's range is not pyproject's"

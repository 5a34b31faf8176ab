"""Who may import whom: the contracts of `.importlinter` hold, and each of them can break."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("kernel", "policy", "services", "gateway", "cli")

# Per contract: violations, each a module (appended to, or made) and the lines that break it, alone.
PLANTED = [
    ("house", "kernel/money.py", "import services"),
    ("house", "services/funds/events/gifts.py", "import gateway"),
    ("house", "gateway/resources/planted.py", "import cli"),
    ("house", "kernel/money.py", "import policy"),
    ("services-apart", "services/funds/events/gifts.py", "from services.projects import events"),
    ("services-apart", "services/members/service.py", "from services.funds import errors"),
    ("public-rooms", "gateway/resources/planted.py", "from services.funds import domain"),
    ("public-rooms", "gateway/books/planted.py", "from services.funds import schemas"),
    ("service-rooms", "services/funds/events/gifts.py", "from services.funds import domain"),
    ("service-rooms", "services/funds/schemas/gifts.py", "from services.funds import service"),
    ("service-rooms", "services/funds/events/gifts.py", "from services.funds import errors"),
    ("service-rooms", "services/funds/utils.py", ""),
    ("gateway-rooms", "gateway/ledger/__init__.py", "from gateway import resources"),
    ("gateway-rooms", "gateway/kinds/kind.py", "from gateway.ledger import chart"),
    ("kernel-rooms", "kernel/money.py", "from kernel import canonical"),
    ("kernel-rooms", "kernel/wire.py", "from kernel import desk"),
    ("pure-rooms", "kernel/merkle.py", "import socket"),
    ("pure-rooms", "kernel/canonical.py", "import os.path"),
    ("pure-rooms", "services/projects/events/ids.py", "from kernel import clock"),  # which reads the time
    ("pure-rooms", "services/projects/domain", "def decided():\n    import sqlalchemy"),
    ("pure-rooms", "policy/history.py", "from kernel import clock"),
    ("pure-rooms", "gateway/ledger/planted.py", "import logging"),
    ("pure-rooms", "gateway/kinds/planted.py", "import marshmallow"),
    ("nameko", "gateway/resources/planted.py", "from nameko.rpc import rpc"),
    ("nameko", "kernel/wire.py", "import eventlet"),
    ("chance", "kernel/wire.py", "from uuid import uuid4"),
    ("chance", "gateway/resources/planted.py", "import random"),
]


def contracts() -> dict[str, str]:
    """The ids and names of all contracts."""
    parser = configparser.ConfigParser()
    parser.read(ROOT / ".importlinter")
    prefix = "importlinter:contract:"
    return {
        section.removeprefix(prefix): parser[section]["name"]
        for section in parser.sections()
        if section.startswith(prefix)
    }


def broken(folder: Path) -> set[str]:
    """The ids of the contracts that the packages in `folder` break."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
        cwd=folder,
        env={**os.environ, "COLUMNS": "300", "PYTHONPATH": str(folder), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    verdicts = {
        name: re.search(rf"^{re.escape(name)} (KEPT|BROKEN)", done.stdout, re.MULTILINE)
        for name in contracts().values()
    }
    assert all(verdicts.values()), done.stdout + done.stderr
    return {
        id_ for id_, name in contracts().items() if (verdict := verdicts[name]) and verdict[1] == "BROKEN"
    }


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The packages, to be spoilt."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


def test_all_contracts_are_kept() -> None:
    assert broken(ROOT) == set()


def test_every_contract_has_a_planted_violation() -> None:
    assert {contract for contract, _, _ in PLANTED} == set(contracts())


@pytest.mark.parametrize(("contract", "module", "lines"), PLANTED)
def test_a_planted_import_breaks_its_contract_alone(
    copied: Path, contract: str, module: str, lines: str
) -> None:
    plant(copied / module, lines)
    assert broken(copied) == {contract}


def plant(module: Path, lines: str) -> None:
    """Append `lines` to a module, or to a package's first room where the module has become one."""
    if not module.suffix:
        module = module / "__init__.py" if module.is_dir() else module.with_suffix(".py")
    with module.open("a") as room:
        room.write(f"\n{lines}\n")


@pytest.mark.parametrize("name", PACKAGES)
def test_no_other_distribution_owns_our_top_level_names(name: str) -> None:
    assert set(packages_distributions().get(name, [])) == {"gongzhi"}

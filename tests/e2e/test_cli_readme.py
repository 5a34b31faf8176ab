"""What the README tells people to type, typed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.served import standing
from support.terminal import Terminal

ROOT = Path(__file__).resolve().parents[2]
ANSWERS = "Council\nTina\nCharles\nLee\nAda\nBANK\n\n\n\nn\nGZ\n\n\n\n\nn\nn\n"


def commands(name: str) -> str:
    """The blocks that are run here, as one script; those marked `sh` need `make up`."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return "\n".join(re.findall(r"^```bash\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))


# One of them for every day: the test below holds both to the same commands.
@pytest.mark.parametrize("name", [pytest.param("README.md", marks=pytest.mark.soak), "README.zh-CN.md"])
def test_everything_that_the_readme_says_works(name: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    with standing(data) as (url, founder):
        (data / "first-run-token").write_text(founder)
        assert Terminal(url).run("init", "--data", str(data), answers=ANSWERS).code == 0
        path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
        environ = {
            **os.environ,
            "GONGZHI_URL": url,
            "PATH": path,
            "GONGZHI_TOKEN": "",
            "GONGZHI_DATA": "data",
        }
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", commands(name)],
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (
        "3 lines: 3 taken (1520.00 CNY), 0 already known, 0 refused." in done.stdout
        or "记入 3" in done.stdout
    )


def test_both_readmes_say_the_same() -> None:
    def shape(name: str) -> list[str]:
        lines = re.findall(r"^(?:gongzhi|post|get|[A-Z]+=\$\().*$", commands(name), re.MULTILINE)
        return [re.sub(r'"[^"]*"|\'[^\']*\'?|#.*', "", line).strip() for line in lines]

    assert shape("README.md") == shape("README.zh-CN.md")

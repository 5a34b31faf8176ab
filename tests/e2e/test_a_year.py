"""docs/a-year.md, typed as it stands against `gongzhi up`, on the days that it names."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from support.almanac import Almanac
from support.running import Embedded
from support.typist import FUNCTION

PAGE = Path(__file__).resolve().parents[2] / "docs" / "a-year.md"
DAY = re.compile(r"^# (\d{4}-\d{2}-\d{2})$", re.MULTILINE)

TOLD = (
    *("2027-03-07", "2027-03-14", "upheld", "settled", "adopted", "in_notice", "adopted", "4"),
    *("fulfilled", "5000.00", "2000.00", "settled", "0.00", "completed", "satisfied", "unreachable"),
    *('  "opinions_heard": 3,', '  "issues_solved_by_project": 1,', "closed", "22150.00", "Nothing found."),
)
"""What it prints on the way, in this order; after the recusal 4 seats are counted."""

# The page asks `date` for its own day: here it is told that of the story, as the system is.
MOVING = """
date() { command date -d "$STORY_DAY ${2/today/}" +%F; }
move_to() {
STORY_DAY=$1
{python} -c '
import os, sys
from datetime import datetime
from pathlib import Path
from support.almanac import Almanac
Almanac(Path(os.environ["ALMANAC"])).move(datetime.fromisoformat(sys.argv[1] + "T10:00:00+08:00"))
' "$1"; }
"""


def script() -> str:
    """Every block in one shell; where a day is named, the system goes on to it."""
    blocks = re.findall(r"^```bash\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    before = (MOVING + FUNCTION).replace("{python}", sys.executable)
    return before + DAY.sub(r"move_to \1", "\n".join(blocks))


def test_the_year_of_a_bench_comes_out_as_it_is_told(
    dated: Embedded, almanac: Almanac, tmp_path: Path
) -> None:
    founder = dated.founder_token()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "first-run-token").write_text(founder)
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script()],
        cwd=tmp_path,
        env={
            **os.environ,
            **almanac.environment(),
            "GONGZHI_URL": dated.url,
            "GONGZHI_TOKEN": "",
            "LANG": "en.UTF-8",
            "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
        },
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    printed = done.stdout.splitlines()
    left = iter(printed)
    missing = [one for one in TOLD if one not in left]  # each behind the one before it
    assert not missing, (missing, done.stdout)
    assert "projects.invoice_used" in done.stderr
    assert any("22150.00" in line and "1002" in line for line in printed), done.stdout

"""Run the plain tests and the green ones, each in its own process, and join their JUnit reports.

`python tests/support/run_shards.py build/junit.xml [pytest arguments]`. Ends with the worse exit code.
"""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path

NO_TESTS_COLLECTED = 5


def main(report: Path, arguments: Sequence[str]) -> int:
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    codes = []
    parts = []
    for shard, green in (("plain", "0"), ("green", "1")):
        part = report.with_name(f"{report.stem}-{shard}.xml")
        part.unlink(missing_ok=True)
        command = [sys.executable, "-m", "pytest", f"--junitxml={part}", "-o", f"junit_suite_name={shard}"]
        done = subprocess.run([*command, *arguments], env={**os.environ, "TEST_GREEN": green}, check=False)
        codes.append(done.returncode)
        parts.append(part)
    join(parts, report)
    # One shard may be empty when the arguments choose a few tests; both may not.
    return max((code for code in codes if code != NO_TESTS_COLLECTED), default=NO_TESTS_COLLECTED, key=abs)


def join(parts: Sequence[Path], report: Path) -> None:
    """All suites of `parts` in one report; a shard that wrote none is no suite (and has a bad exit code)."""
    whole = ET.Element("testsuites", name="gongzhi")
    for part in parts:
        if part.exists():
            whole.extend(ET.parse(part).getroot().iter("testsuite"))  # noqa: S314 - we wrote it just now
            part.unlink()
    ET.ElementTree(whole).write(report, encoding="utf-8", xml_declaration=True)


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), sys.argv[2:]))

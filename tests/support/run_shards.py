"""Run all tests in shards, and join their JUnit reports.

`python tests/support/run_shards.py build/junit.xml [pytest arguments]`. Ends with the worst exit code.

Tests that need servers or processes wait much of the time, the others compute: so they go side by side, those
of the grown system (`system`) apart from those of the embedded one (`embedded`, both tests/e2e) and of its
parts (`servers`, with all of tests/integration). What computes (`plain`, `unit`, `simulation`) begins in
one lane and goes on in those that are through, so that no processor waits at the end. `green` tests need a
process that eventlet patched from the start, the others one that it did not.
Hundreds of processes of the program are started: what was compiled for one serves the others, also where the
environment says that nobody shall keep it.
`JOBS=1`: one after the other.
"""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

LANES = (("plain",), ("system",), ("embedded", "unit"), ("servers", "green", "simulation"))
NO_TESTS_COLLECTED = 5


def main(report: Path, arguments: Sequence[str]) -> int:
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    jobs = int(os.environ.get("JOBS") or len(LANES))
    with ThreadPoolExecutor(jobs) as pool:
        lanes = pool.map(lambda lane: [run(shard, report, arguments) for shard in lane], LANES)
        codes = [code for lane in lanes for code in lane]
    join([part_of(report, shard) for lane in LANES for shard in lane], report)
    # A shard may be empty when the arguments choose a few tests; all may not.
    return max((code for code in codes if code != NO_TESTS_COLLECTED), default=NO_TESTS_COLLECTED, key=abs)


def run(shard: str, report: Path, arguments: Sequence[str]) -> int:
    """One pytest process. The first lane's output is seen at once, the other's when it is whole."""
    part = part_of(report, shard)
    part.unlink(missing_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", f"--junitxml={part}", "-o", f"junit_suite_name={shard}", *arguments],
        env={**_compiled_once(os.environ), "TEST_SHARD": shard},
        stdout=None if shard in LANES[0] else subprocess.PIPE,
        stderr=None if shard in LANES[0] else subprocess.STDOUT,
        check=False,
    )
    if done.stdout is not None:
        sys.stdout.buffer.write(b"\n" + done.stdout)
        sys.stdout.buffer.flush()
    return done.returncode


def _compiled_once(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name != "PYTHONDONTWRITEBYTECODE"}


def part_of(report: Path, shard: str) -> Path:
    return report.with_name(f"{report.stem}-{shard}.xml")


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

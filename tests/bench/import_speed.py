"""How long `gongzhi import donations` takes for a long CSV on the embedded system, run as people run it.

`python -m bench.import_speed [LINES]`, from tests/. Until it has ended, and until the ledger has all.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from bench.council import open_books
from bench.system import Http, cpu_s, peak_kib
from support.running import PROGRAM, Embedded

LINES: Final = 50_000
NAMES: Final = 5_000
"""Different donors' names; without --donors-by-name every line is a donor of its own."""
IMPORT_S_MAX: Final = 600


def main() -> None:
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else LINES
    with tempfile.TemporaryDirectory(prefix="gongzhi-import-") as folder:
        file = Path(folder) / "gifts.csv"
        _write(file, lines)
        for options in ((), ("--donors-by-name",)):
            _measure(Path(folder) / f"data{len(options)}", file, lines, options)


def _write(file: Path, lines: int) -> None:
    """A list as a council keeps one."""
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(("捐赠人", "金额", "日期", "用途", "流水号"))
        for at in range(lines):
            day = date(2023, 1, 1) + timedelta(days=at % 900)
            rows.writerow(
                (f"捐赠人{at % NAMES}", f"{1 + at % 999}.{at % 100:02}", day, "社区长椅", f"WX{at:08}")
            )


def _measure(data: Path, file: Path, lines: int, options: tuple[str, ...]) -> None:
    house = Embedded(data, LOG_LEVEL="warning")
    try:
        house.start()
        treasurer = open_books(house.url, house.founder_token()).treasurer
        began, used = time.monotonic(), cpu_s(house.gateway.pid)
        arguments = ["import", "donations", str(file), "--fund", "cog", "--account", "bank", *options]
        done = subprocess.run(
            [str(PROGRAM), *arguments],
            env={**os.environ, "GONGZHI_URL": house.url, "GONGZHI_TOKEN": treasurer},
            capture_output=True,
            text=True,
            timeout=IMPORT_S_MAX,
            check=False,
        )
        took = time.monotonic() - began
        if done.returncode:
            raise RuntimeError(f"the import ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        posted = _posted(house.url, treasurer, lines) - began
        cpu = cpu_s(house.gateway.pid) - used
        peak = peak_kib(house.gateway.pid) / 1024
        said = " ".join(("import donations", *options))
        print(f"{said}: {lines:,} lines in {took:.1f} s ({lines / took:,.0f} a second), ", end="")
        print(
            f"all in the ledger after {posted:.1f} s; {cpu:.1f} CPU-seconds, peak {peak:.0f} MiB", flush=True
        )
    finally:
        house.close()


def _posted(url: str, treasurer: str, lines: int) -> float:
    """The moment at which the fund shows all donations. Raises: RuntimeError where they do not come."""
    cents = sum(100 * (1 + at % 999) + at % 100 for at in range(lines))
    http = Http(url, treasurer)
    deadline = time.monotonic() + IMPORT_S_MAX
    while _minor(http.get("/v1/funds/cog")) != cents:
        if time.monotonic() > deadline:
            raise RuntimeError("the fund does not show all that was imported")
        time.sleep(0.2)
    http.close()
    return time.monotonic()


def _minor(fund: dict[str, Any]) -> int:
    yuan, _, fen = fund["received"]["amount"].partition(".")
    return int(yuan) * 100 + int(fen)


if __name__ == "__main__":
    main()

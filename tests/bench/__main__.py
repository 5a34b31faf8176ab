"""`make bench`: the grown system on real servers, beside two rulers on the same servers in the same run."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from pathlib import Path

from bench import report
from bench.council import set_up
from bench.legs import Bench
from bench.million import start_with
from bench.rulers import EventSourcing, Pgbench
from bench.system import grown
from support.servers import ServerUnavailableError


def main() -> None:
    wanted = _arguments()
    began = time.monotonic()

    def say(words: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {words}", file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory(prefix="gongzhi-bench-") as folder, grown(Path(folder)) as system:
        council = set_up(system)
        pgbench, saving = Pgbench(system.postgres, Path(folder)), EventSourcing(system.postgres)
        bench = Bench(system, council, pgbench, saving, wanted.seconds)
        for step in bench.rounds(wanted.rounds):
            say(step)
        print(f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}\n")
        print(report.table(bench), end="\n\n")
        print(report.details(bench))
        print(report.peaks(system.peaks(), "after the load"), flush=True)
        if wanted.donations:
            say(f"{wanted.donations} donations")
            print(report.start(start_with(system, council, wanted.donations)), flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench ARGS=...", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each leg runs")
    parser.add_argument("--seconds", type=int, default=20, help="how long each leg runs")
    parser.add_argument(
        "--donations", type=int, default=1_000_000, help="how many to start with in the end; 0 leaves it out"
    )
    return parser.parse_args()


if __name__ == "__main__":
    try:
        main()
    except ServerUnavailableError as lacking:
        sys.exit(f"bench: {lacking}")

"""Saves aggregates of one event by the `eventsourcing` package: `python -m bench.saving SECONDS THREADS`.

The environment says where, in the package's own variables. The event carries what our donation carries.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from typing import Any

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event


class Donation(Aggregate):
    """As the package's tutorial makes one."""

    @event("Received")
    def __init__(self, fund: str, donor: str, minor: int, purpose: str) -> None:
        self.fund = fund
        self.donor = donor
        self.minor = minor
        self.purpose = purpose


class Books(Application[Any]):
    """Saves and nothing else."""

    def record(self, minor: int) -> None:
        self.save(Donation("fnd_01h455vb4pex5vsknk084sn02q", "per_01h455vb4pex5vsknk084sn02q", minor, "长椅"))


def main() -> None:
    seconds, threads = float(sys.argv[1]), int(sys.argv[2])
    books = Books()
    books.record(1)  # makes the tables
    counts = [0] * threads
    end = time.monotonic() + seconds

    def save(at: int) -> None:
        while time.monotonic() < end:
            books.record(counts[at] + 1)
            counts[at] += 1

    workers = [threading.Thread(target=save, args=(at,)) for at in range(threads)]
    began = time.monotonic()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print(json.dumps({"per_second": sum(counts) / (time.monotonic() - began)}))
    books.close()


if __name__ == "__main__":
    main()

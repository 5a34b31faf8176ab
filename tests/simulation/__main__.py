"""`python -m simulation SEED`: one history again, with everything that happened in it.

`--hunt` instead of a seed: every planted bug is hunted anew, and the seeds that show them are written down.
"""

from __future__ import annotations

import argparse

from simulation.hunting import hunt
from simulation.running import replay


def main() -> int:
    """0: every rule holds; 1: one is broken, and named."""
    parser = argparse.ArgumentParser(prog="simulation", description=__doc__)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("seed", type=int, nargs="?")
    what.add_argument("--hunt", action="store_true", help="write down anew where planted bugs are found")
    parser.add_argument("--books", action="store_true", help="with the real ledger on SQLite")
    arguments = parser.parse_args()
    if arguments.hunt:
        return hunt()
    trace, broken = replay(arguments.seed, books=arguments.books)
    print("\n".join(trace))
    print(f"seed {arguments.seed}: {broken or 'every rule holds'}")
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())

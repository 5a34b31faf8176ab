"""`python -m simulation SEED`: one history again, with everything that happened in it."""

from __future__ import annotations

import argparse

from simulation.running import replay


def main() -> int:
    """0: every rule holds; 1: one is broken, and named."""
    parser = argparse.ArgumentParser(prog="simulation", description=__doc__)
    parser.add_argument("seed", type=int)
    parser.add_argument("--books", action="store_true", help="with the real ledger on SQLite")
    arguments = parser.parse_args()
    trace, broken = replay(arguments.seed, books=arguments.books)
    print("\n".join(trace))
    print(f"seed {arguments.seed}: {broken or 'every rule holds'}")
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())

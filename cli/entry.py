"""Where `gongzhi` begins: a process that hosts services must be made green before anything else is imported."""

from __future__ import annotations

import sys
from typing import Final

HOSTING: Final = frozenset({"up", "serve"})


def main() -> None:
    """The console script."""
    if HOSTING & set(sys.argv[1:4]):
        from kernel.messaging import monkey_patch

        monkey_patch()
    from cli.main import main as run

    run()

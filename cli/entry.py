"""Where `gongzhi` begins: what hosts services must be made green before anything else is imported."""

from __future__ import annotations

import sys
import warnings
from typing import Final

HOSTING: Final = frozenset({"up", "serve"})


def main() -> None:
    """The console script."""
    # eventlet announces its own retirement at every import; whoever runs the program can do nothing about it.
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    if HOSTING & set(sys.argv[1:4]):
        from kernel.messaging import monkey_patch

        monkey_patch()
    from cli.main import main as run

    run()

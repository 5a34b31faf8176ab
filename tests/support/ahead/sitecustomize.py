"""Read by Python at its start, where a test put this folder on the path: the process lives by an almanac."""

from __future__ import annotations

import os
from pathlib import Path

from support.almanac import FILE, Almanac

if FILE in os.environ:
    Almanac(Path(os.environ[FILE])).rule()

"""The time of a system that a test has started: it is moved, and goes on from there.

The program itself knows nothing of it: Python reads `ahead/sitecustomize.py` where PYTHONPATH names its
folder.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from kernel.clock import SystemClock

TESTS: Final = Path(__file__).resolve().parents[1]
FILE: Final = "ALMANAC"
"""The variable that names the file."""


class Almanac:
    """How far ahead it is, in a file that whoever asks for the time reads."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def move(self, to: datetime) -> None:
        """It is that moment now."""
        new = self._file.with_suffix(".new")
        new.write_text(str((to - datetime.now(UTC)).total_seconds()))
        new.replace(self._file)  # whoever reads it now reads the old or the new, never a half

    def now(self) -> datetime:
        """What the system says that it is."""
        return datetime.now(UTC) + timedelta(seconds=float(self._file.read_text()))

    def rule(self) -> None:
        """Within the system: whoever asks for the time is told this one."""
        SystemClock.now = lambda _: self.now()  # type: ignore[method-assign,assignment]

    def environment(self) -> dict[str, str]:
        """What a process needs to live by it."""
        path = (str(TESTS / "support" / "ahead"), str(TESTS.parent), str(TESTS))
        return {FILE: str(self._file), "PYTHONPATH": os.pathsep.join(path)}

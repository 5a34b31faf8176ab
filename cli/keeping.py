"""A file with a secret: mode 0600 from its first byte, and never in a place of somebody else."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path
from typing import Final

OWNER_ONLY: Final = 0o600


class NotOurs(Exception):  # noqa: N818 - a state of the world, named as such
    """What stands at `path` is not written over; `code` names the sentence that says why."""

    def __init__(self, path: Path, code: str) -> None:
        super().__init__(path, code)
        self.path = path
        self.code = code


def allowed_mode(path: Path) -> int:
    """The mode that a secret at `path` gets: 0600, or less where the file that is there has less.

    Raises: NotOurs, OSError.
    """
    try:
        found = path.lstat()
    except FileNotFoundError:
        return OWNER_ONLY
    if stat.S_ISLNK(found.st_mode):
        raise NotOurs(path, "save.link")
    if not stat.S_ISREG(found.st_mode):
        raise NotOurs(path, "save.no_file")
    if found.st_uid != os.geteuid():
        raise NotOurs(path, "save.of_another")
    return OWNER_ONLY & found.st_mode


def keep(path: Path, secret: str) -> None:
    """Writes `secret` to `path`, whole or not at all. Raises: NotOurs, OSError.

    Into a new file, which then takes the place of the old one: who had the old one open reads nothing new,
    and a link that is put there meanwhile is replaced, never followed.
    """
    mode = allowed_mode(path)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # 0600, and new
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            os.fchmod(out.fileno(), mode)
            out.write(secret + "\n")
            out.flush()
            os.fsync(out.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
